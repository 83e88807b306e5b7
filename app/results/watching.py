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

from app.policy import Actor
from app.prepared import glancing
from app.results import live, looks, queries, watch_queries
from app.results.compared import Compared
from app.web.filters import today

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
        self._kept[key] = moment, value
        for old in list(self._kept)[:-MOST_KEPT]:
            self._kept.pop(old, None)
        return value


_surveys, _views, _under_way = Recent(), Recent(), Recent()


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
        view = (self.compared.id, lens.key, self.seen, today(), *sorted(self.asked.items()))
        return bool(_views.get(view, self._is_unchanged))

    def may_rest(self) -> bool:
        """True when the page need not ask again so soon: no lesson is open and nothing moved for a while."""
        return not _under_way.get(self.compared.id, lambda: watch_queries.is_under_way(self.compared.id))

    def _is_unchanged(self) -> bool:
        look = looks.glance_at(self.compared, self.actor, self.asked)
        if look.picked is None:
            return False
        if not look.is_overview:
            return live.is_unchanged(look.compared, look.group, look.picked, self.seen)
        tags = self.seen.split("+")
        pairs = zip(look.listed, tags, strict=False)
        return len(tags) == len(look.listed) and all(
            live.is_unchanged(look.compared, group, look.picked, tag) for group, tag in pairs
        )


def watch(survey_id: int, actor: Actor) -> Compared:
    """The survey as `get_compared` has it: its own facts as they were a moment ago, the viewer's standing as it is."""
    with glancing():
        compared: Compared = _surveys.get(survey_id, lambda: queries.get_compared(survey_id))
        taught, school_ids = watch_queries.list_standing(survey_id, actor)
    courses = tuple(replace(one, teacher_ids=(actor.id,) if one.id in taught else ()) for one in compared.courses)
    return replace(compared, courses=courses, school_ids=school_ids)
