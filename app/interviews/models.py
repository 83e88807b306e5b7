"""Tables of interviews, of who spoke in them, of notes, and of links to those who answer or check in writing.

Places in a text are Unicode code points counted from 0, the end not included.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Encrypted, UtcDateTime, now
from app.people.models import Person
from app.studies.models import Participant, Study, new_guid
from app.studies.scope import OfStudy


class InterviewKind(StrEnum):
    """How people are asked."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    WRITTEN = "written"
    TELEPHONE = "telephone"


class InterviewState(StrEnum):
    """How far an interview has come, in this order; withdrawn stands apart."""

    PLANNED = "planned"
    HELD = "held"
    DRAFTED = "drafted"
    RETURNED = "returned"
    APPROVED = "approved"
    CODED = "coded"
    WITHDRAWN = "withdrawn"


class LinkPurpose(StrEnum):
    """What a participant's link opens."""

    WRITE = "write"
    CHECK = "check"


class LinkState(StrEnum):
    """How far a participant's link has come."""

    WAITING = "waiting"
    OPENED = "opened"
    DONE = "done"
    EXPIRED = "expired"
    ENDED = "ended"


class Interview(OfStudy, Base):
    """One conversation, or one written answer, by one schedule."""

    __tablename__ = "interviews"
    __table_args__ = (
        CheckConstraint("kind in ('individual', 'group', 'written', 'telephone')", name="kind"),
        CheckConstraint(
            "state in ('planned', 'held', 'drafted', 'returned', 'approved', 'coded', 'withdrawn')", name="state"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36), unique=True, default=new_guid)
    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default=InterviewState.PLANNED)
    schedule_name: Mapped[str] = mapped_column(String(60))
    schedule_version: Mapped[str] = mapped_column(String(20))
    schedule_digest: Mapped[str] = mapped_column(String(64))
    wave_kind: Mapped[str] = mapped_column(String(10), default="")
    """Before, during, after or follow-up, seen from the programme; empty if that is not known."""
    interviewer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    planned_for: Mapped[date | None]
    held_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(120), default="")
    is_recorded: Mapped[bool] = mapped_column(default=False, server_default=false())
    conflict_note: Mapped[str] = mapped_column(String(500), default="")
    """How the interviewer, who works at a participant's school, keeps both parts apart."""
    has_second_adult: Mapped[bool] = mapped_column(default=False, server_default=false())
    script_was_read: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Pupils were told what happens if they speak of somebody being hurt."""
    read_back_on: Mapped[date | None]
    """When a whole group heard what was written of it, and agreed."""
    lease: Mapped[int] = mapped_column(default=0)
    """Counts the pages that were opened to take notes; the newest writes."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)

    study: Mapped[Study] = relationship()
    interviewer: Mapped[Person | None] = relationship()
    speakers: Mapped[list["Speaker"]] = relationship(
        back_populates="interview", cascade="all, delete-orphan", order_by="Speaker.key", lazy="selectin"
    )
    notes: Mapped[list["Note"]] = relationship(cascade="all, delete-orphan", order_by="Note.id")


class Speaker(Base):
    """A participant's part in an interview. `key` is the one key that stands for them on the page of a group."""

    __tablename__ = "speakers"
    __table_args__ = (UniqueConstraint("interview_id", "key"),)

    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    key: Mapped[str] = mapped_column(String(1))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When they said that what is written is what they said."""

    interview: Mapped[Interview] = relationship(back_populates="speakers")
    participant: Mapped[Participant] = relationship(lazy="joined")


class Note(Base):
    """What was noted under a question, as it stands now. Its journal is `NoteEvent`.

    A group has a line for each time that somebody speaks, counted from 1 within the question; everybody else
    has one note a question, line 0. What belongs to no question has line 0, too. A line without words is gone.
    """

    __tablename__ = "notes"
    __table_args__ = (Index(None, "interview_id", "question_id", "line", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(60), default="")
    """Empty for what belongs to no question."""
    line: Mapped[int] = mapped_column(default=0, server_default="0")
    speaker_key: Mapped[str] = mapped_column(String(1), default="")
    """Empty where nobody in particular said it."""
    sealed_text: Mapped[str] = mapped_column(Encrypted("notes.text"))
    n_agree: Mapped[int] = mapped_column(default=0)
    """How many others of a group nodded."""
    lease: Mapped[int] = mapped_column(default=0)
    seq: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class NoteEvent(Base):
    """One write of a note as it came in; rows are never changed. The same write id twice is the same write.

    What came late, and was sent again by the page that writes now, is there in time beside it.
    """

    __tablename__ = "note_events"
    __table_args__ = (UniqueConstraint("interview_id", "write_id", "is_late"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(60))
    line: Mapped[int] = mapped_column(default=0, server_default="0")
    speaker_key: Mapped[str] = mapped_column(String(1))
    sealed_text: Mapped[str] = mapped_column(Encrypted("note_events.text"))
    n_agree: Mapped[int] = mapped_column(default=0)
    lease: Mapped[int]
    seq: Mapped[int]
    write_id: Mapped[str] = mapped_column(String(40))
    is_late: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It came from a page that another page had taken over from, and changed nothing."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    """None for a participant who wrote by link."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ParticipantLink(OfStudy, Base):
    """A link for one participant, to answer in writing or to check what was written down. A fingerprint is kept."""

    __tablename__ = "participant_links"
    belongs_to = "interview"
    __table_args__ = (CheckConstraint("purpose in ('write', 'check')", name="purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was taken back, or another took its place."""

    interview: Mapped[Interview] = relationship()
    participant: Mapped[Participant] = relationship()

    @property
    def state(self) -> LinkState:
        if self.ended_at is not None:
            return LinkState.ENDED
        if self.done_at is not None:
            return LinkState.DONE
        if self.expires_at <= now():
            return LinkState.EXPIRED
        return LinkState.OPENED if self.opened_at is not None else LinkState.WAITING
