"""Pages of studies: list, begin, show, change, and who works in one."""

from flask import current_app, flash, request, url_for
from werkzeug.wrappers import Response

from app.policy import Permission
from app.schools.models import Partnership
from app.schools.queries import get_partnership
from app.studies import (  # noqa: F401
    actions,
    blueprint,
    overview,
    queries,
    views_builder,
    views_consents,
    views_participants,
    views_schedules,
    views_schools,
    views_sheets,
)
from app.studies.forms import StudyForm
from app.studies.forms_people import ConfirmForm, ResearcherForm
from app.studies.models import Study, StudyResearcher
from app.studies.permitting import standing_of
from app.waves.queries import list_surveys_in
from app.web import navigation
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _, later

COVERED = (
    *("/interviews", "/participants", "/consents", "/schedules", "/own-schedules", "/findings", "/transcripts"),
    *("/turns", "/transcript-files", "/themes", "/codings", "/memos", "studies.create_study"),
)
navigation.add(30, later("Interviews"), "studies.list_studies", Permission.STUDY_LIST, covers=COVERED)


@blueprint.get("/studies")
@requires(Permission.STUDY_LIST)
def list_studies() -> Response:
    actor, search = current_actor(), request.args.get("q", "").strip()[:120]
    studies = queries.list_studies(actor)
    return render(
        "studies/studies.html",
        studies=[one for one in studies if search.casefold() in one.title.casefold()],
        search=search,
        partnerships=queries.list_partnerships_studied_by(actor),
        asked=[(one, standing_of(one.study, one.school)) for one in queries.list_asks_for(actor)],
    )


@blueprint.route("/partnerships/<int:partnership_id>/studies/new", methods=["GET", "POST"])
@requires(Permission.STUDY_CREATE, load=get_partnership)
def create_study(partnership: Partnership) -> Response:
    form = StudyForm(surveys=list_surveys_in(partnership))
    if form.validate_on_submit():
        try:
            study = actions.create_study(partnership, current_actor(), form.fields)
        except actions.TitleTaken:
            form.add_error("title", _("There is a study of this title already"))
        else:
            flash(_("“%(title)s” has begun.", title=study.title), "success")
            return go_to(url_for(".show_study", study_id=study.id))
    return _form_page(form, partnership, None)


@blueprint.get("/studies/<int:study_id>")
@requires(Permission.STUDY_READ, load=queries.get_study)
def show_study(study: Study) -> Response:
    steps = overview.steps_of(study)
    there = {step.link for step in steps if step.link in current_app.view_functions}
    return render("studies/study.html", study=study, steps=steps, next=overview.next_of(steps), there=there)


@blueprint.route("/studies/<int:study_id>/edit", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=queries.get_study)
def edit_study(study: Study) -> Response:
    form = StudyForm(obj=study, surveys=list_surveys_in(study.partnership))
    if form.validate_on_submit():
        try:
            actions.edit_study(study, current_actor(), form.fields)
        except actions.TitleTaken:
            form.add_error("title", _("There is a study of this title already"))
        else:
            flash(_("Saved."), "success")
            return go_to(url_for(".show_study", study_id=study.id))
    return _form_page(form, study.partnership, study)


def _form_page(form: StudyForm, partnership: Partnership, study: Study | None) -> Response:
    status = 422 if form.errors else 200
    return render("studies/study_form.html", status=status, form=form, partnership=partnership, study=study)


@blueprint.route("/studies/<int:study_id>/researchers", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=queries.get_study)
def list_researchers(study: Study) -> Response:
    people = {str(one.id): one for one in queries.list_candidates(study)}
    form = ResearcherForm(people=list(people.values()))
    if form.validate_on_submit():
        person = people[form.person_id.data]
        actions.add_researcher(study, person, current_actor())
        flash(_("%(name)s works in this study now.", name=person.name), "success")
        return go_to(url_for(".list_researchers", study_id=study.id))
    status = 422 if form.errors else 200
    return render("studies/researchers.html", status=status, study=study, form=form, n_candidates=len(people))


@blueprint.route("/studies/<int:study_id>/researchers/<int:person_id>/remove", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=queries.get_researcher)
def remove_researcher(researcher: StudyResearcher) -> Response:
    if ConfirmForm().validate_on_submit():
        actions.remove_researcher(researcher, current_actor())
        flash(_("%(name)s no longer opens this study.", name=researcher.person.name), "success")
        return go_to(url_for(".list_researchers", study_id=researcher.study_id))
    return render("studies/researcher_remove.html", researcher=researcher)
