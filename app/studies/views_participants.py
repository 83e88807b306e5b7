"""Pages of participants: list, add, show, change, remove, withdraw."""

from collections import Counter

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.policy import Permission
from app.schools.listing import arrange
from app.schools.models import School
from app.studies import blueprint, overview, queries, taking_part
from app.studies.forms_people import AddForm, ConfirmForm, ParticipantForm, WithdrawForm, first_values
from app.studies.models import Participant, Study
from app.studies.naming import find_namesakes, look_at_names
from app.studies.permitting import State, list_standings
from app.studies.pseudonyms import as_counted, propose
from app.studies.taking_part import HasSpoken, ParticipantFields, PseudonymTaken, PseudonymTells, Refused
from app.studies.words import ROLES
from app.web.errors import refuse
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _, ngettext

WORDS = ("yes", "waiting", "no", "carer", "withdrawn")


@blueprint.get("/studies/<int:study_id>/participants")
@requires(Permission.STUDY_READ, load=queries.get_study)
def list_participants(study: Study) -> Response:
    """Names are opened only when they are asked for, and that is noted."""
    actor, lines = current_actor(), overview.lines_of(study, queries.list_participants(study))
    with_names = request.args.get("names") == "yes"
    names = look_at_names(study, [line.participant for line in lines], actor) if with_names else {}
    listing = arrange(
        lines,
        request.args,
        words=lambda line: " ".join((line.participant.pseudonym, names.get(line.participant.id, ""), _about(line))),
        orders={
            "pseudonym": lambda line: as_counted(line.participant.pseudonym),
            "role": lambda line: (list(ROLES).index(line.participant.role), as_counted(line.participant.pseudonym)),
            "word": lambda line: (WORDS.index(line.word), as_counted(line.participant.pseudonym)),
        },
    )
    return render(
        "studies/participants.html", study=study, listing=listing, names=names, with_names=with_names, roles=ROLES
    )


def _about(line: overview.Line) -> str:
    return f"{ROLES[line.participant.role]} {' '.join(school.name for school in line.participant.schools)}"


@blueprint.route("/studies/<int:study_id>/participants/new", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=queries.get_study)
def add_participants(study: Study) -> Response:
    """First a look at who would be added, under which pseudonym; then, with `confirmed`, they are."""
    form, proposed, namesakes = AddForm(schools=queries.list_members(study)), [], {}
    if form.validate_on_submit():
        if request.form.get("confirmed") == "yes":
            return _add(study, form)
        taken = queries.list_pseudonyms(study.id)
        if request.form.get("confirmed") != "no":
            pseudonyms = propose(form.role.data, taken, len(form.lines))
            proposed = list(zip(pseudonyms, form.lines, strict=True))
            namesakes = find_namesakes(study, form.lines, current_actor())
    unasked = [one.school for one in list_standings(study) if one.state != State.YES]
    return render(
        "studies/participants_add.html",
        status=422 if form.errors else 200,
        study=study,
        form=form,
        proposed=proposed,
        namesakes=namesakes,
        twice={name for name, n in Counter(line.casefold() for line in form.lines).items() if name and n > 1},
        unasked=unasked,
        roles=ROLES,
    )


def _add(study: Study, form: AddForm) -> Response:
    fields = ParticipantFields(form.role.data, form.schools)
    added = taking_part.add_participants(study, current_actor(), fields, form.lines)
    names = ", ".join(one.pseudonym for one in added)
    flash(ngettext("Added: %(names)s.", "Added: %(names)s.", len(added), names=names), "success")
    return go_to(url_for(".list_participants", study_id=study.id))


@blueprint.get("/participants/<int:participant_id>")
@requires(Permission.STUDY_READ, load=queries.get_participant)
def show_participant(participant: Participant) -> Response:
    study = participant.study
    names = look_at_names(study, [participant], current_actor()) if request.args.get("names") == "yes" else {}
    return render(
        "studies/participant.html",
        participant=participant,
        line=overview.lines_of(study, [participant])[0],
        name=names.get(participant.id, ""),
        with_name=request.args.get("names") == "yes",
        has_been_asked=queries.has_been_asked(participant),
        role=ROLES[participant.role],
    )


@blueprint.route("/participants/<int:participant_id>/edit", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=queries.get_participant)
def edit_participant(participant: Participant) -> Response:
    form = ParticipantForm(data=first_values(participant), schools=_schools_of(participant))
    if form.validate_on_submit():
        try:
            taking_part.edit_participant(participant, current_actor(), form.fields)
        except Refused as refused:
            form.add_error(refused.field, _reason(refused))
        else:
            flash(_("Saved."), "success")
            return go_to(url_for(".show_participant", participant_id=participant.id))
    status = 422 if form.errors else 200
    return render("studies/participant_form.html", status=status, form=form, participant=participant)


def _schools_of(participant: Participant) -> list[School]:
    """Those of the study, and the participant's own if one has left."""
    listed = list(queries.list_members(participant.study))
    return listed + [one for one in participant.schools if one not in listed]


def _reason(refused: Refused) -> str:
    reasons = {
        PseudonymTaken: _("Somebody in this study is called so already"),
        PseudonymTells: _("This pseudonym holds a part of the name, so it hides nobody"),
    }
    return reasons[type(refused)]


@blueprint.route("/participants/<int:participant_id>/remove", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=queries.get_participant)
def remove_participant(participant: Participant) -> Response:
    study_id, pseudonym = participant.study_id, participant.pseudonym
    if ConfirmForm().validate_on_submit():
        try:
            taking_part.remove_participant(participant, current_actor())
        except HasSpoken:
            raise refuse(409, _("They are in an interview, so they can withdraw but not be removed.")) from None
        flash(_("%(who)s is removed.", who=pseudonym), "success")
        return go_to(url_for(".list_participants", study_id=study_id))
    asked = queries.has_been_asked(participant)
    return render("studies/participant_remove.html", participant=participant, has_been_asked=asked)


@blueprint.route("/participants/<int:participant_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_HOLD, load=queries.get_participant)
def withdraw(participant: Participant) -> Response:
    """Says what happens, and does it at once."""
    form = WithdrawForm()
    if form.validate_on_submit():
        taking_part.withdraw(participant, current_actor(), forget_name=form.forget_name.data)
        flash(_("%(who)s has withdrawn. Their words are shown nowhere any more.", who=participant.pseudonym), "success")
        return go_to(url_for(".show_participant", participant_id=participant.id))
    n_interviews = queries.count_interviews_of(participant)
    return render("studies/participant_withdraw.html", participant=participant, form=form, n_interviews=n_interviews)


@blueprint.route("/participants/<int:participant_id>/readmit", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=queries.get_participant)
def readmit(participant: Participant) -> Response:
    """Undo a withdrawal that was a mistake; what they allow is asked anew."""
    if ConfirmForm().validate_on_submit():
        taking_part.take_up_again(participant, current_actor())
        flash(_("%(who)s is back. Ask them anew what they allow.", who=participant.pseudonym), "success")
        return go_to(url_for(".show_participant", participant_id=participant.id))
    return render("studies/participant_readmit.html", participant=participant)
