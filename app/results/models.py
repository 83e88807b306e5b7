"""The ledger of releases: what was shown to which tier, so that live views and differences can be judged."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, now


class Release(Base):
    """One table of figures that passed the gate; the newest of a view is what its readers see."""

    __tablename__ = "releases"
    __table_args__ = (Index(None, "survey_id", "view", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    view: Mapped[str] = mapped_column(String(120))  # tier, scope, breakdown and waves, as one key
    tier: Mapped[str] = mapped_column(String(2))
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)  # newest answer that it counts
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    sets: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # digests and sizes of the groups shown
    released_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
