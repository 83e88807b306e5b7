"""Reads of interviews, of their notes and of participants' links."""

from collections.abc import Collection, Sequence

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.interviews.models import Interview, InterviewState, Note, NoteEvent, ParticipantLink, Speaker
from app.interviews.texts import Reply, Transcript
from app.people.models import Role
from app.people.queries import list_staff_of_partnership
from app.schools.models import CourseTeacher, Enrolment, Pupil
from app.studies.models import Study


def get_interview(interview_id: int) -> Interview:
    return db.get_or_404(Interview, interview_id)


def lock_interview(interview: Interview) -> None:
    """Read how far it is anew, and let nobody move it before this transaction ends: a withdrawal is never undone."""
    db.session.refresh(interview, ["state"], with_for_update=True)


def list_interviews(study: Study) -> Sequence[Interview]:
    """The study's interviews with their speakers, the newest first."""
    query = select(Interview).where(Interview.study_id == study.id).options(joinedload(Interview.interviewer))
    return db.session.scalars(query.order_by(Interview.id.desc())).all()


def list_silent_ids(study: Study) -> set[int]:
    """Participants who were interviewed, and every such interview is withdrawn."""
    query = select(Speaker.participant_id, Interview.state).join(Interview).where(Interview.study_id == study.id)
    states: dict[int, set[str]] = {}
    for participant_id, state in db.session.execute(query):
        states.setdefault(participant_id, set()).add(state)
    return {number for number, found in states.items() if found == {InterviewState.WITHDRAWN}}


def list_roles_of(partnership_id: int) -> list[Role]:
    """Roles for the partnership itself, by their holders' names."""
    return list_staff_of_partnership(partnership_id)


def teaches_pupils_of(person_id: int, school_ids: Collection[int]) -> bool:
    """True when the person teaches a course on which a pupil of one of these schools is or was."""
    taught = select(CourseTeacher.course_id).where(CourseTeacher.person_id == person_id)
    query = (
        select(Enrolment.id).join(Pupil).where(Enrolment.course_id.in_(taught), Pupil.home_school_id.in_(school_ids))
    )
    return db.session.scalar(query.limit(1)) is not None


def list_notes(interview: Interview) -> Sequence[Note]:
    """Notes with words, in the order of lines within each question; questions come as they were first noted."""
    query = select(Note).where(Note.interview_id == interview.id).order_by(Note.line, Note.id)
    return [one for one in db.session.scalars(query) if one.sealed_text]


def list_late(interview: Interview) -> Sequence[NoteEvent]:
    """What pages wrote that another had taken over from, and no page sent again: kept, and part of no note."""
    mine = NoteEvent.interview_id == interview.id
    in_time = select(NoteEvent.write_id).where(mine, NoteEvent.is_late.is_(False))
    query = select(NoteEvent).where(mine, NoteEvent.is_late, NoteEvent.write_id.not_in(in_time))
    return [one for one in db.session.scalars(query.order_by(NoteEvent.id)) if one.sealed_text]


def list_links(interview: Interview) -> Sequence[ParticipantLink]:
    """The newest first."""
    query = select(ParticipantLink).where(ParticipantLink.interview_id == interview.id)
    return db.session.scalars(query.order_by(ParticipantLink.id.desc())).all()


def find_link(fingerprint: str) -> ParticipantLink | None:
    return db.session.scalar(select(ParticipantLink).where(ParticipantLink.fingerprint == fingerprint))


def get_link(interview_id: int, link_id: int) -> ParticipantLink:
    """The interview's own link; 404 for another's."""
    link = db.get_or_404(ParticipantLink, link_id)
    if link.interview_id != interview_id:
        abort(404)
    return link


def list_replies(transcript: Transcript | None, participant_id: int | None = None) -> Sequence[Reply]:
    """What speakers asked for, of one speaker or of all, by place."""
    if transcript is None:
        return []
    query = select(Reply).where(Reply.transcript_id == transcript.id)
    if participant_id is not None:
        query = query.where(Reply.participant_id == participant_id)
    return db.session.scalars(query.order_by(Reply.start, Reply.id)).all()


def get_reply(reply_id: int) -> Reply:
    return db.get_or_404(Reply, reply_id)


def get_link_by_id(link_id: int) -> ParticipantLink:
    return db.get_or_404(ParticipantLink, link_id)
