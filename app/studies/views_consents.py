"""Pages of consent: note what somebody allows, a carer's no, and its being taken back."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from app.policy import Permission
from app.studies import blueprint, queries, taking_part
from app.studies.forms_people import ConfirmForm, ConsentForm, PaperForm
from app.studies.models import Consent, ConsentKind, Participant
from app.web.errors import refuse
from app.web.filters import today
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _


@blueprint.route("/participants/<int:participant_id>/consents/new", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_HOLD, load=queries.get_participant)
def record_consent(participant: Participant) -> Response:
    if participant.withdrawn_at is not None:
        raise refuse(409, _("They have withdrawn. Undo the withdrawal first, if it was a mistake."))
    form = ConsentForm(data=_begin(participant))
    if participant.is_pupil:
        del form.to_be_named
    if form.validate_on_submit():
        taking_part.record_word(participant, current_actor(), form.word)
        flash(_("What %(who)s allows is recorded.", who=participant.pseudonym), "success")
        return _back(participant)
    status = 422 if form.errors else 200
    return render("studies/consent_form.html", status=status, form=form, participant=participant)


@blueprint.route("/participants/<int:participant_id>/opt-out", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_HOLD, load=queries.get_participant)
def record_opt_out(participant: Participant) -> Response:
    """A carer's no; adults speak for themselves."""
    if not participant.is_pupil:
        abort(404)
    form = PaperForm(data=_begin(participant))
    if form.validate_on_submit():
        taking_part.record_opt_out(participant, current_actor(), given_on=form.day, sheet_version=form.sheet)
        flash(_("The carer's no is recorded. It holds from now on."), "success")
        return _back(participant)
    return render("studies/opt_out.html", status=422 if form.errors else 200, form=form, participant=participant)


@blueprint.route("/consents/<int:consent_id>/end", methods=["GET", "POST"])
@requires(Permission.INTERVIEW_HOLD, load=queries.get_consent)
def take_back_opt_out(consent: Consent) -> Response:
    """The carer no longer says no."""
    if consent.kind != ConsentKind.OPT_OUT or consent.withdrawn_at is not None:
        abort(404)
    if ConfirmForm().validate_on_submit():
        taking_part.take_back_opt_out(consent, current_actor())
        flash(_("The carer's no is taken back. The pupil's own word holds again."), "success")
        return _back(consent.participant)
    return render("studies/opt_out_end.html", consent=consent)


def _begin(participant: Participant) -> dict[str, object]:
    return {"given_on": today(), "sheet_version": participant.study.sheet_version}


def _back(participant: Participant) -> Response:
    return go_to(url_for(".show_participant", participant_id=participant.id))
