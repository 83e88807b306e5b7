"""Answers to waves that are over, kept by the process from look to look: pupils' numbers and codes, and no names.

A wave is read anew as soon as a response of it came, went or changed: how many it has and when the newest changed is
asked each time. A writer takes its moment before it waits for its turn, and two machines' clocks differ, so nothing is
kept until the newest is ten minutes old. Only everybody's answers are kept: a school's few rows are read in a tenth of
the time that asking takes.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from threading import Lock
from typing import Any

from flask import current_app

from app.db import now
from app.results import response_queries
from app.results.compared import ComparedWave, Group
from app.results.scores import Sheet
from app.web.filters import today

MOST_BYTES = 40 * 2**20
SETTLED = timedelta(minutes=10)
EXTENSION = "lateral_kept_sheets"

What = tuple[int, bool, str, int]  # wave, whether both forms count in it, form, number of questions
State = tuple[Any, ...]  # of the wave when it was read: how many responses, and when the newest changed


class Kept:
    """The sheets used last, up to so many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._sheets: OrderedDict[What, tuple[State, Sheet]] = OrderedDict()
        self._lock = Lock()

    @property
    def n_bytes(self) -> int:
        return sum(sheet.n_bytes for _, sheet in self._sheets.values())

    def find(self, what: What, state: State) -> Sheet | None:
        """The sheet as it was read while the wave stood so."""
        with self._lock:
            read, sheet = self._sheets.get(what, ((), None))
            if sheet is None or read != state:
                return None
            self._sheets.move_to_end(what)
            self._let_go()
            return sheet

    def keep(self, what: What, state: State, sheet: Sheet) -> None:
        with self._lock:
            self._sheets[what] = state, sheet
            self._sheets.move_to_end(what)
            self._let_go()

    def _let_go(self) -> None:
        while self._sheets and self.n_bytes > self._most_bytes:
            self._sheets.popitem(last=False)


def sheet_of(group: Group | None, wave: ComparedWave, n_questions: int, *, digest: str = "") -> Sheet:
    """What `get_sheet` gives, from memory where the wave is over and has settled."""
    if (group is not None and not group.is_everybody) or today() <= wave.closes_on:
        return response_queries.get_sheet(group, wave, n_questions, digest=digest)
    kept: Kept = current_app.extensions.setdefault(EXTENSION, Kept())
    what, state = (wave.id, wave.with_beside, digest, n_questions), response_queries.get_state(wave)
    newest = state[1]
    sheet = kept.find(what, state)
    if sheet is None:
        sheet = response_queries.get_sheet(group, wave, n_questions, digest=digest)
        if newest is not None and newest < now() - SETTLED and response_queries.get_state(wave) == state:
            sheet = sheet.to_keep()
            kept.keep(what, state, sheet)
    return sheet


def sheets_of(group: Group, waves: Sequence[ComparedWave], n_questions: int, *, digest: str = "") -> dict[int, Sheet]:
    """The same of several waves by their ids; the rows of a part of the pupils are read together."""
    if not group.is_everybody:
        return response_queries.get_sheets(group, waves, n_questions, digest=digest)
    return {wave.id: sheet_of(group, wave, n_questions, digest=digest) for wave in waves}
