"""Tables of transcripts: the words as they were said, whose they are, what hides names in them, and what was corrected.

Places are Unicode code points of `Transcript.sealed_text` counted from 0, the end not included.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Encrypted, UtcDateTime, now
from app.interviews.models import Interview
from app.studies.models import Participant, Study, new_guid
from app.studies.scope import OfStudy

TURN_GAP = "\n\n"
"""What stands between two turns in the text. Who speaks is told by the turn, and not by the text."""


class Transcript(OfStudy, Base):
    """The words of an interview: the turns, one after another, with a gap between.

    The text is Unicode with lines ended by LF, without a byte order mark and without what is illegal in XML 1.0.
    """

    __tablename__ = "transcripts"
    belongs_to = "interview"
    __table_args__ = (CheckConstraint("source in ('file', 'notes', 'written')", name="source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36), unique=True, default=new_guid)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), unique=True)
    source: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    layout: Mapped[str] = mapped_column(String(40), default="")
    sealed_text: Mapped[str] = mapped_column(Encrypted("transcripts.text"), deferred=True)
    n_characters: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes of text, turns and names. Codings count their own, or each would write the whole text anew."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    interview: Mapped[Interview] = relationship()
    turns: Mapped[list["Turn"]] = relationship(
        back_populates="transcript", cascade="all, delete-orphan", order_by="Turn.position"
    )
    replacements: Mapped[list["Replacement"]] = relationship(cascade="all, delete-orphan", order_by="Replacement.start")
    asked: Mapped[list["Reply"]] = relationship(
        primaryjoin="and_(Reply.transcript_id == Transcript.id, Reply.state == 'asked')", viewonly=True
    )
    """What speakers want changed and nobody has answered yet: those words are not approved."""


class Turn(OfStudy, Base):
    """One speaker's stretch. `start` to `end` holds the words; the speaker's label is no part of the text."""

    __tablename__ = "turns"
    belongs_to = "transcript"
    __table_args__ = (UniqueConstraint("transcript_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"))
    position: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    sealed_label: Mapped[str | None] = mapped_column(Encrypted("turns.label"))
    """The speaker as the file names them."""
    is_interviewer: Mapped[bool] = mapped_column(default=False, server_default=false())
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id", ondelete="SET NULL"), index=True)
    question_id: Mapped[str] = mapped_column(String(60), default="")

    participant: Mapped[Participant | None] = relationship()
    transcript: Mapped[Transcript] = relationship(back_populates="turns")


class HiddenName(OfStudy, Base):
    """A name of a study's list and what is read in its place. Its own text opens with the study's people only."""

    __tablename__ = "hidden_names"
    __table_args__ = (UniqueConstraint("study_id", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    sealed_name: Mapped[str] = mapped_column(Encrypted("hidden_names.name"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    put: Mapped[str] = mapped_column(String(60))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    study: Mapped[Study] = relationship()


class Replacement(Base):
    """A place where `put` is read instead of what was said. Places of one transcript never overlap."""

    __tablename__ = "replacements"
    __table_args__ = (UniqueConstraint("transcript_id", "start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"))
    hidden_name_id: Mapped[int | None] = mapped_column(ForeignKey("hidden_names.id", ondelete="SET NULL"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    put: Mapped[str] = mapped_column(String(64))


class Reply(OfStudy, Base):
    """What a participant asks for when they check: strike a passage, or put other words. It is kept when it is done."""

    __tablename__ = "replies"
    belongs_to = "transcript"
    __table_args__ = (
        CheckConstraint("kind in ('strike', 'correct')", name="kind"),
        CheckConstraint("state in ('asked', 'done', 'declined')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    start: Mapped[int]
    end: Mapped[int]
    sealed_text: Mapped[str] = mapped_column(Encrypted("replies.text"))
    """The words they want instead; empty for a strike."""
    state: Mapped[str] = mapped_column(String(10), default="asked")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    transcript: Mapped[Transcript] = relationship()


class TextEdit(Base):
    """A correction of the text: what stood at `start` and what stands there since. Enough to take it back."""

    __tablename__ = "text_edits"
    __table_args__ = (Index(None, "transcript_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"))
    start: Mapped[int]
    sealed_before: Mapped[str] = mapped_column(Encrypted("text_edits.before"))
    sealed_after: Mapped[str] = mapped_column(Encrypted("text_edits.after"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    """The edits of one correction have the same moment."""
    undoes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The moment of the correction that this one takes back; its own for a strike, which nothing takes back."""
