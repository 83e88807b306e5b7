"""Pages of a stored transcript: read it at three levels, change whose a turn is and what it answers."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.audit.actions import record_seen
from app.interviews import blueprint, queries, text_actions, text_queries
from app.interviews.anchored import count_anchored
from app.interviews.models import Interview
from app.interviews.reading import reading_of
from app.interviews.text_forms import TurnForm
from app.interviews.text_matching import INTERVIEWER, choices_of
from app.interviews.text_page import Level, text_page, who_speaks
from app.interviews.texts import Turn
from app.policy import Permission
from app.studies.naming import look_at_names
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _

LOOK = "read transcript"


@blueprint.get("/interviews/<int:interview_id>/transcript")
@requires(Permission.STUDY_READ, load=queries.get_interview)
def show_transcript(interview: Interview) -> Response:
    """The words with names hidden, as researchers read them; or how a transcript comes to be."""
    return _page(interview, Level.REDACTED)


@blueprint.get("/interviews/<int:interview_id>/transcript/shareable")
@requires(Permission.STUDY_READ, load=queries.get_interview)
def show_shareable_transcript(interview: Interview) -> Response:
    """Only what may go further."""
    return _page(interview, Level.SHAREABLE)


@blueprint.get("/interviews/<int:interview_id>/transcript/raw")
@requires(Permission.TRANSCRIPT_RAW, load=queries.get_interview)
def show_raw_transcript(interview: Interview) -> Response:
    """What was said with its names, noted at the schools of those who spoke."""
    return _page(interview, Level.RAW)


def _page(interview: Interview, level: Level) -> Response:
    transcript = text_queries.find_transcript_of(interview)
    if transcript is None:
        return render("interviews/transcript_none.html", interview=interview, n_notes=len(interview.notes))
    if level == Level.RAW:
        note_look(interview)
    shown = text_page(reading_of(transcript.id), level, whole(request.args.get("page")) or 1)
    return render(
        "interviews/transcript.html",
        interview=interview,
        transcript=transcript,
        level=level,
        shown=shown,
        is_coded=count_anchored(transcript) > 0,
    )


def note_look(interview: Interview) -> None:
    """Note that somebody reads names in what was said, at each school of those who spoke."""
    schools: set[int | None] = {school.id for one in interview.speakers for school in one.participant.schools}
    for school_id in schools or {None}:
        record_seen(
            LOOK,
            person_id=current_actor().id,
            school_id=school_id,
            study_id=interview.study_id,
            interview_id=interview.id,
        )


@blueprint.route("/turns/<int:turn_id>", methods=["GET", "POST"])
@requires(Permission.TRANSCRIPT_RAW, load=text_queries.get_turn)
def edit_turn(turn: Turn) -> Response:
    """Whose a turn is, and which question it is under."""
    reading = reading_of(turn.transcript_id)
    interview = reading.interview
    names = look_at_names(interview.study, [one.participant for one in interview.speakers], current_actor())
    speaker = INTERVIEWER if turn.is_interviewer else str(turn.participant_id or "")
    form = TurnForm(
        people=choices_of(interview, names),
        schedule=text_queries.schedule_of(interview),
        data={"speaker": speaker, "question_id": turn.question_id},
    )
    if form.validate_on_submit():
        text_actions.change_turn(
            turn,
            current_actor(),
            speaker=form.speaker.data,
            question_id=form.question_id.data,
            and_on=form.and_on.data,
        )
        flash(_("Saved."), "success")
        return go_to(url_for(".show_transcript", interview_id=interview.id) + f"#turn-{turn.id}")
    return render(
        "interviews/turn.html",
        status=422 if form.errors else 200,
        form=form,
        turn=turn,
        interview=interview,
        who=who_speaks(turn),
        words=reading.redacted.passage(turn.start, turn.end),
    )
