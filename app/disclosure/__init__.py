"""Small numbers stop here: the one gate between a figure and a reader.

Who is looking decides how large a group must be (`tiers`). Counts lose their small cells and whatever would give
those away (`counts`, proved by `possible`). A set of people already shown limits what may be shown next (`ledger`).
What passed leaves as plain text and rounded numbers (`cells`), and nothing else may reach a page (`raw`).

Pure: no web, no database. Only `results.figures` and the exports may build a `Released`.
"""

from app.disclosure.cells import (
    BESIDE,
    HIDDEN,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Cell,
    Released,
    Row,
    band_cell,
    count_cell,
    csv_rows,
    effect_cell,
    mean_cell,
    share_cell,
)
from app.disclosure.counts import Totals, release_counts, release_pairs, release_parts
from app.disclosure.ledger import Verdict, combines, isolates, judge, may_move_on, may_release, members_of
from app.disclosure.raw import Undisclosed, refuse_raw
from app.disclosure.tiers import Thresholds, Tier, large_enough

__all__ = [
    "BESIDE",
    "HIDDEN",
    "NOT_APPLICABLE",
    "NOT_AVAILABLE",
    "Cell",
    "Released",
    "Row",
    "Thresholds",
    "Tier",
    "Totals",
    "Undisclosed",
    "Verdict",
    "band_cell",
    "combines",
    "count_cell",
    "csv_rows",
    "effect_cell",
    "isolates",
    "judge",
    "large_enough",
    "may_move_on",
    "may_release",
    "mean_cell",
    "members_of",
    "refuse_raw",
    "release_counts",
    "release_pairs",
    "release_parts",
    "share_cell",
]
