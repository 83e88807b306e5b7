"""The demo's interviews: planned, held, written down from their files, checked by those who spoke."""

import json
from collections.abc import Mapping

from app.db import db, now
from app.demo.study import FOLDER, Stage, person, scopes, told
from app.instruments.model import Instrument
from app.interviews import checking, corrections, links, notes, planning, queries, states, text_actions
from app.interviews.held import TranscriptUpload
from app.interviews.models import Interview, InterviewState, ParticipantLink
from app.interviews.text_matching import propose_questions, propose_speakers
from app.interviews.text_storing import draft_of
from app.interviews.text_uploads import labels_of
from app.interviews.texts import Transcript
from app.policy import Actor
from app.studies.schedules import list_ours
from app.transcripts.understanding import understand

Row = Mapping[str, str]
PLANNED, WRITTEN, READ_BACK = "planned", "written", "read back"


def hold_all(stage: Stage) -> None:
    """Every interview as far as its file says that it has come."""
    for row in told("study")["talks"]:
        interview = _plan(stage, row)
        if row["ends"] == WRITTEN:
            stage.transcripts[row["file"]] = _write(stage, interview, row)
        elif row["ends"] != PLANNED:
            stage.transcripts[row["file"]] = _hold(stage, interview, row)


def _plan(stage: Stage, row: Row) -> Interview:
    plan = planning.Plan(
        kind=row["kind"],
        title=row["title"],
        schedule=_schedule(row),
        participants=[stage.people[key] for key in row["who"].split()],
        interviewer=person(row["by"]),
        wave_kind="during" if int(row["day"]) < -7 else "after",
        planned_for=stage.day(row["day"]),
        place=row.get("place", ""),
        is_recorded="records" in row,
        conflict_note=row.get("conflict", ""),
    )
    return planning.plan_interview(stage.study, stage.actor(row["by"]), plan)


def _schedule(row: Row) -> Instrument:
    return next(one for one in list_ours() if one.name == row["schedule"])


def _hold(stage: Stage, interview: Interview, row: Row) -> Transcript:
    asks, are_pupils = stage.actor(row["by"]), states.has_pupils(interview)
    states.hold(interview, asks, states.Held(stage.day(row["day"]), are_pupils, are_pupils))
    transcript = text_actions.store(interview, asks, _draft(interview, row))
    if row["ends"] == READ_BACK:
        states.read_back(interview, asks, stage.day(row["day"]))
        return transcript
    link = _send(interview, asks)
    states.advance(interview, asks, InterviewState.RETURNED)
    if row["ends"] == "changed":
        _change(transcript, link, asks)
        link = _send(interview, asks)
    links.open_link(link)
    if row["ends"] != "waits":
        links.agree(link)
    return transcript


def _draft(interview: Interview, row: Row) -> text_actions.Draft:
    """The file as our own reader and our own proposals understand it."""
    name = f"{row['file']}.txt"
    found = understand("txt", (FOLDER / name).read_bytes())
    labels = labels_of(found)
    chosen = [one.value for one in propose_speakers(interview, labels, {})]
    held = TranscriptUpload(interview=interview, file_name=name, sealed_choices=json.dumps(chosen))
    asked = propose_questions(found, labels, chosen, _schedule(row))
    return draft_of(held, found, {one.turn: one.question for one in asked})


def _send(interview: Interview, asks: Actor) -> ParticipantLink:
    """A new link for the one who spoke."""
    links.make_link(interview, interview.speakers[0].participant, asks)
    return queries.list_links(interview)[0]


def _change(transcript: Transcript, link: ParticipantLink, asks: Actor) -> None:
    """The speaker strikes one sentence and puts another differently; both are done."""
    wanted = told("study")
    places = {
        transcript.sealed_text[one.start : one.end]: f"{one.start}-{one.end}"
        for turn in checking.turns_for(link)
        for one in turn.pieces
    }
    strike, correct = places[wanted["strike"]], places[wanted["correct"]["was"]]
    form = {
        "version": str(transcript.version),
        f"strike:{strike}": "yes",
        f"correct:{correct}": wanted["correct"]["now"],
    }
    replies = checking.replies_in(link, form)
    links.open_link(link)
    links.ask_for_changes(link, replies)
    for reply in replies:
        corrections.answer_reply(reply, asks, do_it=True)


def _write(stage: Stage, interview: Interview, row: Row) -> Transcript:
    """Consent and answers come by the link that the participant was sent."""
    asks, link = stage.actor(row["by"]), _send(interview, stage.actor(row["by"]))
    allows = next(one["allows"] for one in told("study")["people"] if one["key"] == row["who"])
    links.give_consent(link, scopes(allows))
    for number, (question_id, words) in enumerate(told(row["file"]).items(), start=1):
        write = notes.Write(question_id=question_id, text=words, lease=interview.lease, seq=number)
        notes.weigh(db.session.connection(), interview.id, write, now())
    links.send_answers(link)
    db.session.refresh(interview)
    interview.held_on = stage.day(row["day"])
    transcript = text_actions.store_notes(interview, asks)
    link = _send(interview, asks)
    states.advance(interview, asks, InterviewState.RETURNED)
    links.agree(link)
    return transcript
