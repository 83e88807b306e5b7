"""Pages of corrections: put the words of a turn right, and take the last correction back."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from app.interviews import blueprint, corrections, queries, text_queries
from app.interviews.models import Interview
from app.interviews.reading import reading_of
from app.interviews.text_forms import PressForm, WordsForm
from app.interviews.text_page import who_speaks
from app.interviews.texts import Turn
from app.interviews.views_transcript import note_look
from app.policy import Permission
from app.transcripts.refusals import TranscriptRefused
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _


@blueprint.route("/turns/<int:turn_id>/words", methods=["GET", "POST"])
@requires(Permission.TRANSCRIPT_RAW, load=text_queries.get_turn)
def correct_turn(turn: Turn) -> Response:
    """What was said, with its names, to be put right."""
    reading = reading_of(turn.transcript_id)
    if not reading.is_open(turn):
        abort(404)
    words = reading.raw.passage(turn.start, turn.end)
    form = WordsForm(data={"words": words, "version": str(reading.transcript.version)})
    if form.validate_on_submit() and _correct(form, turn, reading.transcript.version):
        return go_to(url_for(".show_transcript", interview_id=reading.interview.id) + f"#turn-{turn.id}")
    note_look(reading.interview)
    return render(
        "interviews/turn_words.html",
        status=422 if form.errors else 200,
        form=form,
        turn=turn,
        interview=reading.interview,
        who=who_speaks(turn),
    )


def _correct(form: WordsForm, turn: Turn, version: int) -> bool:
    if form.version.data != str(version):
        form.add_error("words", _("Somebody changed the transcript meanwhile. Open the turn again"))
        return False
    try:
        n = corrections.correct_turn(turn, current_actor(), form.words.data or "")
    except TranscriptRefused as refused:
        form.words.data = "".join(sign for sign in form.words.data or "" if sign.isprintable() or sign == "\n")
        form.add_error("words", _(str(refused)))
        return False
    except corrections.NoWords:
        form.add_error("words", _("Enter what was said"))
        return False
    flash(_("Corrected. Codings stay on their words.") if n else _("Nothing changed."), "success")
    return True


@blueprint.route("/interviews/<int:interview_id>/transcript/corrections", methods=["GET", "POST"])
@requires(Permission.TRANSCRIPT_RAW, load=queries.get_interview)
def undo_correction(interview: Interview) -> Response:
    """The last correction, word for word, and a button that takes it back."""
    transcript = text_queries.find_transcript_of(interview)
    if transcript is None:
        abort(404)
    if PressForm().validate_on_submit():
        try:
            corrections.undo_last(text_queries.lock_transcript(transcript.id), current_actor())
            flash(_("The correction is taken back."), "success")
        except corrections.NothingToUndo:
            flash(_("There is no correction to take back."), "warning")
        return go_to(url_for(".show_transcript", interview_id=interview.id))  # type: ignore[return-value]
    edits = reading_of(transcript.id).open_edits(corrections.last_correction(transcript.id))
    if edits:
        note_look(interview)
    return render("interviews/corrections.html", interview=interview, edits=edits)
