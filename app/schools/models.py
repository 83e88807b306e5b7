"""Tables of partnerships, schools, courses, pupils, enrolments and imports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.db import Base, Encrypted, UtcDateTime, db, now
from app.people.models import Person, Role, RoleKind
from app.web.filters import today

PHASES = ("primary", "secondary", "all-through", "special", "16 plus", "other")


class Partnership(Base):
    """A group of schools that run programmes together."""

    __tablename__ = "partnerships"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    about: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="partnership",
        cascade="all, delete-orphan",
        order_by="Membership.from_on, Membership.id",
    )

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return (self.id,)

    @property
    def school_ids(self) -> tuple[int, ...]:
        """Schools that are members today."""
        return tuple(m.school_id for m in self.memberships if m.holds_on(today()))


class School(Base):
    """A school or college, known by its URN."""

    __tablename__ = "schools"

    id: Mapped[int] = mapped_column(primary_key=True)
    urn: Mapped[str] = mapped_column(String(6), unique=True)
    name: Mapped[str] = mapped_column(String(160), index=True)
    phase: Mapped[str] = mapped_column(String(20))
    type: Mapped[str] = mapped_column(String(80), default="")
    town: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="school", cascade="all, delete-orphan")

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        """Partnerships the school is a member of today."""
        return tuple(m.partnership_id for m in self.memberships if m.holds_on(today()))

    @property
    def school_ids(self) -> tuple[int, ...]:
        return (self.id,)

    @property
    def home_school_id(self) -> int:
        return self.id

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return ()

    @property
    def decides_for_itself(self) -> bool:
        """Somebody works there, or its pupils are here: it joins a partnership only when a leader of its own agrees."""
        staff = select(Role.id).where(Role.school_id == self.id).limit(1)
        pupils = select(Pupil.id).where(Pupil.home_school_id == self.id).limit(1)
        return db.session.scalar(staff) is not None or db.session.scalar(pupils) is not None

    @property
    def has_leader(self) -> bool:
        """Somebody who can sign in leads it."""
        leaders = select(Role.id).join(Role.person)
        leaders = leaders.where(Role.school_id == self.id, Role.kind == RoleKind.LEADER, Person.disabled_at.is_(None))
        return db.session.scalar(leaders.limit(1)) is not None


class PastoralLead(Base):
    """The person of a school who looks after its pupils: named by a leader, and it while they work there."""

    __tablename__ = "pastoral_leads"

    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)


class Membership(Base):
    """A school's time in a partnership; both dates are included, an open end is none."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("partnership_id", "school_id", "from_on"),
        CheckConstraint("to_on is null or to_on >= from_on", name="ends_after_start"),
        CheckConstraint("part in ('lead', 'partner')", name="part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    part: Mapped[str] = mapped_column(String(10), default="partner")
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    partnership: Mapped[Partnership] = relationship(back_populates="memberships")
    school: Mapped[School] = relationship(back_populates="memberships", lazy="joined")

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return (self.partnership_id,)

    @property
    def school_ids(self) -> tuple[int, ...]:
        return (self.school_id,)

    def holds_on(self, day: date) -> bool:
        """True while the school is a member."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class Course(Base):
    """A programme taught by a host school to pupils of several schools and year groups."""

    __tablename__ = "courses"
    __table_args__ = (
        UniqueConstraint("partnership_id", "title"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"))
    host_school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    qualification: Mapped[str] = mapped_column(String(120), default="")
    key_stage: Mapped[str] = mapped_column(String(10), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    partnership: Mapped[Partnership] = relationship()
    host_school: Mapped[School] = relationship()
    teachers: Mapped[list["CourseTeacher"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    enrolments: Mapped[list["Enrolment"]] = relationship(back_populates="course", cascade="all, delete-orphan")

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return (self.partnership_id,)

    @property
    def school_ids(self) -> tuple[int, ...]:
        """The host school and the home schools of pupils enrolled today."""
        day = today()
        homes = {e.pupil.home_school_id for e in self.enrolments if e.holds_on(day)}
        return (self.host_school_id, *sorted(homes - {self.host_school_id}))

    @property
    def home_school_id(self) -> None:
        """A course keeps nobody's name."""

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        """Those who teach it and still work at its host or at another school of the partnership."""
        return tuple(one.person_id for one in self.teachers if self._employs(one.school_ids))

    def _employs(self, school_ids: set[int]) -> bool:
        return self.host_school_id in school_ids or bool(school_ids and school_ids & set(self.partnership.school_ids))


class CourseTeacher(Base):
    """A practitioner who was chosen to teach or support a course: they do while they work at a school of it."""

    __tablename__ = "course_teachers"

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)

    roles: Mapped[list[Role]] = relationship(
        primaryjoin=lambda: foreign(Role.person_id) == CourseTeacher.person_id,
        viewonly=True,
        lazy="selectin",
    )

    @property
    def school_ids(self) -> set[int]:
        """Where the person works now."""
        return {role.school_id for role in self.roles if role.school_id}


class Pupil(Base):
    """A pupil of a home school. Outside it only `pseudonym`, the school and the year group are known."""

    __tablename__ = "pupils"
    __table_args__ = (
        UniqueConstraint("home_school_id", "mis_fingerprint"),
        UniqueConstraint("home_school_id", "upn_fingerprint"),
        Index(None, "home_school_id", "year_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(12), unique=True)
    home_school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    year_group: Mapped[str] = mapped_column(String(3))
    sealed_given_name: Mapped[str | None] = mapped_column(Encrypted("pupils.given_name"), deferred=True)
    sealed_family_name: Mapped[str | None] = mapped_column(Encrypted("pupils.family_name"), deferred=True)
    sealed_upn: Mapped[str | None] = mapped_column(Encrypted("pupils.upn"), deferred=True)
    sealed_mis_id: Mapped[str | None] = mapped_column(Encrypted("pupils.mis_id"), deferred=True)
    upn_fingerprint: Mapped[str | None] = mapped_column(String(64))
    mis_fingerprint: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    left_on: Mapped[date | None]

    home_school: Mapped[School] = relationship()
    enrolments: Mapped[list["Enrolment"]] = relationship(back_populates="pupil", cascade="all, delete-orphan")

    @property
    def school_ids(self) -> tuple[int, ...]:
        return (self.home_school_id,)


class Enrolment(Base):
    """A pupil's time on a course; both dates are included."""

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("course_id", "pupil_id", "from_on"),
        CheckConstraint("to_on is null or to_on >= from_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id", ondelete="CASCADE"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    course: Mapped[Course] = relationship(back_populates="enrolments")
    pupil: Mapped[Pupil] = relationship(back_populates="enrolments", lazy="joined")

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return self.course.partnership_ids

    @property
    def host_school_id(self) -> int:
        return self.course.host_school_id

    @property
    def home_school_id(self) -> int:
        return self.pupil.home_school_id

    def holds_on(self, day: date) -> bool:
        """True while the pupil is on the course."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class ImportProfile(Base):
    """How a school's export names its columns, remembered for the next file with the same headings."""

    __tablename__ = "import_profiles"
    __table_args__ = (UniqueConstraint("school_id", "headings"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"))
    headings: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class PupilImport(Base):
    """One uploaded file on its way in: kept sealed until applied or a day old."""

    __tablename__ = "pupil_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(String(200))
    sealed_file: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(20), default="uploaded")
    n_rows: Mapped[int] = mapped_column(default=0)
    n_added: Mapped[int] = mapped_column(default=0)
    n_changed: Mapped[int] = mapped_column(default=0)
    n_unchanged: Mapped[int] = mapped_column(default=0)
    n_refused: Mapped[int] = mapped_column(default=0)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    school: Mapped[School] = relationship()

    @property
    def home_school_id(self) -> int:
        return self.school_id
