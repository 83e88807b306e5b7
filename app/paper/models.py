"""The table of what came from paper."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, now


class PaperEntry(Base):
    """A response whose answers were ticked on paper and typed by somebody. Responses without one come from a screen."""

    __tablename__ = "paper_entries"

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
