"""A teacher's own pupils, and those whom a pastoral lead looks after: scale scores and their change for each.

Outside the home school a pupil goes by the pseudonym.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.results.compared import Compared, ComparedCourse
from app.schools.models import Pupil, School


@dataclass(frozen=True)
class OwnPupils:
    """Pupils of a course of a survey as the policy asks about them: nobody's where pupils were not told so."""

    compared: Compared
    course: ComparedCourse

    page, one_page = "results.show_profiles", "results.show_profile"

    pastoral_ids: tuple[int, ...] = ()

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return self.course.teacher_ids if self.compared.teachers_see_profiles else ()

    @property
    def title(self) -> str:
        return self.course.title

    @property
    def place(self) -> dict[str, int]:
        """Where their pages are, below the survey's."""
        return {"course_id": self.course.id}


@dataclass(frozen=True)
class PupilsInCare:
    """Pupils of a school whom a survey asks: for its pastoral lead, and nobody's where pupils were not told so."""

    compared: Compared
    school: School
    lead_id: int | None

    page, one_page = "results.show_profiles_in_care", "results.show_profile_in_care"

    teacher_ids: tuple[int, ...] = ()

    @property
    def pastoral_ids(self) -> tuple[int, ...]:
        return (self.lead_id,) if self.lead_id and self.compared.pastoral_sees_profiles else ()

    @property
    def title(self) -> str:
        return self.school.name

    @property
    def place(self) -> dict[str, int]:
        return {"school_id": self.school.id}


@dataclass(frozen=True)
class OwnPupil:
    """One of either, found by the pseudonym."""

    pupils: OwnPupils | PupilsInCare
    pupil: Pupil

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return self.pupils.teacher_ids

    @property
    def pastoral_ids(self) -> tuple[int, ...]:
        return self.pupils.pastoral_ids


def called(pupil: Pupil, names: dict[int, str]) -> str:
    """What the viewer may call the pupil, and always the pseudonym; `names` as `names_of` gives them."""
    name = names[pupil.id]
    return pupil.pseudonym if name == pupil.pseudonym else f"{name} ({pupil.pseudonym})"


def by_name(pupils: Iterable[Pupil], names: Mapping[int, str], order: Mapping[int, str]) -> list[Pupil]:
    """Pupils as a teacher's own list has them, by family name; then those who are known by their pseudonym alone."""
    return sorted(pupils, key=lambda pupil: (names[pupil.id] == pupil.pseudonym, order[pupil.id]))
