"""How a lesson goes on: how far the middle of the class is, when most will be done, who may need a look.

Pure: places and moments (UTC) in, facts for plain sentences out.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, median_low

from app.waves.places import Place
from app.waves.progress import ANSWERING, WAITING

STILL = timedelta(minutes=3)
STEP = timedelta(minutes=5)  # a guess of the end is given to five minutes, which is all it is good for
LEAST_ANSWERS = 3  # of one pupil, before they tell a speed
LEAST_PUPILS = 3  # with a speed, before anything is said about the class
MOST = 0.75  # of those in the lesson


@dataclass(frozen=True)
class Pace:
    """Half of those answering have `n_median` answers or more, of `n_asked` (0 where pupils are asked different forms).

    `done_at` is when three quarters of those here will be done, if it can be said; `are_most_done` when they are.
    """

    n_median: int
    n_asked: int
    done_at: datetime | None
    are_most_done: bool


@dataclass(frozen=True)
class Stuck:
    """Card numbers: `still` gave no new answer for three minutes while others did, `not_in` did not come in.

    `all_still` when nobody's answers arrive any more: then it is the network.
    """

    still: tuple[int, ...] = ()
    not_in: tuple[int, ...] = ()
    all_still: bool = False

    @property
    def n(self) -> int:
        return len(self.still) + len(self.not_in)


def pace_of(places: Sequence[Place], opened_at: datetime, moment: datetime) -> Pace | None:
    """The pace of those in the lesson; None when nobody is answering."""
    here = [place for place in places if place.is_here and place.n_asked]
    at_work = [place for place in here if place.state == ANSWERING]
    if not at_work:
        return None
    asked = {place.n_asked for place in at_work}
    taking = [place for place in here if place.state == ANSWERING or place.n_given]
    speeds = _speeds(here, opened_at)
    waits = sorted(_seconds_left(place, speeds) for place in taking)
    wait = waits[math.ceil(MOST * len(waits)) - 1]
    return Pace(
        n_median=median_low(place.n_given for place in at_work),
        n_asked=asked.pop() if len(asked) == 1 else 0,
        done_at=_rounded_up(moment + timedelta(seconds=wait)) if 0 < wait < math.inf else None,
        are_most_done=wait == 0,
    )


def stuck_of(places: Sequence[Place], opened_at: datetime, moment: datetime) -> Stuck:
    """Who may need a look just now."""
    here = [place for place in places if place.is_here and place.began_at and place.last_at]
    if not here:
        return Stuck()
    at_work = [place for place in here if place.state == ANSWERING]
    still = [place for place in at_work if moment - _last(place, opened_at) >= STILL]
    if len(still) == len(at_work) and all(moment - _last(place, opened_at) >= STILL for place in here):
        return Stuck(all_still=len(still) > 1)
    begun = max(opened_at, min(place.began_at for place in here if place.began_at))
    not_in = [place for place in places if _is_not_in(place)] if moment - begun >= STILL else []
    return Stuck(_numbers(still), _numbers(not_in))


def _speeds(here: Sequence[Place], opened_at: datetime) -> dict[int, float]:
    """Seconds a question, by pupil, of those whose work all lies in this lesson and who gave a few answers."""
    return {
        place.pupil_id: (place.last_at - place.began_at).total_seconds() / place.n_given
        for place in here
        if place.began_at and place.last_at and place.began_at >= opened_at and place.n_given >= LEAST_ANSWERS
    }


def _seconds_left(place: Place, speeds: dict[int, float]) -> float:
    """How long one pupil will still need, at their own speed or else the usual one; infinite when there is none."""
    if place.state != ANSWERING:
        return 0.0
    if len(speeds) < LEAST_PUPILS:
        return math.inf
    return max(place.n_asked - place.n_given, 1) * (speeds.get(place.pupil_id) or median(speeds.values()))


def _is_not_in(place: Place) -> bool:
    return place.state == WAITING or (place.state == ANSWERING and not place.is_here)


def _last(place: Place, opened_at: datetime) -> datetime:
    return max(place.last_at or opened_at, opened_at)


def _numbers(places: Sequence[Place]) -> tuple[int, ...]:
    return tuple(place.number for place in places if place.number is not None)


def _rounded_up(moment: datetime) -> datetime:
    """To the next full five minutes."""
    step = int(STEP.total_seconds())
    return datetime.fromtimestamp(math.ceil(moment.timestamp() / step) * step, tz=moment.tzinfo)
