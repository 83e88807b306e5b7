"""What the pages of surveys show: where a survey stands, its waves on a line, and the lessons a person may open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.policy import Actor, Permission, allows
from app.waves import progress, queries, rosters
from app.waves.groups import Group, Lesson, groups_of
from app.waves.models import Sitting, Survey, Wave
from app.waves.naming import wave_in_sentence, wave_name
from app.waves.progress import Progress
from app.waves.steps import Told, hides_groups, in_steps, tell

PLANNED, OPEN, BETWEEN, OVER = "planned", "open", "between waves", "over"


@dataclass(frozen=True)
class Line:
    """A survey in the list."""

    survey: Survey
    state: str
    wave: Wave
    wave_name: str
    n_groups: int


@dataclass(frozen=True)
class GroupLine:
    """A group in a wave: how far it is, and what the person may do for it.

    `progress` is for those who may open its lessons; for everybody else there is `finished`, in steps.
    """

    group: Group
    n_pupils: int
    progress: Progress | None
    finished: str
    sitting: Sitting | None
    may_open: bool
    year_groups: list[str]


@dataclass(frozen=True)
class WaveBlock:
    """A wave on the line of time; without lines before it begins.

    `progress` counts all pupils, for those who are told each group's exactly: else theirs would give away the others'.
    For everybody else there is `finished`, in steps, where even that gives away nothing of a group; else it is empty.
    """

    wave: Wave
    name: str
    state: str
    progress: Progress | None
    lines: list[GroupLine]
    finished: str = ""
    n_pupils: int = 0

    @property
    def in_sentence(self) -> str:
        """The wave's name inside a sentence."""
        return wave_in_sentence(self.wave)

    @property
    def has_counts(self) -> bool:
        """True when the person is told of any group how many are answering."""
        return any(line.progress for line in self.lines)


@dataclass(frozen=True)
class SurveyPage:
    """All that the page of a survey shows of its field work."""

    state: str
    blocks: list[WaveBlock]
    n_pupils: int
    may_print: bool


@dataclass(frozen=True)
class OpenLesson:
    """A group for which the person may open a wave that is open today."""

    lesson: Lesson
    name: str
    progress: Progress
    sitting: Sitting | None
    year_groups: list[str]


def state_of(survey: Survey, day: date) -> str:
    """Where the survey stands on a day."""
    if any(wave.is_open_on(day) for wave in survey.waves):
        return OPEN
    if day < survey.waves[0].opens_on:
        return PLANNED
    return OVER if day > survey.waves[-1].closes_on else BETWEEN


def line_of(survey: Survey, day: date) -> Line:
    """The survey as the list shows it, with the wave that is open, next or last."""
    wave = rosters.wave_in_hand(survey, day)
    n_groups = len(survey.courses) + len(survey.schools)
    return Line(survey, state_of(survey, day), wave, wave_name(wave), n_groups)


def page_of(survey: Survey, actor: Actor, day: date) -> SurveyPage:
    """The survey's waves with their counts, and what the actor may do."""
    groups = groups_of(survey)
    asked_on = rosters.roster_day(rosters.wave_in_hand(survey, day), day)
    return SurveyPage(
        state=state_of(survey, day),
        blocks=[_block(wave, groups, actor, day) for wave in survey.waves],
        n_pupils=rosters.count_pupils(groups, asked_on),
        may_print=any(allows(actor, Permission.CARDS_PRINT, group) for group in groups),
    )


def lessons_for(actor: Actor, surveys: Iterable[Survey], day: date) -> list[OpenLesson]:
    """Every group of every open wave that the actor may open a lesson for, by name."""
    found = []
    for survey in surveys:
        for wave in survey.waves:
            groups = [one for one in groups_of(survey) if allows(actor, Permission.SITTING_OPEN, one)]
            if wave.is_open_on(day) and groups:
                found += _open_lessons(wave, groups, day)
    return sorted(found, key=lambda one: (one.lesson.group.title, one.lesson.wave.survey.title))


def _open_lessons(wave: Wave, groups: list[Group], day: date) -> list[OpenLesson]:
    counts = progress.count_by_group(wave, groups, day)
    return [
        OpenLesson(
            lesson=Lesson(wave, group),
            name=wave_in_sentence(wave),
            progress=counts[group.key],
            sitting=queries.find_open_sitting_of(Lesson(wave, group)),
            year_groups=rosters.list_year_groups(group.school) if group.school else [],
        )
        for group in groups
    ]


def _block(wave: Wave, groups: list[Group], actor: Actor, day: date) -> WaveBlock:
    if day < wave.opens_on:
        return WaveBlock(wave, wave_name(wave), "to come", None, [])
    asked_on = rosters.roster_day(wave, day)
    counts = progress.count_by_group(wave, groups, asked_on)
    lines = [_line(wave, group, counts[group.key], actor, day) for group in groups]
    state = "open" if wave.is_open_on(day) else "closed"
    everybody = progress.count_of_wave(wave, asked_on)
    if all(line.progress for line in lines):
        return WaveBlock(wave, wave_name(wave), state, everybody, lines)
    finished = _finished_in_all(everybody, [counts[group.key] for group in groups], lines, step=_step_of(wave.survey))
    return WaveBlock(wave, wave_name(wave), state, None, lines, finished, everybody.n)


def _finished_in_all(everybody: Progress, counts: Sequence[Progress], lines: Sequence[GroupLine], *, step: int) -> str:
    groups = [
        Told(one.n, one.n_finished, one.n_finished) if line.progress else tell(one.n_finished, one.n, step=step)
        for one, line in zip(counts, lines, strict=True)
    ]
    whole = tell(everybody.n_finished, everybody.n, step=step)
    can_say = everybody.n >= step and hides_groups(whole, groups, step=step)
    return in_steps(everybody.n_finished, everybody.n, step=step) if can_say else ""


def _step_of(survey: Survey) -> int:
    return survey.least_outside


def _line(wave: Wave, group: Group, counts: Progress, actor: Actor, day: date) -> GroupLine:
    is_theirs = allows(actor, Permission.SITTING_OPEN, group)
    may_open = wave.is_open_on(day) and is_theirs
    return GroupLine(
        group=group,
        n_pupils=counts.n,
        progress=counts if is_theirs else None,
        finished=in_steps(counts.n_finished, counts.n, step=_step_of(group.survey)),
        sitting=queries.find_open_sitting_of(Lesson(wave, group)) if may_open else None,
        may_open=may_open,
        year_groups=rosters.list_year_groups(group.school) if may_open and group.school else [],
    )
