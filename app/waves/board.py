"""What the board of a lesson shows: who is how far, by card number, how it goes on, and how long there is."""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from app.db import now
from app.disclosure import Released
from app.policy import Actor
from app.waves import rosters
from app.waves.codes import readable
from app.waves.groups import Group, Lesson, group_of
from app.waves.looks import watch_names
from app.waves.models import Sitting
from app.waves.naming import wave_in_sentence
from app.waves.pace import MOST, Pace, Stuck, pace_of, stuck_of
from app.waves.places import Place, list_places, progress_of, version_of
from app.waves.progress import FINISHED, Progress
from app.waves.queries import find_open_sitting_of, instrument_of
from app.waves.read_in import of_lesson
from app.waves.script import script_for_class
from app.web.charts import Share, share_bar
from app.web.filters import today
from app.web.languages import _

WARN_MINUTES = 5


class Phase(StrEnum):
    """Of a lesson: the class sits, then perhaps some who need longer, then nobody."""

    OPEN = "open"
    LONGER = "longer"
    ENDED = "ended"


@dataclass(frozen=True)
class Board:
    """A sitting at this moment. `version` changes when anything that is shown does.

    `longer` has those who may go on after the class, and until when, by card number.
    """

    sitting: Sitting
    moment: datetime
    group: Group
    places: list[Place]
    progress: Progress
    phase: Phase
    minutes_left: int
    longer: dict[int, datetime]
    pace: Pace | None
    stuck: Stuck
    viewer: Actor
    with_names: bool
    version: str

    @property
    def is_open(self) -> bool:
        """True while the class sits."""
        return self.phase is Phase.OPEN

    @property
    def is_ending(self) -> bool:
        """True in the last five minutes, as long as somebody is answering."""
        return self.is_open and self.minutes_left <= WARN_MINUTES and self.progress.n_answering > 0

    @property
    def is_too_short(self) -> bool:
        """True when most will need longer than there is."""
        done_at = self.pace.done_at if self.pace else None
        return done_at is not None and done_at > self.sitting.closes_at

    @property
    def have_most_begun(self) -> bool:
        """True when what holds for most in the lesson holds for most of the group."""
        return self.progress.n_waiting <= (1 - MOST) * self.progress.n

    @property
    def seats(self) -> list[Place]:
        """Those who have a card."""
        return [place for place in self.places if place.number is not None]

    @property
    def n_without_card(self) -> int:
        return len(self.places) - len(self.seats)

    @property
    def missing(self) -> list[int]:
        """Card numbers of those who are not done: whom a catch-up lesson is for."""
        return [place.number for place in self.seats if place.number is not None and place.state != FINISHED]

    @property
    def can_open(self) -> bool:
        """True when a lesson of this wave can be opened today."""
        return self.sitting.wave.is_open_on(today())

    @property
    def other(self) -> Sitting | None:
        """Another lesson of the same group that goes on just now."""
        return find_open_sitting_of(Lesson(self.sitting.wave, self.group))

    @property
    def wave(self) -> str:
        """The wave's name inside a sentence."""
        return wave_in_sentence(self.sitting.wave)

    @property
    def script(self) -> dict[str, list[str]]:
        """What to say to the class, part by part."""
        survey = self.sitting.wave.survey
        return script_for_class(survey, instrument_of(survey))

    @property
    def read_in(self) -> Released | None:
        """In how many answers each language was read, once nobody is answering any more."""
        return of_lesson(self.sitting) if self.phase is Phase.ENDED else None

    @property
    def class_code(self) -> str:
        return readable(self.sitting.class_code)

    @property
    def shares(self) -> list[Share]:
        """The bar of the three states."""
        counts = self.progress
        parts = [(_("Finished"), counts.n_finished), (self.midway, counts.n_answering)]
        return share_bar([*parts, (_("Not started"), counts.n_waiting)])

    @property
    def midway(self) -> str:
        """What those are who began and are not done: nobody is answering any more once the lesson has ended."""
        return _("Part of the way") if self.phase is Phase.ENDED else _("Answering")

    @cached_property
    def names(self) -> dict[int, str]:
        """Pupil id to name or pseudonym, read only where names are asked for and the page is drawn at all."""
        if not self.with_names:
            return {}
        pupils = rosters.list_pupils([place.pupil_id for place in self.seats])
        return watch_names(pupils, self.viewer, f"sitting {self.sitting.id}")


def board_of(sitting: Sitting, viewer: Actor, *, with_names: bool = False) -> Board:
    """The board as `viewer` may see it."""
    moment = now()
    places = list_places(sitting, rosters.roster_day(sitting.wave, today()))
    is_open = sitting.is_open_at(moment)
    longer = _longer(places, max(moment, sitting.closes_at) if is_open else moment)
    phase = Phase.OPEN if is_open else Phase.LONGER if longer else Phase.ENDED
    minutes_left = math.ceil((sitting.closes_at - moment).total_seconds() / 60) if is_open else 0
    pace = pace_of(places, sitting.opened_at, moment) if is_open else None
    stuck = stuck_of(places, sitting.opened_at, moment) if is_open else Stuck()
    return Board(
        sitting=sitting,
        moment=moment,
        group=group_of(sitting),
        places=places,
        progress=progress_of(places),
        phase=phase,
        minutes_left=minutes_left,
        longer=longer,
        pace=pace,
        stuck=stuck,
        viewer=viewer,
        with_names=with_names,
        version=version_of(places, phase, minutes_left, longer, sitting.class_code, with_names, pace, stuck),
    )


def _longer(places: list[Place], moment: datetime) -> dict[int, datetime]:
    """Who is not done and was given time beyond the moment."""
    return {
        place.number: place.until
        for place in places
        if place.number is not None and place.until and place.until > moment and place.state != FINISHED
    }
