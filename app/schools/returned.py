"""The file that goes back to the person: refused rows, or all of them, each with what is wrong with it.

Mended and uploaded again it is read like any other file: the two added columns stand for nothing.
"""

from collections import defaultdict

from app.schools.cells import show
from app.schools.planning import Plan
from app.schools.reading import Table
from app.web.languages import later

ROW_HEADING = later("Row in your file")
REASON_HEADING = later("What is wrong")


def returned_rows(table: Table, plan: Plan, *, whole: bool) -> tuple[list[str], list[list[str]]]:
    """Headings and rows as text, the original columns first."""
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for refusal in plan.refused:
        reasons[refusal.row].append(f"{refusal.column}: {refusal.sentence}." if refusal.column else refusal.sentence)
    width = len(table.headings)
    rows = [
        [*(show(cell) for cell in row.cells[:width]), str(row.number), " ".join(reasons[row.number])]
        for row in table.rows
        if whole or row.number in reasons
    ]
    return [*table.headings, ROW_HEADING, REASON_HEADING], rows
