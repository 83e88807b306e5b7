"""Who codes a transcript: finishing, going on, and coding blind."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.coding import blueprint, queries, rounds
from app.db import SAFE_METHODS
from app.interviews.texts import Transcript
from app.policy import Permission
from app.web.errors import refuse
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _


@blueprint.post("/transcripts/<int:transcript_id>/coding/state")
@requires(Permission.CODING_DO, load=queries.get_transcript)
def finish_coding(transcript: Transcript) -> Response:
    """Finish, or go on."""
    try:
        if request.form.get("state") == "open":
            rounds.go_on(transcript, current_actor())
        else:
            rounds.finish(transcript, current_actor())
            flash(_("You have finished. You can still go on until everybody has."), "success")
    except rounds.RoundOver:
        raise refuse(409, _("Everybody has finished, and each has seen the others' codings since.")) from None
    return go_to(url_for(".show_coding_page", transcript_id=transcript.id))


@blueprint.route("/transcripts/<int:transcript_id>/coding/blind", methods=["GET", "POST"])
@requires(Permission.STUDY_EDIT, load=queries.get_transcript)
def code_blind(transcript: Transcript) -> Response:
    """Choose who codes without seeing the others; or end it before all have finished."""
    if request.method in SAFE_METHODS:
        return _blind_page(transcript)
    if request.form.get("end"):
        rounds.end_blind(transcript, current_actor())
        flash(_("Everybody sees everybody's codings now."), "success")
        return go_to(url_for(".show_coding_page", transcript_id=transcript.id))
    chosen = [number for number in map(whole, request.form.getlist("coders")) if number is not None]
    try:
        rounds.begin_blind(transcript, current_actor(), chosen)
    except rounds.TooFewCoders:
        return _blind_page(transcript, mistake=_("Choose two people or more"))
    flash(_("From now on each of them sees their own codings only, until all have finished."), "success")
    return go_to(url_for(".show_coding_page", transcript_id=transcript.id))


def _blind_page(transcript: Transcript, *, mistake: str = "") -> Response:
    people = rounds.list_people(transcript.interview.study)
    return render(
        "coding/blind.html",
        status=422 if mistake else 200,
        transcript=transcript,
        people=people,
        informed=[one.name for one in rounds.list_informed(transcript, people)],
        standing=rounds.standing_of(transcript, current_actor().id),
        mistake=mistake,
    )
