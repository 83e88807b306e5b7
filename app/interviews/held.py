"""Tables of what waits or is set apart: transcripts that nobody has confirmed yet, and places where a name may stay."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Encrypted, UtcDateTime, now
from app.interviews.models import Interview
from app.studies.scope import OfStudy


class TranscriptUpload(OfStudy, Base):
    """A transcript as it was read from a file: kept sealed until it is stored, thrown away, or a day old."""

    __tablename__ = "transcript_uploads"
    belongs_to = "interview"

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(String(200))
    sealed_content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """Turns and layout; None when it is over."""
    sealed_choices: Mapped[str | None] = mapped_column(Encrypted("transcript_uploads.choices"))
    """JSON of who speaks, a list in the order of the labels; None before somebody has said so."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    interview: Mapped[Interview] = relationship()


class SparedPlace(Base):
    """A place that looks like a name of the list and is none: it was left as it is, and is not offered again."""

    __tablename__ = "spared_places"
    __table_args__ = (UniqueConstraint("transcript_id", "hidden_name_id", "start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"))
    hidden_name_id: Mapped[int] = mapped_column(ForeignKey("hidden_names.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
