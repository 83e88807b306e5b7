"""Tables of projects and code books that come in as files: what waits, and what of a file has no table of its own."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Encrypted, UtcDateTime, now
from app.schools.models import Partnership
from app.studies.models import Study


class ProjectUpload(Base):
    """What was read of a file: kept sealed until it is stored, thrown away, or a day old.

    A project becomes a study of the partnership; a code book is for the study that it waits for.
    """

    __tablename__ = "project_uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"), index=True)
    study_id: Mapped[int | None] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(String(200))
    sealed_content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """The project or code book as `app.qda.plain` writes it; None when it is over."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    partnership: Mapped[Partnership] = relationship()
    study: Mapped[Study | None] = relationship()

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return (self.partnership_id,)

    @property
    def school_ids(self) -> tuple[int, ...]:
        return self.study.school_ids if self.study else self.partnership.school_ids

    @property
    def researcher_ids(self) -> tuple[int, ...]:
        return self.study.researcher_ids if self.study else ()


class BroughtProject(Base):
    """A study that came in as a file, and what of the file has no table here: it leaves again with the study."""

    __tablename__ = "brought_projects"

    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(String(200))
    origin: Mapped[str] = mapped_column(String(120))
    sealed_rest: Mapped[str] = mapped_column(Encrypted("brought_projects.rest"))
    """A `Project` of `app.qda.model` with variables and their values, sets and links, and without any text."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
