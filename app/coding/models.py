"""Tables of themes, codings and their journal, of memos, and of who has finished coding what.

Places in a text are Unicode code points counted from 0, the end not included.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Encrypted, UtcDateTime, now
from app.interviews.texts import Transcript
from app.people.models import Person
from app.studies.models import Study, new_guid
from app.studies.scope import OfStudy


class Theme(OfStudy, Base):
    """An idea of the study's code book; those without a parent stand at the top."""

    __tablename__ = "themes"
    __table_args__ = (Index(None, "study_id", "parent_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36), unique=True, default=new_guid)
    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(80))
    definition: Mapped[str] = mapped_column(String(1000), default="")
    example: Mapped[str] = mapped_column(String(1000), default="")
    colour: Mapped[str] = mapped_column(String(7), default="")
    """`#rrggbb`, or empty."""
    is_codable: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False for a heading that only gathers themes."""
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    study: Mapped[Study] = relationship()


class FileCoder(OfStudy, Base):
    """A coder whom a project's file named: somebody who coded in another program, or elsewhere.

    `person_id` is who of the study's people that is, once it is said; nobody is two coders of one study.
    """

    __tablename__ = "file_coders"
    __table_args__ = (UniqueConstraint("study_id", "guid"), UniqueConstraint("study_id", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36))
    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    """Who said so: the person, or a lead or associate."""
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    study: Mapped[Study] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    claimed_by: Mapped[Person | None] = relationship(foreign_keys=claimed_by_id)


def key_of(person_id: int | None, file_coder_id: int | None) -> int | None:
    """A person's id, else minus the id of a coder of a file; None for somebody who has left."""
    return person_id if person_id is not None or file_coder_id is None else -file_coder_id


class Coding(OfStudy, Base):
    """A passage that one coder marked with one theme."""

    __tablename__ = "codings"
    belongs_to = "transcript"
    __table_args__ = (
        CheckConstraint('"end" > start', name="not_empty"),
        Index(None, "transcript_id", "start"),
        Index(None, "theme_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36), unique=True, default=new_guid)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    coder_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    file_coder_id: Mapped[int | None] = mapped_column(ForeignKey("file_coders.id", ondelete="SET NULL"), index=True)
    """Who it was in the file that it came with; `coder_id` stands beside it once that coder is somebody here."""
    start: Mapped[int]
    end: Mapped[int]
    sealed_memo: Mapped[str | None] = mapped_column(Encrypted("codings.memo"))
    is_doubtful: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The words under it were corrected: its coder should look at it again."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    transcript: Mapped[Transcript] = relationship()
    theme: Mapped[Theme] = relationship()
    coder: Mapped[Person | None] = relationship()
    file_coder: Mapped[FileCoder | None] = relationship()

    @property
    def coder_key(self) -> int | None:
        """Whose mark it is: a person's id, minus the id of a coder of a file, None for somebody who has left."""
        return key_of(self.coder_id, self.file_coder_id)

    @property
    def coder_name(self) -> str:
        """Empty for somebody who has left."""
        coder = self.coder or self.file_coder
        return coder.name if coder is not None else ""


class CodingStep(Base):
    """One thing that a coder did, with what was before and after, so that it can be undone and done again."""

    __tablename__ = "coding_steps"
    __table_args__ = (Index(None, "transcript_id", "coder_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"))
    coder_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    coding_id: Mapped[int] = mapped_column(ForeignKey("codings.id", ondelete="CASCADE"), index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Theme, start, end; None where there was no coding."""
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CoderProgress(Base):
    """A coder's part in a transcript. Where a study is coded blind, others' codings open when both have finished."""

    __tablename__ = "coder_progress"

    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"), primary_key=True)
    coder_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    is_blind: Mapped[bool] = mapped_column(default=False, server_default=false())
    has_seen: Mapped[bool] = mapped_column(default=False, server_default=false())
    """What others marked stood open to them before they began to code blind."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    coder: Mapped[Person] = relationship()


class Memo(OfStudy, Base):
    """A thought of a researcher about the study, one of its transcripts, or a theme. That of a passage is its coding's.

    Whoever codes in the study may change it; `version` lets nobody overwrite what they have not read.
    """

    __tablename__ = "memos"

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36), unique=True, default=new_guid)
    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), index=True)
    transcript_id: Mapped[int | None] = mapped_column(ForeignKey("transcripts.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    sealed_text: Mapped[str] = mapped_column(Encrypted("memos.text"))
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    file_coder_id: Mapped[int | None] = mapped_column(ForeignKey("file_coders.id", ondelete="SET NULL"))
    """Who wrote it, where it came with a file."""
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    """Who changed it last, where that is not its author."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since then it stands in no list and no file; it can be brought back, or deleted for good."""

    study: Mapped[Study] = relationship()
    transcript: Mapped[Transcript | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=author_id)
    changed_by: Mapped[Person | None] = relationship(foreign_keys=changed_by_id)
    file_coder: Mapped[FileCoder | None] = relationship()

    @property
    def author_name(self) -> str:
        """Empty for somebody who has left."""
        author = self.author or self.file_coder
        return author.name if author is not None else ""


class Summary(Base):
    """A researcher's words in a cell of the framework grid."""

    __tablename__ = "summaries"
    __table_args__ = (UniqueConstraint("participant_id", "theme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    sealed_text: Mapped[str] = mapped_column(Encrypted("summaries.text"))
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class SummaryQuotation(Base):
    """A coding that a summary rests on."""

    __tablename__ = "summary_quotations"

    summary_id: Mapped[int] = mapped_column(ForeignKey("summaries.id", ondelete="CASCADE"), primary_key=True)
    coding_id: Mapped[int] = mapped_column(ForeignKey("codings.id", ondelete="CASCADE"), primary_key=True, index=True)
