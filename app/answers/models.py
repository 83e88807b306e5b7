"""Tables of responses and the journal of answers.

A response keeps its current answers in one compact column, a character a question in the instrument's order, and its
scale scores (0-100) in columns `score_1` to `score_12` in the order of the instrument's scales: comparing two waves of
100,000 pupils then reads no answers at all. `answer_events` is append-only: what was given, when.

`lease` counts how often a window took the response up: the newest may write. `seqs` says of each answer which write it
is; see `app.answers.seqs`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime, now
from app.schools.models import Pupil
from app.waves.models import Wave

MOST_SCALES = 12
STATES = ("open", "finished", "declined", "void")
GIVEN_ANEW = "state = 'void' or state in ('open', 'finished') and date(started_at) <> date(updated_at)"
"""Responses that may stand for other answers than before: set aside, or gone on with on another day. They are few, and
every look at results asks for them, so that they have an index of their own."""


class Response(Base):
    """What one pupil gave in one wave. A void one stays, and the pupil may begin again."""

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint("state in ('open', 'finished', 'declined', 'void')", name="state"),
        Index(
            "uq_responses_wave_id_pupil_id",
            "wave_id",
            "pupil_id",
            unique=True,
            sqlite_where=text("state <> 'void'"),
            postgresql_where=text("state <> 'void'"),
        ),
        Index(None, "wave_id", "updated_at", "pupil_id"),
        Index(
            "ix_responses_given_anew",
            *("wave_id", "updated_at", "pupil_id"),
            sqlite_where=text(GIVEN_ANEW),
            postgresql_where=text(GIVEN_ANEW),
        ),
        Index(None, "pupil_id"),
        Index(None, "sitting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id", ondelete="CASCADE"))
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sittings.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    answers: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Of the instrument that was answered, where it is the form beside the survey's own; empty for the survey's own."""
    lease: Mapped[int] = mapped_column(default=0, server_default="0")
    seqs: Mapped[str] = mapped_column(Text, default="", server_default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    score_1: Mapped[float | None] = mapped_column(Float)
    score_2: Mapped[float | None] = mapped_column(Float)
    score_3: Mapped[float | None] = mapped_column(Float)
    score_4: Mapped[float | None] = mapped_column(Float)
    score_5: Mapped[float | None] = mapped_column(Float)
    score_6: Mapped[float | None] = mapped_column(Float)
    score_7: Mapped[float | None] = mapped_column(Float)
    score_8: Mapped[float | None] = mapped_column(Float)
    score_9: Mapped[float | None] = mapped_column(Float)
    score_10: Mapped[float | None] = mapped_column(Float)
    score_11: Mapped[float | None] = mapped_column(Float)
    score_12: Mapped[float | None] = mapped_column(Float)

    wave: Mapped[Wave] = relationship()
    pupil: Mapped[Pupil] = relationship()


class AnswerEvent(Base):
    """One answer as it was given; never changed. `write_id` makes the same write sent again the same write.

    `late` ones came from a window that another had followed: they are kept, and were never laid over the answers. A
    write that was late first and was then sent by the window that followed has two events, the second in time.
    """

    __tablename__ = "answer_events"
    __table_args__ = (UniqueConstraint("response_id", "write_id", "late"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"))
    question: Mapped[int]  # position in the instrument, from 0
    code: Mapped[str] = mapped_column(String(1))
    write_id: Mapped[str] = mapped_column(String(48))
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sittings.id", ondelete="SET NULL"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lease: Mapped[int] = mapped_column(default=0, server_default="0")
    seq: Mapped[int] = mapped_column(default=0, server_default="0")
    late: Mapped[bool] = mapped_column(default=False, server_default=false())


class ResponseLanguage(Base):
    """A language other than English in which a response was read, and the digest of its words then.

    It tells researchers how many read in which words. Nothing shows it of one pupil.
    """

    __tablename__ = "response_languages"

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
