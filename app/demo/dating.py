"""When things of the demo's study happened: one after another, before today, around the days that its files tell.

Everything is made in one moment; here each row gets the moment that its place in the study's course gives it. The log
of who did what keeps the moment in which it was done.
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from app.coding.findings import Finding
from app.coding.models import CoderProgress, Coding, CodingStep, Memo, Summary, Theme
from app.db import db
from app.demo.study import Stage
from app.demo.survey import school_day
from app.interviews import queries
from app.interviews.models import Interview, InterviewKind, InterviewState, NoteEvent, ParticipantLink
from app.interviews.texts import HiddenName, Reply, TextEdit, Transcript
from app.studies.models import SchoolAsk, SchoolPermission

WEEK = timedelta(days=7)
OPEN_FOR = timedelta(days=30)
"""How long a participant's link is good for."""


class Clock:
    """Moments of school days, each later than the one before, none after `last`."""

    def __init__(self, last: date) -> None:
        self.last = last
        self.moment = datetime.min.replace(tzinfo=UTC)

    def on(self, day: date, days: int = 0) -> datetime:
        """So many days after a day, at nine in the morning, or a little after what was before."""
        morning = datetime.combine(min(school_day(day + timedelta(days=days)), self.last), time(9), UTC)
        self.moment = max(morning, self.then(10))
        return self.moment

    def then(self, minutes: int = 2) -> datetime:
        """A little later."""
        if self.moment.year > 1:
            self.moment += timedelta(minutes=minutes)
        return self.moment


def date_all(stage: Stage) -> None:
    """Put the study's records in the order in which they came about."""
    db.session.flush()
    last = _school_day_before(stage.today)
    _date_beginning(stage, Clock(last))
    clocks = [(one, _date_interview(one, last)) for one in stage.transcripts.values()]
    _date_planned(stage, last)
    _date_analysis(stage, clocks, last)
    db.session.flush()


def _school_day_before(day: date) -> date:
    before = day - timedelta(days=1)
    return before - timedelta(days=max(0, before.weekday() - 4))


def _date_beginning(stage: Stage, clock: Clock) -> None:
    """Schools are asked and say yes; people are written down, and say yes in their turn."""
    study = stage.study
    permissions = db.session.scalars(select(SchoolPermission).where(SchoolPermission.study_id == study.id)).all()
    began = min(one.given_on for one in permissions) - WEEK
    study.created_at = clock.on(began)
    for ask in db.session.scalars(select(SchoolAsk).where(SchoolAsk.study_id == study.id)):
        ask.asked_at = clock.then()
    for permission in permissions:
        permission.recorded_at = Clock(clock.last).on(permission.given_on)
    for person in stage.people.values():
        person.created_at = clock.then()
        for word in person.consents:
            word.recorded_at = Clock(clock.last).on(word.given_on)
    for hidden in db.session.scalars(select(HiddenName).where(HiddenName.study_id == study.id)):
        hidden.created_at = clock.then()


def _date_interview(transcript: Transcript, last: date) -> Clock:
    """Planned, held, written down, sent back and approved."""
    interview, clock = transcript.interview, Clock(last)
    day = interview.held_on or last
    interview.created_at = clock.on(day - WEEK)
    links = sorted(queries.list_links(interview), key=lambda one: one.id)
    if interview.kind == InterviewKind.WRITTEN:
        _date_written(interview, links.pop(0), clock)
    transcript.created_at = interview.updated_at = clock.on(day, 1)
    if interview.kind == InterviewKind.GROUP:
        interview.read_back_on = clock.on(day, 1).date()
    if interview.state == InterviewState.RETURNED:
        day = last - WEEK  # whoever is still waited for was sent the words not long ago
    for number, link in enumerate(links):
        _date_check(transcript, link, clock, day + timedelta(days=2 + 3 * number))
    for speaker in interview.speakers:
        speaker.approved_at = speaker.approved_at and clock.moment
    interview.updated_at = clock.moment
    return clock


def _date_written(interview: Interview, link: ParticipantLink, clock: Clock) -> None:
    """Asked, agreed and answered by link on the day that the file tells."""
    link.made_at = clock.then()
    link.expires_at = link.made_at + OPEN_FOR
    link.opened_at = clock.on(interview.held_on or clock.last)
    for word in link.participant.consents:
        word.given_on, word.recorded_at = link.opened_at.date(), link.opened_at
    events = db.session.scalars(select(NoteEvent).where(NoteEvent.interview_id == interview.id)).all()
    for event in events:
        event.at = clock.then()
    for note in interview.notes:
        note.updated_at = clock.moment
    link.done_at = clock.then()
    link.ended_at = link.ended_at and link.done_at


def _date_check(transcript: Transcript, link: ParticipantLink, clock: Clock, day: date) -> None:
    """A link to check the words: made, opened, done; what was asked for there is answered after it."""
    link.made_at = clock.on(day)
    link.expires_at = link.made_at + OPEN_FOR
    link.opened_at = link.opened_at and clock.on(day, 1)
    link.done_at = link.done_at and clock.then()
    if link.ended_at is not None:
        _date_changes(transcript, clock)
        link.ended_at = clock.then()


def _date_changes(transcript: Transcript, clock: Clock) -> None:
    """Edits of one correction keep one moment in common, for by it they are found together."""
    replies = db.session.scalars(select(Reply).where(Reply.transcript_id == transcript.id)).all()
    for reply in replies:
        reply.at = clock.then()
    edits = db.session.scalars(select(TextEdit).where(TextEdit.transcript_id == transcript.id)).all()
    moments = {moment: clock.then() for moment in sorted({one.at for one in edits})}
    for edit in edits:
        edit.undoes_at = moments.get(edit.undoes_at) if edit.undoes_at else None
        edit.at = moments[edit.at]
    for reply in replies:
        reply.done_at = reply.done_at and clock.moment


def _date_planned(stage: Stage, last: date) -> None:
    """What is still to come was planned the last school day."""
    query = select(Interview).where(Interview.study_id == stage.study.id, Interview.state == InterviewState.PLANNED)
    for interview in db.session.scalars(query):
        interview.created_at = interview.updated_at = Clock(last).on(last)


def _date_analysis(stage: Stage, clocks: list[tuple[Transcript, Clock]], last: date) -> None:
    """The code book after the first talk was approved, codings after each, then memos, the grid, findings."""
    book = Clock(last)
    book.on(min(clock.moment for _one, clock in clocks).date(), 1)
    for theme in db.session.scalars(select(Theme).where(Theme.study_id == stage.study.id).order_by(Theme.id)):
        theme.created_at = book.then()
    coded = [_date_codings(transcript, clock, book.moment) for transcript, clock in clocks]
    end = Clock(last)
    end.moment = max(coded)
    for memo in db.session.scalars(select(Memo).where(Memo.study_id == stage.study.id).order_by(Memo.id)):
        memo.created_at = memo.updated_at = end.then()
    people = [one.id for one in stage.people.values()]
    for summary in db.session.scalars(select(Summary).where(Summary.participant_id.in_(people)).order_by(Summary.id)):
        summary.updated_at = end.then()
    for finding in db.session.scalars(select(Finding).where(Finding.study_id == stage.study.id).order_by(Finding.id)):
        finding.created_at = finding.updated_at = end.then()
        finding.shared_at = finding.shared_at and end.then()
    for person in stage.people.values():
        person.withdrawn_at = person.withdrawn_at and end.then()
        for word in person.consents:
            word.withdrawn_at = word.withdrawn_at and end.moment


def _date_codings(transcript: Transcript, clock: Clock, book: datetime) -> datetime:
    """Both coders begin when the words are approved, and there is a code book; the moment in which they are done."""
    clock.moment = max(clock.moment, book)
    started = clock.on(clock.moment.date(), 1)
    codings = db.session.scalars(select(Coding).where(Coding.transcript_id == transcript.id).order_by(Coding.id)).all()
    moments = {one.id: clock.then() for one in codings}
    for coding in codings:
        coding.created_at = coding.updated_at = moments[coding.id]
    for step in db.session.scalars(select(CodingStep).where(CodingStep.transcript_id == transcript.id)):
        step.at = moments[step.coding_id]
    for part in db.session.scalars(select(CoderProgress).where(CoderProgress.transcript_id == transcript.id)):
        part.started_at, part.finished_at = started, part.finished_at and clock.then()
    if transcript.interview.state == InterviewState.CODED:
        transcript.interview.updated_at = clock.moment
    return clock.moment
