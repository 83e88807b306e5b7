"""Groups: the pupils of a survey who sit together, a course or a school (one of its year groups, or all).

A group has the attributes the policy reads, so that whoever may print its cards or open a lesson for it is decided by
the same table as everything else. `key` names it in addresses and forms: `course-3`, `school-4`, `school-4-10`.
"""

from dataclasses import dataclass

from app.schools.models import Course, School
from app.schools.years import year_label
from app.waves.models import Card, Sitting, Survey, Wave


@dataclass(frozen=True)
class Group:
    """A course or a school that a survey asks; exactly one of the two is there."""

    survey: Survey
    course: Course | None = None
    school: School | None = None
    year_group: str | None = None

    @property
    def key(self) -> str:
        if self.course:
            return f"course-{self.course.id}"
        return f"school-{self._school.id}" + (f"-{self.year_group}" if self.year_group else "")

    @property
    def title(self) -> str:
        if self.course:
            return self.course.title
        return self._school.name + (f", {year_label(self.year_group)}" if self.year_group else "")

    @property
    def place(self) -> str:
        """Where it is taught."""
        return self.course.host_school.name if self.course else self._school.name

    @property
    def _school(self) -> School:
        if self.school is None:
            raise ValueError("a group is a course or a school")
        return self.school

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return self.survey.partnership_ids

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return self.course.teacher_ids if self.course else ()

    @property
    def school_ids(self) -> tuple[int, ...]:
        """The school that runs it."""
        return (self.course.host_school_id,) if self.course else (self._school.id,)

    @property
    def home_school_id(self) -> int | None:
        return self.school.id if self.school else None


@dataclass(frozen=True)
class Groups:
    """Several groups of a survey at once, for one who may work with each of them by the same right."""

    survey: Survey
    groups: tuple[Group, ...]

    @property
    def teacher_ids(self) -> frozenset[int]:
        return frozenset.intersection(*(frozenset(group.teacher_ids) for group in self.groups))

    @property
    def school_ids(self) -> frozenset[int]:
        return frozenset.intersection(*(frozenset(group.school_ids) for group in self.groups))

    @property
    def home_school_id(self) -> int | None:
        homes = {group.home_school_id for group in self.groups}
        return homes.pop() if len(homes) == 1 else None


@dataclass(frozen=True)
class Lesson:
    """A wave for a group: what a teacher opens."""

    wave: Wave
    group: Group

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return self.group.teacher_ids

    @property
    def school_ids(self) -> tuple[int, ...]:
        return self.group.school_ids

    @property
    def home_school_id(self) -> int | None:
        return self.group.home_school_id


@dataclass(frozen=True)
class HeldCard:
    """A card and the groups its pupil belongs to: who may print the cards of one of them may replace it."""

    card: Card
    groups: tuple[Group, ...]

    @property
    def teacher_ids(self) -> set[int]:
        return {person_id for group in self.groups for person_id in group.teacher_ids}

    @property
    def school_ids(self) -> set[int]:
        return {school_id for group in self.groups for school_id in group.school_ids}

    @property
    def home_school_id(self) -> int | None:
        return next((group.home_school_id for group in self.groups if group.school), None)


@dataclass(frozen=True)
class Seat:
    """A card in a sitting: who runs the sitting may help its pupil."""

    sitting: Sitting
    card: Card

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return self.sitting.teacher_ids

    @property
    def school_ids(self) -> tuple[int, ...]:
        return self.sitting.school_ids

    @property
    def home_school_id(self) -> int | None:
        return self.sitting.home_school_id


def groups_of(survey: Survey) -> list[Group]:
    """The courses a survey asks, then the schools, by name."""
    courses = [Group(survey, course=course) for course in survey.courses]
    return courses + [Group(survey, school=school) for school in survey.schools]


def group_of(sitting: Sitting) -> Group:
    """Who sits."""
    return Group(sitting.wave.survey, sitting.course, sitting.school, sitting.year_group)
