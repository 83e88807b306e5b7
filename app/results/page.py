"""What the pages need beside released figures: where the viewer looks, links to look elsewhere, and the chart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.disclosure import Cell, Released, Tier, csv_rows
from app.results.compared import BREAKDOWNS, Compared, Group, Lens, Picked
from app.results.figures.change import Figures
from app.results.figures.comparison import Line
from app.results.figures.wording import signed
from app.results.naming import wave_heading
from app.web import charts
from app.web.filters import today
from app.web.languages import _, later, ngettext

GROUPS_A_PAGE = 40
LEFT_OUT = "pupils who sat another form of the survey in one of these waves or in all"
OVERVIEWS = {
    "school": later("%(whose)s, by home school"),
    "course": later("%(whose)s, by course"),
    "year": later("%(whose)s, by year group"),
    "hosted": later("%(whose)s, courses we host"),
}


@dataclass(frozen=True)
class Look:
    """Where the viewer looks: through which lens, at which group of the menu, in which waves."""

    compared: Compared
    lenses: tuple[Lens, ...]
    group: Group
    menu: tuple[Group, ...]  # the groups of the breakdown chosen; empty for everyone together
    picked: Picked | None
    asked_page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.menu) // GROUPS_A_PAGE))

    @property
    def page(self) -> int:
        """Which page of a long breakdown; one that does not exist is the nearest."""
        return min(max(self.asked_page, 1), self.pages)

    @property
    def listed(self) -> tuple[Group, ...]:
        """The groups on this page of the breakdown."""
        return self.menu[(self.page - 1) * GROUPS_A_PAGE : self.page * GROUPS_A_PAGE]

    @property
    def for_paging(self) -> str:
        """What a page's link has to keep."""
        kept = {name: value for name, value in self.address().items() if name not in ("survey_id", "page")}
        return f"&{urlencode(kept)}"

    @property
    def lens(self) -> Lens:
        return self.group.lens

    @property
    def is_overview(self) -> bool:
        """True for a breakdown of which no group was chosen yet."""
        return self.group.by != "all" and not self.group.value

    def address(self, **changes: Any) -> dict[str, Any]:
        """Values for `url_for` of this look, or of one beside it; lens and breakdown start again from the top."""
        here: dict[str, Any] = {"lens": self.lens.key, "by": self.group.by, "of": self.group.value}
        kept: dict[str, Any] = {} if "lens" in changes else {"lens": here["lens"]} if "by" in changes else here
        kept |= {"page": self.page} if self.is_overview and self.page > 1 and not changes else {}
        values = {"survey_id": self.compared.id, **self.waves, **kept, **changes}
        return {name: value for name, value in values.items() if value != ""}

    @property
    def waves(self) -> dict[str, int]:
        """The waves compared, for the form that chooses them."""
        return {"first": self.picked.first.id, "last": self.picked.last.id} if self.picked else {}

    @property
    def file_name(self) -> str:
        """A name for the download that tells files apart and no pupil."""
        parts = (self.compared.title, self.lens.key, self.group.by, self.group.value)
        return "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts if part)

    @property
    def breakdowns(self) -> list[tuple[str, str]]:
        return [(key, str(BREAKDOWNS[key])) for key in self.lens.breakdowns]

    @property
    def overview_title(self) -> str:
        return str(OVERVIEWS[self.group.by]) % {"whose": self.lens.title}

    @property
    def is_immediate(self) -> bool:
        """True for a teacher's own course, which does not wait for enough changes."""
        return self.lens.tier is Tier.T0

    @property
    def least(self) -> int:
        """Smallest group whose figures are shown here."""
        return self.compared.thresholds.least(self.lens.tier)

    @property
    def who(self) -> str:
        """To whom the page is shown, and from which size of group on."""
        if self.is_immediate:
            return _("You teach this course, so you see its figures at once, however few pupils there are.")
        return ngettext(
            "Groups of fewer than %(num)s pupil are never shown.",
            "Groups of fewer than %(num)s pupils are never shown.",
            self.least,
        )

    @property
    def title(self) -> str:
        """Whose figures these are, in words."""
        if self.group.value:
            return _("%(whose)s: %(group)s", whose=self.lens.title, group=self.group.label)
        return self.lens.title


def file_rows(look: Look, table: Released) -> Iterator[tuple[str, ...]]:
    """Heading and lines of the file; every line says of what, of whom, from when to when and made on which day.

    A file is data, and its words are English.
    """
    assert look.picked is not None
    whose, label = ("Group", "Scale") if not look.is_overview else ("Whose pupils", "Group")
    title = look.overview_title if look.is_overview else look.title
    heading, *rows = csv_rows(table, label=label)
    left_out = look.compared.leaves_out
    yield ("Survey", whose, "Wave from", "Wave to", "Made on", *heading, *(["Left out"] if left_out else []))
    waves = look.picked.first.name, look.picked.last.name
    for row in rows:
        about = (look.compared.title, title, *waves, today().isoformat())
        yield (*about, *row, *([LEFT_OUT] if left_out else []))


def chart_of(figures: Figures) -> charts.Dumbbell:
    """The dumbbell chart of the table's own numbers; the line at the last mark is the interval of the change."""
    waves = [charts.Wave(wave_heading(name, kind), kind) for name, kind in figures.waves]
    return charts.dumbbell([_chart_line(title, line, len(waves)) for title, line in figures.lines], waves)


def _chart_line(title: str, line: Line, n_waves: int) -> charts.Line:
    between = [line[f"mean_between_{place}"] for place in range(n_waves - 2)]
    marks = [_mark(line["mean_first"]), *map(_mark, between), _last_mark(line)]
    note = signed(line["change"]) if line["change"].shown else _("too few to show") if line["n"].text == "c" else ""
    return charts.Line(title, marks, note)


def _mark(cell: Cell) -> charts.Mark | None:
    return None if cell.value is None else charts.Mark(cell.value)


def _last_mark(line: Line) -> charts.Mark | None:
    start, low, high = line["mean_first"].value, line["low"].value, line["high"].value
    end = line["mean_last"].value
    if end is None or start is None or low is None or high is None:
        return _mark(line["mean_last"])
    return charts.Mark(end, start + low, start + high)


def chart_of_pupil(table: Released, kinds: Sequence[str]) -> charts.Dumbbell:
    """One pupil's scores wave by wave."""
    waves = [charts.Wave(name, kind) for name, kind in zip(table.columns, kinds, strict=False)]
    lines = []
    for row in table.rows:
        *scores, change = row.cells
        lines.append(charts.Line(row.label, [_mark(cell) for cell in scores], signed(change) if change.shown else ""))
    return charts.dumbbell(lines, waves)
