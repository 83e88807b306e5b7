"""Tables of studies, their schools' permissions, their participants, and what these allowed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.db import Base, Encrypted, UtcDateTime, db, now
from app.people.models import Person
from app.schools.models import Partnership, School
from app.studies.scope import OfStudy
from app.waves.models import Survey


def new_guid() -> str:
    """A name for a thing that stays the same in every export."""
    return str(uuid4())


class Published(ValueError):
    """A published schedule was to be changed. What people were asked stays as it was."""


class ParticipantRole(StrEnum):
    """Why somebody is asked."""

    LEADER = "leader"
    TEACHER = "teacher"
    SUPPORT = "support"
    PUPIL = "pupil"
    OTHER = "other"


class ConsentKind(StrEnum):
    """Whose word it is: an adult's own, a pupil's own, or that of a pupil's carer who says no."""

    CONSENT = "consent"
    ASSENT = "assent"
    OPT_OUT = "opt-out"


class Study(Base):
    """Interviews and focus groups of one partnership with one purpose."""

    __tablename__ = "studies"
    __table_args__ = (UniqueConstraint("partnership_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36), unique=True, default=new_guid)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"))
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("surveys.id", ondelete="SET NULL"), index=True)
    """The survey whose change the interviews help to understand."""
    title: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(String(1000), default="")
    sheet_version: Mapped[str] = mapped_column(String(40), default="")
    """Which information sheet people are given now; each consent remembers the one it was given on."""
    withdraw_until: Mapped[date | None]
    """The last day on which the sheet promises to take words out; a later withdrawal is honoured all the same."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    partnership: Mapped[Partnership] = relationship()
    survey: Mapped[Survey | None] = relationship()
    researchers: Mapped[list["StudyResearcher"]] = relationship(
        back_populates="study", cascade="all, delete-orphan", lazy="selectin"
    )
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="study", cascade="all, delete-orphan", order_by="Participant.pseudonym"
    )

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return (self.partnership_id,)

    @property
    def school_ids(self) -> tuple[int, ...]:
        """Schools that are members of the partnership today."""
        return self.partnership.school_ids

    @property
    def researcher_ids(self) -> tuple[int, ...]:
        """Those who interview and code in it and still work at one of the partnership's schools."""
        members = set(self.school_ids)
        return tuple(one.person_id for one in self.researchers if members & one.school_ids)


class StudyResearcher(Base):
    """Somebody who interviews, reads and codes in a study, beside the partnership's leads and associates."""

    __tablename__ = "study_researchers"

    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)

    person: Mapped[Person] = relationship(lazy="joined")
    study: Mapped[Study] = relationship(back_populates="researchers")

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return self.study.partnership_ids

    @property
    def school_ids(self) -> set[int]:
        """Where the person works now."""
        return {role.school_id for role in self.person.roles if role.school_id}


class SchoolPermission(Base):
    """A head's word that people of a school may be asked. Nobody is interviewed before it."""

    __tablename__ = "school_permissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    given_on: Mapped[date]
    sheet_version: Mapped[str] = mapped_column(String(40), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    """The head, who said it here; or whoever holds the signed paper."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    study: Mapped[Study] = relationship()
    school: Mapped[School] = relationship()
    recorded_by: Mapped[Person | None] = relationship()


class SchoolAsk(Base):
    """A study asks a school's head whether its people may be asked. The answer yes is a `SchoolPermission`."""

    __tablename__ = "school_asks"

    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True, index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the head said no; to be asked again is to be asked anew."""

    study: Mapped[Study] = relationship(lazy="joined")
    school: Mapped[School] = relationship(lazy="joined")

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return self.study.partnership_ids

    @property
    def school_ids(self) -> tuple[int, ...]:
        """The school alone: its head decides, also when it has left the partnership since."""
        return (self.school_id,)


class Participant(OfStudy, Base):
    """Somebody who is asked. Outside the study's own people only the pseudonym and the role are known."""

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("study_id", "pseudonym"),
        Index(None, "study_id", "number", unique=True),
        CheckConstraint("role in ('leader', 'teacher', 'support', 'pupil', 'other')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36), unique=True, default=new_guid)
    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(10))
    pseudonym: Mapped[str] = mapped_column(String(40))
    number: Mapped[int | None]
    """By which readers of quotations tell people apart: drawn, and nobody else's in the study. None: no number."""
    sealed_name: Mapped[str | None] = mapped_column(Encrypted("participants.name"), deferred=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From then on none of their words is shown, quoted or exported."""

    study: Mapped[Study] = relationship(back_populates="participants")
    schools: Mapped[list[School]] = relationship(secondary="participant_schools", order_by=School.name, lazy="selectin")
    consents: Mapped[list["Consent"]] = relationship(
        back_populates="participant", cascade="all, delete-orphan", order_by="Consent.id", lazy="selectin"
    )

    @property
    def is_pupil(self) -> bool:
        """A pupil gives assent, and a carer may say no."""
        return self.role == ParticipantRole.PUPIL


class ParticipantSchool(Base):
    """Where a participant works or learns; some do at two schools."""

    __tablename__ = "participant_schools"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True, index=True)


class Consent(OfStudy, Base):
    """What somebody allowed on a day. Rows are never changed but for `withdrawn_at`; the newest of a kind holds."""

    __tablename__ = "consents"
    belongs_to = "participant"
    __table_args__ = (CheckConstraint("kind in ('consent', 'assent', 'opt-out')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    given_on: Mapped[date]
    sheet_version: Mapped[str] = mapped_column(String(40), default="")
    to_take_part: Mapped[bool]
    to_record: Mapped[bool] = mapped_column(default=False)
    to_quote: Mapped[bool] = mapped_column(default=False)
    """Word for word."""
    to_be_named: Mapped[bool] = mapped_column(default=False)
    """By role and school as the reader knows them; otherwise by pseudonym only."""
    to_reuse: Mapped[bool] = mapped_column(default=False)
    """By other researchers, in an archive."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    participant: Mapped[Participant] = relationship(back_populates="consents")
    recorded_by: Mapped[Person | None] = relationship()


class OwnSchedule(Base):
    """A version of a partnership's own schedule, as text of an instrument's file. Published ones never change."""

    __tablename__ = "own_schedules"
    __table_args__ = (UniqueConstraint("partnership_id", "name", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column()
    digest: Mapped[str] = mapped_column(String(64), default="")
    """Empty while it is a draft."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    partnership: Mapped[Partnership] = relationship()

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return (self.partnership_id,)

    @property
    def school_ids(self) -> tuple[int, ...]:
        return self.partnership.school_ids

    @property
    def researcher_ids(self) -> tuple[int, ...]:
        """Those who interview in any study of the partnership: they may be handed this schedule."""
        studies = db.session.scalars(select(Study).where(Study.partnership_id == self.partnership_id))
        return tuple({person_id for study in studies for person_id in study.researcher_ids})

    @validates("name", "version", "text", "digest")
    def _stays(self, key: str, value: str) -> str:
        if self.published_at is not None:
            raise Published(f"the schedule {self.name} {self.version} is published: its {key} never changes")
        return value
