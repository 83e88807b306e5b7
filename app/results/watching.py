"""Polls of a page that is left open: who asks is looked up each time, what moved only so often.

A poll is answered from memory when somebody who looked at the same view a moment ago was told the same. What a viewer
may see is never remembered: a role, a course or a school taken away counts with the next poll.
"""

import math
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from app.config import Settings
from app.people.queries import actor_among, ask_of_session
from app.people.session import why_over
from app.policy import Actor, Permission, allows
from app.prepared import Asked, find_together
from app.results import live, looks, watch_queries
from app.results.compared import Compared
from app.results.queries import ask_of_latest_and_shown, asks_of_compared, compared_among
from app.web.early import Poll
from app.web.filters import today
from app.web.htmx import resting

REMEMBERED = 0.4
"""Seconds that one answer serves for all who watch: with 4.4 s from poll to poll, a page is never 5 s behind."""
MOST_KEPT = 512
NEVER = (-math.inf, None)


N_LOCKS = 64


class Recent:
    """Values made lately, by their keys. One thread makes a value anew, and those who want it too wait for it."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[float, Any]] = {}
        self._locks = [Lock() for _ in range(N_LOCKS)]

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value of the key, made anew when it is older than `REMEMBERED`; its age counts from before it is made."""
        made_at, value = self._kept.get(key, NEVER)
        if time.monotonic() - made_at < REMEMBERED:
            return value
        with self._locks[hash(key) % N_LOCKS]:
            made_at, value = self._kept.get(key, NEVER)
            moment = time.monotonic()
            return value if moment - made_at < REMEMBERED else self._make(key, make, moment)

    def _make(self, key: Hashable, make: Callable[[], Any], moment: float) -> Any:
        value = make()
        _keep(self._kept, key, (moment, value))
        return value


def _keep(memory: dict[Hashable, Any], key: Hashable, value: Any) -> None:
    """And only so many of the latest."""
    memory[key] = value
    for old in list(memory)[:-MOST_KEPT]:
        memory.pop(old, None)


@dataclass(frozen=True)
class Facts:
    """What all who watch a survey share: it, with nobody's standing in it, and whether anything is under way."""

    compared: Compared
    is_under_way: bool


_facts, _views = Recent(), Recent()
_at_schools: set[int] = set()  # persons who worked at one when they last asked: a guess at what to ask, not at rights
_asked_last: dict[Hashable, Asked] = {}  # of a page: likewise, so that it goes on the first journey


def page_of(survey_id: int, seen: str, asked: Mapping[str, str]) -> tuple[Hashable, ...]:
    """What is the same for all who look at the same page."""
    return survey_id, seen, *sorted(asked.items())


@dataclass(frozen=True)
class Watcher:
    """Somebody's page of a survey that is left open, and the version that it shows."""

    compared: Compared
    actor: Actor
    asked: Mapping[str, str]
    seen: str

    def sees_the_latest(self) -> bool:
        """True when there is certainly nothing new to show; 404 for a view that is not the viewer's own."""
        lens = looks.lens_of(self.compared, self.actor, self.asked)
        return bool(_views.get((lens.key, today(), *self.page), self._is_unchanged))

    @property
    def page(self) -> tuple[Hashable, ...]:
        return page_of(self.compared.id, self.seen, self.asked)

    def _is_unchanged(self) -> bool:
        look = looks.look_at(self.compared, self.actor, self.asked)
        if look.picked is None:
            return False
        if not look.is_overview:
            view = look.group.view_of(look.picked)
            _keep(_asked_last, self.page, ask_of_latest_and_shown(self.compared.id, view, look.picked))
            return live.is_unchanged(look.compared, look.group, look.picked, self.seen)
        tags = self.seen.split("+")
        pairs = zip(look.listed, tags, strict=False)
        return len(tags) == len(look.listed) and all(
            live.is_unchanged(look.compared, group, look.picked, tag) for group, tag in pairs
        )


def nothing_new_for(settings: Settings, poll: Poll) -> Mapping[str, str] | None:
    """What to add to "nothing new", and whether the page may rest: no lesson is open and nothing moved for a while.

    None where the view has to answer: there is news, or this viewer may not see, or nobody is signed in any more.
    """
    who = None if why_over(poll.session, settings) else ask_of_session(poll.session.get("_user_id", ""))
    if who is None:
        return None
    actor, facts, compared = _look_up(who, poll)
    if not allows(actor, Permission.RESULTS_READ, compared):
        return None
    unchanged = Watcher(compared, actor, poll.asked, poll.seen).sees_the_latest()
    return resting(may_rest=not facts.is_under_way) if unchanged else None


def _look_up(who: Asked, poll: Poll) -> tuple[Any, Facts, Compared]:
    """Who asks and their standing as they are; the survey as it was a moment ago, or in the same journey."""
    survey_id, page = poll.number, page_of(poll.number, poll.seen, poll.asked)
    standing = watch_queries.ask_of_standing(survey_id, who[1]["person_id"])
    asked = (who, standing) if who[1]["person_id"] in _at_schools else (who,)
    found: list[list[Any]] = []

    def make() -> Facts:
        watched, (_, *others) = watch_queries.ask_of_watched(survey_id), asks_of_compared(survey_id)
        ahead = [_asked_last[page]] if page in _asked_last else []
        found.extend(find_together(*asked, watched, *others, ahead=ahead))
        surveys, *facts = found[len(asked) :]
        compared = compared_among(surveys, *facts)
        courses = tuple(replace(course, teacher_ids=()) for course in compared.courses)
        return Facts(replace(compared, courses=courses), watch_queries.is_under_way(surveys))

    facts: Facts = _facts.get(survey_id, make)
    rows, *stood = (found or find_together(*asked))[: len(asked)]
    actor = actor_among(rows)
    if actor is None or not actor.school_ids:  # who works at no school teaches nothing and has none that takes part
        return actor, facts, facts.compared
    _at_schools.add(actor.id)
    return actor, facts, _as_it_concerns(actor, facts.compared, *(stood or find_together(standing)))


def _as_it_concerns(actor: Actor, compared: Compared, standing: list[Any]) -> Compared:
    """The survey with what the viewer teaches in it still, and their schools that take part."""
    taught, school_ids = watch_queries.standing_among(standing)
    courses = tuple(replace(one, teacher_ids=(actor.id,)) if one.id in taught else one for one in compared.courses)
    return replace(compared, courses=courses, own_schools=tuple((school_id, "") for school_id in school_ids))
