"""Pages of heads' permission: who was asked and what they said, and the page on which a head decides."""

from dataclasses import dataclass

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.policy import Permission
from app.schools.models import School
from app.studies import blueprint, permitting, queries
from app.studies.forms_people import ConfirmForm, PaperForm
from app.studies.models import SchoolAsk, Study
from app.web.filters import today
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _


@dataclass(frozen=True)
class Place:
    """A school of a study, for those who may change the study."""

    study: Study
    school: School

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return self.study.partnership_ids


def get_place(study_id: int, school_id: int) -> Place:
    """404 for a school that the study has nothing to do with."""
    study = queries.get_study(study_id)
    return Place(study, queries.get_member(study, school_id))


@blueprint.get("/studies/<int:study_id>/schools")
@requires(Permission.STUDY_READ, load=queries.get_study)
def list_schools(study: Study) -> Response:
    return render("studies/schools.html", study=study, standings=permitting.list_standings(study))


@blueprint.post("/studies/<int:study_id>/schools/<int:school_id>/ask")
@requires(Permission.STUDY_EDIT, load=get_place)
def ask_school(place: Place) -> Response:
    permitting.ask(place.study, place.school, current_actor())
    flash(_("The leaders of %(school)s are asked: they find it under Interviews.", school=place.school.name), "success")
    return go_to(url_for(".list_schools", study_id=place.study.id))


@blueprint.route("/studies/<int:study_id>/schools/<int:school_id>/paper", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=get_place)
def record_permission(place: Place) -> Response:
    """Note what a head has signed."""
    form = PaperForm(data={"given_on": today(), "sheet_version": place.study.sheet_version})
    if form.validate_on_submit():
        permitting.record_paper(place.study, place.school, current_actor(), given_on=form.day, sheet_version=form.sheet)
        flash(_("The permission of %(school)s is recorded.", school=place.school.name), "success")
        return go_to(url_for(".list_schools", study_id=place.study.id))
    return render("studies/permission_paper.html", status=422 if form.errors else 200, form=form, place=place)


@blueprint.route("/studies/<int:study_id>/schools/<int:school_id>/end", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=get_place)
def end_permission(place: Place) -> Response:
    """A head told the study's people that they take it back."""
    back = url_for(".list_schools", study_id=place.study.id)
    return _take_back(place.study, place.school, back)


@blueprint.route("/studies/<int:study_id>/schools/<int:school_id>/permission", methods=["GET", "POST"])
@requires(Permission.STUDY_PERMIT, load=queries.get_ask)
def decide(asked: SchoolAsk) -> Response:
    """What a head reads before saying yes or no."""
    if ConfirmForm().validate_on_submit():
        answer = {"yes": permitting.give, "no": permitting.refuse}.get(request.form.get("answer", ""))
        if answer is None:
            abort(400)
        answer(asked, current_actor())
        flash(_("Your answer is kept. You can change it at any time."), "success")
        return go_to(request.path)
    return render("studies/permission.html", asked=asked, standing=permitting.standing_of(asked.study, asked.school))


@blueprint.route("/studies/<int:study_id>/schools/<int:school_id>/permission/end", methods=["GET", "POST"])
@requires(Permission.STUDY_PERMIT, load=queries.get_ask)
def take_back_permission(asked: SchoolAsk) -> Response:
    back = url_for(".decide", study_id=asked.study_id, school_id=asked.school_id)
    return _take_back(asked.study, asked.school, back)


def _take_back(study: Study, school: School, back: str) -> Response:
    if ConfirmForm().validate_on_submit():
        permitting.take_back(study, school, current_actor())
        flash(_("The permission of %(school)s is taken back.", school=school.name), "success")
        return go_to(back)
    return render("studies/permission_end.html", study=study, school=school, back_url=back)
