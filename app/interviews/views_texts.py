"""Pages of a transcript on its way in: choose the file, say who speaks, say what is asked, store."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from app.interviews import blueprint, queries, text_actions, text_matching, text_queries, text_storing, text_uploads
from app.interviews.anchored import count_anchored
from app.interviews.held import TranscriptUpload
from app.interviews.models import Interview
from app.interviews.speaking import Speaking
from app.interviews.text_forms import FileForm, PressForm, asked_in, chosen_in, questions_form, speakers_form
from app.policy import Permission
from app.studies.naming import look_at_names
from app.transcripts.model import FORMS
from app.transcripts.model import Transcript as Found
from app.transcripts.reading import MOST_BYTES
from app.transcripts.refusals import TranscriptRefused
from app.web.errors import refuse
from app.web.guard import current_actor, requires, takes_files
from app.web.htmx import go_to, render
from app.web.languages import _

SHOWN = 12  # turns of a file on its first page, and labels and questions on one page: a person looks at each
MOST_LABELS = 60
MOST_ASKED = 100


@blueprint.get("/interviews/<int:interview_id>/transcript/file")
@requires(Permission.TRANSCRIPT_RAW, load=queries.get_interview)
def choose_transcript_file(interview: Interview) -> Response:
    _refuse_withdrawn(interview)
    return _file_page(interview, FileForm(formdata=None))


@blueprint.post("/interviews/<int:interview_id>/transcript/file")
@takes_files(megabytes=MOST_BYTES // 1024 // 1024 + 1)
@requires(Permission.TRANSCRIPT_RAW, load=queries.get_interview)
def upload_transcript(interview: Interview) -> Response:
    _refuse_withdrawn(interview)
    form = FileForm()
    if not form.validate_on_submit():
        return _file_page(interview, form)
    sent = form.file.data
    try:
        held = text_uploads.upload(interview, current_actor(), file_name=sent.filename or "", data=sent.read())
    except TranscriptRefused as refused:
        form.add_error("file", _(str(refused)))
        return _file_page(interview, form)
    except text_uploads.NobodyLeft:
        raise refuse(409, _("It was withdrawn, or everybody who spoke in it has. Nothing was kept.")) from None
    return go_to(url_for(".choose_speakers", upload_id=held.id))


def _refuse_withdrawn(interview: Interview) -> None:
    if Speaking(interview).is_withdrawn:
        raise refuse(409, _("This interview is withdrawn. Nothing of it is read, quoted or exported."))


def _file_page(interview: Interview, form: FileForm) -> Response:
    earlier = text_queries.find_transcript_of(interview)
    return render(
        "interviews/transcript_file.html",
        status=422 if form.errors else 200,
        interview=interview,
        form=form,
        earlier=earlier,
        is_coded=earlier is not None and count_anchored(earlier) > 0,
    )


def with_found(view: Callable[[TranscriptUpload, Found], Any]) -> Callable[[TranscriptUpload], Any]:
    """Hand the view what was read; an upload that is over leads to the interview's transcript."""

    @wraps(view)
    def opened(held: TranscriptUpload) -> Any:
        _refuse_withdrawn(held.interview)
        try:
            found = text_uploads.open_upload(held)
        except text_uploads.FileGone:
            return _gone(held)
        return view(held, found)

    return opened


def _gone(held: TranscriptUpload) -> Any:
    flash(_("The file is no longer held: it was stored, thrown away, or a day old."), "warning")
    return go_to(url_for(".show_transcript", interview_id=held.interview_id))


@blueprint.route("/transcript-files/<int:upload_id>/speakers", methods=["GET", "POST"])
@requires(Permission.TRANSCRIPT_RAW, load=text_queries.get_upload)
@with_found
def choose_speakers(held: TranscriptUpload, found: Found) -> Response:
    """What was understood of the file, and who its labels are."""
    interview, speaking = held.interview, Speaking(held.interview)
    people = [one.participant for one in interview.speakers]
    names = look_at_names(interview.study, people, current_actor())
    labels = text_uploads.labels_of(found)
    proposals = text_matching.propose_speakers(interview, labels, names)
    before = text_uploads.chosen_speakers(held, len(labels)) or [one.value for one in proposals]
    shown = sorted(range(len(labels)), key=lambda at: -labels[at].n_turns)[:MOST_LABELS]
    shown.sort()
    form = speakers_form(
        [labels[at].name or _("Turns without a name") for at in shown],
        text_matching.choices_of(interview, names),
        [before[at] for at in shown],
    )
    if form.validate_on_submit():
        chosen = ["" for _label in labels]
        for at, value in zip(shown, chosen_in(form, len(shown)), strict=True):
            chosen[at] = value
        text_uploads.choose_speakers(held, chosen)
        return go_to(url_for(".choose_questions", upload_id=held.id))
    return render(
        "interviews/transcript_speakers.html",
        status=422 if form.errors else 200,
        held=held,
        interview=interview,
        form=form,
        found=found,
        words=text_matching.readable_words(found, labels, before, speaking),
        set_aside=found.layout.set_aside if speaking.is_open(None) else (),
        layout=_(FORMS[found.layout.form]),
        proposals=[proposals[at] for at in shown],
        n_more=len(labels) - len(shown),
        shown=SHOWN,
    )


@blueprint.route("/transcript-files/<int:upload_id>/questions", methods=["GET", "POST"])
@requires(Permission.TRANSCRIPT_RAW, load=text_queries.get_upload)
@with_found
def choose_questions(held: TranscriptUpload, found: Found) -> Response:
    """Which turns ask which question; then all of it is stored."""
    labels = text_uploads.labels_of(found)
    chosen = text_uploads.chosen_speakers(held, len(labels))
    if chosen is None:
        return go_to(url_for(".choose_speakers", upload_id=held.id))  # type: ignore[return-value]
    schedule = text_queries.schedule_of(held.interview)
    matches = text_matching.propose_questions(found, labels, chosen, schedule) if schedule else ()
    turns = text_matching.turns_to_show(found, labels, chosen, matches, most=MOST_ASKED)
    form = questions_form(turns, schedule, {match.turn: match.question for match in matches})
    earlier = text_queries.find_transcript_of(held.interview)
    if form.validate_on_submit():
        return _store(held, found, asked_in(form, turns))
    return render(
        "interviews/transcript_questions.html",
        status=422 if form.errors else 200,
        held=held,
        interview=held.interview,
        form=form,
        found=found,
        rows=text_matching.rows_of(found, turns, matches),
        earlier=earlier,
        is_coded=earlier is not None and count_anchored(earlier) > 0,
    )


def _store(held: TranscriptUpload, found: Found, asked: dict[int, str]) -> Any:
    interview_id = held.interview_id
    try:
        text_storing.confirm(held, current_actor(), found, asked)
    except text_uploads.FileGone:
        return _gone(held)
    except text_actions.Coded:
        flash(_("Passages of the present transcript are coded, so it stays. Nothing was stored."), "warning")
    else:
        flash(_("The transcript is stored. Next: hide the names in it."), "success")
    return go_to(url_for(".show_transcript", interview_id=interview_id))


@blueprint.post("/transcript-files/<int:upload_id>/removal")
@requires(Permission.TRANSCRIPT_RAW, load=text_queries.get_upload)
def discard_transcript(held: TranscriptUpload) -> Response:
    if not PressForm().validate_on_submit():
        abort(400)
    interview_id = held.interview_id
    text_uploads.discard(held, current_actor())
    flash(_("The file is deleted. Nothing was stored."), "success")
    return go_to(url_for(".show_transcript", interview_id=interview_id))  # type: ignore[return-value]


@blueprint.post("/interviews/<int:interview_id>/transcript/notes")
@requires(Permission.TRANSCRIPT_RAW, load=queries.get_interview)
def store_notes(interview: Interview) -> Response:
    """A transcript made of what was noted, or of what people wrote themselves."""
    _refuse_withdrawn(interview)
    if not PressForm().validate_on_submit():
        abort(400)
    try:
        text_actions.store_notes(interview, current_actor())
    except text_actions.NoWords:
        flash(_("Nothing is noted yet."), "warning")
    except text_actions.Coded:
        flash(_("Passages of the present transcript are coded, so it stays."), "warning")
    else:
        flash(
            _("The transcript is made of the notes. Read it through: notes are not always the very words."), "success"
        )
    return go_to(url_for(".show_transcript", interview_id=interview.id))  # type: ignore[return-value]
