"""A teacher's own pupils: scale scores and their change for each, under a pseudonym outside the home school."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.results.compared import Compared, ComparedCourse
from app.schools.models import Pupil


@dataclass(frozen=True)
class OwnPupils:
    """Pupils of a course of a survey as the policy asks about them: nobody's where pupils were not told so."""

    compared: Compared
    course: ComparedCourse

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return self.course.teacher_ids if self.compared.teachers_see_profiles else ()


@dataclass(frozen=True)
class OwnPupil:
    """One of them, found by the pseudonym."""

    pupils: OwnPupils
    pupil: Pupil

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return self.pupils.teacher_ids


def called(pupil: Pupil, names: dict[int, str]) -> str:
    """What the viewer may call the pupil, and always the pseudonym; `names` as `names_of` gives them."""
    name = names[pupil.id]
    return pupil.pseudonym if name == pupil.pseudonym else f"{name} ({pupil.pseudonym})"


def by_name(pupils: Iterable[Pupil], names: Mapping[int, str], order: Mapping[int, str]) -> list[Pupil]:
    """Pupils as a teacher's own list has them, by family name; then those who are known by their pseudonym alone."""
    return sorted(pupils, key=lambda pupil: (names[pupil.id] == pupil.pseudonym, order[pupil.id]))
