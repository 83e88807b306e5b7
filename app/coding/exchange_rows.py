"""Codings as rows of a table, and transcripts in pieces with the themes of each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from app.coding.exchange import Export, Leaving, Mark, Said

HEADINGS = (
    "Interview", "Speakers", "Roles", "Theme", "Words", "Start", "End", "Coder", "Memo", "May be shared", "Guid",
)  # fmt: skip


def rows_of(export: Export) -> Iterable[tuple[object, ...]]:
    """A row for each coding, by `HEADINGS`. Places count characters of the text that leaves."""
    for leaving in export.leaving:
        for mark in leaving.marks:
            yield _row(export, leaving, mark)


def _row(export: Export, leaving: Leaving, mark: Mark) -> tuple[object, ...]:
    coding, reading = mark.coding, leaving.reading
    passage = reading.passage(coding.start, coding.end)
    speakers = [one for one in passage.participants if one in leaving.participants]
    return (
        reading.interview.title,
        ", ".join(one.pseudonym for one in speakers),
        ", ".join(sorted({one.role for one in speakers})),
        export.paths[coding.theme_id],
        leaving.text[mark.start : mark.end],
        str(mark.start),
        str(mark.end),
        coding.coder_name,
        mark.memo,
        "yes" if passage.is_shareable else "no: " + ", ".join(sorted(passage.refusals)),
        coding.guid,
    )


@dataclass(frozen=True)
class Piece:
    """Words with the same themes from first to last; `numbers` lead to the list under the turn."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Paragraph:
    """A turn in pieces, and the themes it bears: number, theme and coder."""

    label: str
    pieces: tuple[Piece, ...]
    themes: tuple[tuple[int, str, str], ...]


def paragraphs_of(export: Export, leaving: Leaving) -> list[Paragraph]:
    """The transcript to be read on paper: every turn, its marked words, and under it the themes of these."""
    starts = [one.start for one in leaving.said]
    over: dict[int, list[Mark]] = {}
    for mark in leaving.marks:
        for at in range(max(bisect_right(starts, mark.start) - 1, 0), bisect_left(starts, mark.end)):
            if mark.start < leaving.said[at].end:
                over.setdefault(at, []).append(mark)
    return [_paragraph(export, leaving, one, over.get(at, [])) for at, one in enumerate(leaving.said)]


def _paragraph(export: Export, leaving: Leaving, said: Said, here: list[Mark]) -> Paragraph:
    numbered = list(enumerate(here, 1))
    cuts = sorted({said.start, said.end, *(max(said.start, one.start) for one in here),
                   *(min(said.end, one.end) for one in here)})  # fmt: skip
    pieces = tuple(
        Piece(
            leaving.text[first:last], tuple(number for number, one in numbered if one.start < last and one.end > first)
        )
        for first, last in zip(cuts, cuts[1:], strict=False)
    )
    themes = tuple((number, export.paths[one.coding.theme_id], one.coding.coder_name) for number, one in numbered)
    return Paragraph(said.label, pieces, themes)
