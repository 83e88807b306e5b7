"""The framework grid: a row for each participant, a column for each theme, a researcher's summary in each cell.

A summary rests on passages that its writer chose from those of its cell. Of somebody who does not take part (any more)
there is no row, and with a passage that was taken out goes the link to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.audit.actions import record
from app.coding import analysis_queries
from app.coding.corpus import Quotation, places_of
from app.coding.desk import Desk
from app.coding.models import Summary, SummaryQuotation, Theme
from app.coding.retrieval import theme_and_under
from app.coding.taken_back import TakenBack, taken_back_of
from app.coding.tree import Branch
from app.db import db, now
from app.policy import Actor
from app.studies.models import Participant


class SummaryStale(ValueError):
    """Somebody has written this cell since it was read."""


@dataclass(frozen=True)
class Cell:
    """What is known of one participant under one theme: its own passages and those of the themes under it."""

    participant: Participant
    branch: Branch
    summary: Summary | None
    quotations: tuple[Quotation, ...]
    linked: frozenset[int]
    """Ids of the codings that the summary rests on."""
    taken_back: TakenBack

    @property
    def text(self) -> str:
        """The summary as it may be read."""
        return self.taken_back.out_of(self.summary.sealed_text) if self.summary else ""

    @property
    def version(self) -> int:
        return self.summary.version if self.summary else 0

    @property
    def n_passages(self) -> int:
        return len(places_of(self.quotations))

    @property
    def chosen(self) -> list[Quotation]:
        """The passages that the summary rests on and that may still be read, each once whoever marked it."""
        return list({one.place: one for one in self.quotations if one.id in self.linked}.values())

    @property
    def is_open(self) -> bool:
        """There are passages, and nobody has summed them up."""
        return bool(self.quotations) and not self.text


@dataclass(frozen=True)
class Grid:
    """Cells by participant and theme; every pair is there."""

    participants: tuple[Participant, ...]
    branches: tuple[Branch, ...]
    cells: Mapping[tuple[int, int], Cell]

    def cell(self, participant_id: int, theme_id: int) -> Cell:
        return self.cells[participant_id, theme_id]

    @property
    def n_open(self) -> int:
        """Cells that wait for a summary."""
        return sum(one.is_open for one in self.cells.values())

    def rows(self) -> Iterable[tuple[str, ...]]:
        """Rows of a file: who, their role, then each theme's summary, and a number of passages where there is none."""
        for person in self.participants:
            cells = (self.cell(person.id, branch.theme.id) for branch in self.branches)
            yield (
                person.pseudonym,
                person.role,
                *(one.text or (f"[{one.n_passages}]" if one.quotations else "") for one in cells),
            )


def grid_of(desk: Desk, *, role: str = "", theme_id: int | None = None) -> Grid:
    """The grid, or the part of it with one role, or with one theme and those under it."""
    people = [one for one in desk.participants if not role or one.role == role]
    kept = theme_and_under(desk.branches, theme_id) if theme_id else None
    branches = [one for one in desk.branches if kept is None or one.theme.id in kept]
    summaries = analysis_queries.list_summaries(desk.study)
    linked = analysis_queries.list_linked(summaries.values())
    found = _quotations(desk, branches)
    cells, taken_back = {}, taken_back_of(desk.study)
    for person in people:
        for branch in branches:
            key = (person.id, branch.theme.id)
            summary = summaries.get(key)
            links = frozenset(linked[summary.id]) if summary else frozenset()
            cells[key] = Cell(person, branch, summary, tuple(found.get(key, ())), links, taken_back)
    return Grid(tuple(people), tuple(branches), cells)


def save_summary(cell: Cell, actor: Actor, *, text: str, coding_ids: Iterable[int], version: int) -> Summary:
    """Write a cell; SummaryStale if it is not as it was read. A cell that is emptied keeps counting its versions."""
    analysis_queries.lock_study(cell.participant.study)
    theme: Theme = cell.branch.theme
    summary = analysis_queries.find_summary(cell.participant.id, theme.id)
    if (summary.version if summary else 0) != version:
        raise SummaryStale
    if summary is None:
        summary = Summary(participant_id=cell.participant.id, theme_id=theme.id, version=0)
        db.session.add(summary)
    summary.sealed_text, summary.version = text, version + 1
    summary.author_id, summary.updated_at = actor.id, now()
    db.session.flush()
    _link(summary, set(coding_ids), offered={one.id for one in cell.quotations})
    record("write summary", person_id=actor.id, subject=summary, participant_id=cell.participant.id, theme_id=theme.id)
    return summary


def _link(summary: Summary, wanted: set[int], *, offered: set[int]) -> None:
    """Have the summary rest on these. What its writer could not see stays as it is."""
    there = {one.coding_id: one for one in analysis_queries.list_summary_quotations(summary)}
    for coding_id in (offered & there.keys()) - wanted:
        db.session.delete(there[coding_id])
    for coding_id in (offered & wanted) - there.keys():
        db.session.add(SummaryQuotation(summary_id=summary.id, coding_id=coding_id))
    db.session.flush()


def _quotations(desk: Desk, branches: Iterable[Branch]) -> dict[tuple[int, int], list[Quotation]]:
    """Quotations by participant and theme, those of a theme below in every theme above it."""
    above: dict[int, list[int]] = {}
    for branch in branches:
        for theme_id in theme_and_under(desk.branches, branch.theme.id):
            above.setdefault(theme_id, []).append(branch.theme.id)
    found: dict[tuple[int, int], list[Quotation]] = {}
    for one in desk.quotations:
        for person in one.participants:
            for theme_id in above.get(one.theme.id, ()):
                found.setdefault((person.id, theme_id), []).append(one)
    return found
