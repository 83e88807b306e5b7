"""Tables of findings: a claim, what speaks for it and against it, and what kinds of source that is."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.coding.models import Coding
from app.db import Base, UtcDateTime, now
from app.studies.models import Study, new_guid
from app.studies.scope import OfStudy


class Finding(OfStudy, Base):
    """A claim of the study. How strong it is follows from its sources; a person may say less, never more."""

    __tablename__ = "findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36), unique=True, default=new_guid)
    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str] = mapped_column(String(500))
    about: Mapped[str] = mapped_column(String(2000), default="")
    impact: Mapped[str] = mapped_column(String(10), default="pupils")
    """On whom: pupils, teachers, leaders or partnership."""
    is_tentative: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From then on the partnership's schools read it."""

    study: Mapped[Study] = relationship()
    quotations: Mapped[list["FindingQuotation"]] = relationship(cascade="all, delete-orphan")
    sources: Mapped[list["FindingSource"]] = relationship(
        cascade="all, delete-orphan", order_by="FindingSource.id", back_populates="finding"
    )


class FindingQuotation(Base):
    """A quotation that speaks for or against a finding."""

    __tablename__ = "finding_quotations"
    __table_args__ = (CheckConstraint("side in ('for', 'against')", name="side"),)

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True)
    coding_id: Mapped[int] = mapped_column(ForeignKey("codings.id", ondelete="CASCADE"), primary_key=True, index=True)
    side: Mapped[str] = mapped_column(String(7), default="for")

    coding: Mapped[Coding] = relationship()


class FindingSource(Base):
    """Another source of a finding: the change of a scale in a survey, minutes, notes of a visit, or a document."""

    __tablename__ = "finding_sources"
    __table_args__ = (
        CheckConstraint("kind in ('survey', 'visit', 'minutes', 'document')", name="kind"),
        CheckConstraint("side in ('for', 'against')", name="side"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    side: Mapped[str] = mapped_column(String(7), default="for")
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("surveys.id", ondelete="SET NULL"), index=True)
    scale_id: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[str] = mapped_column(String(500), default="")
    """What it says, and where it is found."""

    finding: Mapped[Finding] = relationship(back_populates="sources")

    @property
    def study(self) -> Study:
        return self.finding.study
