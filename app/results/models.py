"""The ledger of releases: what was shown to which tier, so that live views and differences can be judged.

And which surveys' forms a person took as the same.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime, now
from app.people.models import Person


class Bridge(Base):
    """A person's word that the two forms of a survey may be compared: their scales are taken as the same, 0 to 100."""

    __tablename__ = "bridges"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(500))
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    declared_by: Mapped[Person | None] = relationship()


class Release(Base):
    """One table of figures that passed the gate; the newest of a view is what its readers see.

    Rows are never changed. `sets` keeps which pupils each figure was a figure of (see `sets.py`): what was shown once
    limits what may be shown next.
    """

    __tablename__ = "releases"
    __table_args__ = (
        Index(None, "survey_id", "view", "id"),
        Index("ix_releases_ledger", "survey_id", "id", "released_at", "tier", "as_of"),  # read without its large sets
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    view: Mapped[str] = mapped_column(String(120))  # tier, group and waves, as one key
    tier: Mapped[str] = mapped_column(String(2))
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)  # newest answer that was looked at
    n: Mapped[int]  # pupils with a response in any of its waves
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    sets: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    released_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
