"""What is compared, for whom: the survey's facts, the lenses of a viewer, and the fixed menu of groups."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.disclosure import Thresholds, Tier
from app.policy import Actor
from app.results.naming import wave_heading, wave_in_sentence
from app.web.languages import later

BREAKDOWNS = {
    "all": later("Everyone together"),
    "school": later("By home school"),
    "course": later("By course"),
    "year": later("By year group"),
    "hosted": later("Courses we host"),
}


@dataclass(frozen=True)
class ComparedWave:
    """A wave as the ledger and files name it: "before", "during", "during 2", "after"."""

    id: int
    kind: str
    name: str
    opens_on: date
    closes_on: date
    with_beside: bool = False  # answers of the other form count too

    @property
    def heading(self) -> str:
        """Its name by itself, in the language of the page."""
        return wave_heading(self.name, self.kind)

    @property
    def in_sentence(self) -> str:
        """Its name inside a sentence, in the language of the page."""
        return wave_in_sentence(self.name, self.kind)


@dataclass(frozen=True)
class ComparedCourse:
    """A course whose pupils the survey asks."""

    id: int
    title: str
    host_school_id: int
    teacher_ids: tuple[int, ...]


@dataclass(frozen=True)
class Compared:
    """A survey as far as its results need it; its attributes answer the policy's questions.

    `own_schools` holds id and name of those of the viewer's own schools that take part, and no others: nobody's rights
    rest on the rest, and a national survey has a thousand. Where nobody is shown more than "nothing new" there are no
    names in it.
    """

    id: int
    title: str
    partnership_id: int
    partnership: str
    instrument: tuple[str, str]  # name and version
    thresholds: Thresholds
    teachers_see_profiles: bool
    waves: tuple[ComparedWave, ...]
    courses: tuple[ComparedCourse, ...]
    own_schools: tuple[tuple[int, str], ...] = ()
    beside: tuple[str, str] | None = None  # name and version of the other form that some pupils sit
    bridged_at: datetime | None = None  # since when scores of both forms are compared
    pastoral_sees_profiles: bool = False

    @property
    def partnership_ids(self) -> tuple[int, ...]:
        return (self.partnership_id,)

    @property
    def school_ids(self) -> tuple[int, ...]:
        return tuple(school_id for school_id, _ in self.own_schools)

    @property
    def leaves_out(self) -> bool:
        """True where pupils who sat the other form are left out of every comparison."""
        return self.beside is not None and self.bridged_at is None

    @property
    def teacher_ids(self) -> tuple[int, ...]:
        return tuple({person for course in self.courses for person in course.teacher_ids})

    def wave(self, wave_id: int | None) -> ComparedWave | None:
        return next((wave for wave in self.waves if wave.id == wave_id), None)


@dataclass(frozen=True)
class Picked:
    """The two waves compared, in their order, and those between them."""

    first: ComparedWave
    last: ComparedWave
    between: tuple[ComparedWave, ...] = ()

    @property
    def waves(self) -> tuple[ComparedWave, ...]:
        return (self.first, *self.between, self.last)

    @property
    def key(self) -> str:
        return f"{self.first.id}-{self.last.id}"


@dataclass(frozen=True)
class Lens:
    """From where a viewer looks: the tier, and the school or course it is bound to."""

    key: str
    tier: Tier
    title: str
    school_id: int | None = None
    course_id: int | None = None
    breakdowns: tuple[str, ...] = ("all",)


@dataclass(frozen=True)
class Group:
    """One group of the fixed menu, seen through a lens."""

    lens: Lens
    by: str = "all"
    value: str = ""
    label: str = field(default="", compare=False)

    @property
    def is_everybody(self) -> bool:
        """True where no pupil of the survey is left out."""
        return self.by == "all" and self.lens.school_id is None and self.lens.course_id is None

    def view_of(self, picked: Picked) -> str:
        """The key of this view in the ledger."""
        return f"{self.lens.tier}|{self.lens.key}|{self.by}:{self.value}|{picked.key}"


def lenses_of(actor: Actor, compared: Compared) -> tuple[Lens, ...]:
    """The lenses of a viewer, the nearest to the pupils first."""
    lenses = [
        Lens(f"course-{course.id}", Tier.T0, course.title, course_id=course.id)
        for course in compared.courses
        if compared.teachers_see_profiles and actor.id in course.teacher_ids
    ]
    for school_id, name in sorted(one for one in compared.own_schools if one[0] in actor.heads):
        hosts = any(course.host_school_id == school_id for course in compared.courses)
        breakdowns = ("all", "course", "year", *(["hosted"] if hosts else []))
        lens = Lens(f"school-{school_id}", Tier.T1, name, breakdowns=breakdowns)
        lenses.append(replace(lens, school_id=school_id))
    whole = Lens("partnership", Tier.T2, compared.partnership, breakdowns=("all", "school", "course", "year"))
    if compared.partnership_id in actor.partnership_ids:
        return (whole, *lenses)
    return (*lenses, whole)


def pick(compared: Compared, first_id: int | None, last_id: int | None, answered: set[int]) -> Picked | None:
    """The waves asked for; else the first one and the last that somebody has answered."""
    first, last = compared.wave(first_id), compared.wave(last_id)
    places = {wave: place for place, wave in enumerate(compared.waves)}
    if first is None or last is None or places[first] >= places[last]:
        started = [wave for wave in compared.waves if wave.id in answered] or list(compared.waves)
        first, last = compared.waves[0], started[-1]
        if first == last:
            last = compared.waves[-1]
    if places[first] >= places[last]:
        return None
    return Picked(first, last, compared.waves[places[first] + 1 : places[last]])
