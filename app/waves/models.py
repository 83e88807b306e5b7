"""Tables of surveys, waves, cards and sittings."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime, now
from app.people.models import Person
from app.schools.models import Course, Partnership, Pupil, School


class WaveKind(StrEnum):
    """When a wave asks, seen from the programme."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    FOLLOW_UP = "follow-up"


class Survey(Base):
    """One instrument put to the pupils of named courses or schools, in waves."""

    __tablename__ = "surveys"

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    instrument_name: Mapped[str] = mapped_column(String(60))
    instrument_version: Mapped[str] = mapped_column(String(20))
    instrument_digest: Mapped[str] = mapped_column(String(64))
    beside_name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """Another form of the instrument that some pupils may sit; all three are empty where everybody sits the same."""
    beside_version: Mapped[str] = mapped_column(String(20), default="", server_default="")
    beside_digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    teachers_see_profiles: Mapped[bool] = mapped_column(default=True)
    pastoral_sees_profiles: Mapped[bool] = mapped_column(default=False, server_default=false())
    least_in_school: Mapped[int] = mapped_column(default=3)  # T1
    least_outside: Mapped[int] = mapped_column(default=6)  # T2
    least_in_public: Mapped[int] = mapped_column(default=10)  # T3
    help_contact: Mapped[str] = mapped_column(String(200), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    partnership: Mapped[Partnership] = relationship()
    waves: Mapped[list["Wave"]] = relationship(
        back_populates="survey", cascade="all, delete-orphan", order_by="Wave.position", lazy="selectin"
    )
    courses: Mapped[list[Course]] = relationship(secondary="survey_courses", order_by=Course.title)
    schools: Mapped[list[School]] = relationship(secondary="survey_schools", order_by=School.name)

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return (self.partnership_id,)

    @property
    def school_ids(self) -> tuple[int, ...]:
        """Schools asked, host schools of the courses asked, and home schools of their pupils."""
        asked = {school.id for school in self.schools}
        return tuple(sorted(asked.union(*(course.school_ids for course in self.courses))))

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return tuple(sorted({i for course in self.courses for i in course.teacher_ids}))


class SurveyCourse(Base):
    """A course whose pupils a survey asks."""

    __tablename__ = "survey_courses"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True, index=True)


class SurveySchool(Base):
    """A school all of whose pupils a survey asks."""

    __tablename__ = "survey_schools"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True, index=True)


class LanguageOpening(Base):
    """A leader's yes: pupils in lessons of a school may read a survey in words that no speaker has reviewed.

    It holds for the wording with that digest. When the words change, the leader is asked again.
    """

    __tablename__ = "language_openings"

    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), primary_key=True, index=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    beside: Mapped[bool] = mapped_column(primary_key=True, default=False)
    """To the words of the form beside the survey's own."""
    digest: Mapped[str] = mapped_column(String(64))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    opened_by: Mapped[Person | None] = relationship()


class Wave(Base):
    """One round of a survey; both dates are included."""

    __tablename__ = "waves"
    __table_args__ = (
        UniqueConstraint("survey_id", "position"),
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        CheckConstraint("kind in ('before', 'during', 'after', 'follow-up')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    opens_on: Mapped[date]
    closes_on: Mapped[date]

    survey: Mapped[Survey] = relationship(back_populates="waves", lazy="joined")

    def is_open_on(self, day: date) -> bool:
        """True from the opening to the closing date."""
        return self.opens_on <= day <= self.closes_on


class Card(Base):
    """A pupil's slip for one survey. Its code is derived from a key and `issue`; only its fingerprint is kept."""

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("survey_id", "pupil_id"), UniqueConstraint("survey_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    issue: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(12), default="", server_default="")
    """What the pupil chose to read in; empty for English. No page for staff shows it."""
    is_beside: Mapped[bool] = mapped_column(default=False, server_default=false())
    """True for a pupil who sits the form beside the survey's own from now on. No one keeps why."""
    appearance: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """How the pages are to look, as `app.web.appearance` writes it. No page for staff shows it either."""
    code_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    survey: Mapped[Survey] = relationship()
    pupil: Mapped[Pupil] = relationship(lazy="joined")


class Sitting(Base):
    """A lesson in which a teacher opens a wave for a group: a course, or a school (one year group or all)."""

    __tablename__ = "sittings"
    __table_args__ = (
        CheckConstraint("(course_id is null) <> (school_id is null)", name="one_group"),
        Index(
            "uq_sittings_open_class_code",
            "class_code",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id", ondelete="CASCADE"), index=True)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id", ondelete="CASCADE"), index=True)
    year_group: Mapped[str | None] = mapped_column(String(3))
    class_code: Mapped[str] = mapped_column(String(6))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    n_read_to: Mapped[int | None]
    """How many had the statements read to them; no one keeps who. None until the teacher says."""
    n_scribed: Mapped[int | None]
    """How many said their answers and had them typed for them."""

    wave: Mapped[Wave] = relationship(lazy="joined")
    course: Mapped[Course | None] = relationship()
    school: Mapped[School | None] = relationship()

    def is_open_at(self, moment: datetime) -> bool:
        """True until closed by the teacher or by time."""
        return self.closed_at is None and moment < self.closes_at

    @property
    def group(self) -> Course | School:
        """Whose pupils sit it."""
        return self.course or self.school  # type: ignore[return-value]

    @property
    def school_ids(self) -> tuple[int, ...]:
        """The school that runs it: the host of the course, or the school itself."""
        return (self.course.host_school_id,) if self.course else self.group.school_ids

    @property
    def home_school_id(self) -> int | None:
        return self.school_id

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return self.group.teacher_ids


class MoreTime(Base):
    """A pupil who needs longer: the card of that sitting stays open until then, whatever the class does."""

    __tablename__ = "more_times"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("cards.id", ondelete="CASCADE"), primary_key=True, index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
