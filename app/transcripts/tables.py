"""Transcripts laid out as a table: one row a turn, with columns for the time, the speaker and the words."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.transcripts import labels
from app.transcripts.lines import Found
from app.transcripts.model import Turn
from app.transcripts.times import whole_span
from app.transcripts.words import Body, Row

HEADINGS = {
    "start": {"time", "times", "timespan", "timestamp", "timecode", "start", "from", "in", "start time", "time in"},
    "end": {"end", "out", "to", "end time", "time out"},
    "speaker": {"speaker", "speakers", "speaker name", "name", "who", "person", "participant", "voice"},
    "text": {
        "content",
        "text",
        "transcript",
        "transcription",
        "speech",
        "words",
        "utterance",
        "dialogue",
        "what was said",
    },
    "number": {"#", "no", "no.", "nr", "number", "line", "row", "turn", "id"},
}
MOSTLY = 0.8


@dataclass(frozen=True)
class Columns:
    """Which column holds what, from 0; None where no column does."""

    text: int
    speaker: int | None
    start: int | None
    end: int | None = None
    number: int | None = None


def turns_of_table(body: Body) -> Found | None:
    """Turns of a document whose words are mostly in a table; None where they are not, or the table is no transcript."""
    rows = [part for part in body if isinstance(part, tuple)]
    inside = sum(len(cell) for row in rows for cell in row)
    if 2 * inside <= sum(len(part) for part in body if isinstance(part, str)) + inside:
        return None
    heading = _headings(rows[0])
    columns = heading or _columns(rows)
    if columns is None:
        return None
    found = Found("table", set_aside=["\t".join(rows[0])] if heading else [])
    top = rows[0] if heading else None
    for part in body:
        if isinstance(part, str):
            if part:
                found.add(Turn(None, None, None, part), matched=False)
        elif part != top and any(part):
            found.add(_turn(part, columns))
    return found


def flattened(body: Body) -> list[str]:
    """The lines of a document whose tables are no transcript; cells of a row are parted by tabs."""
    lines: list[str] = []
    for part in body:
        text = part if isinstance(part, str) else "\t".join(cell for cell in part if cell and not cell.isdigit())
        lines += text.split("\n")
    return lines


def rows_of_lines(lines: Sequence[str]) -> Body:
    """Lines as rows where most have a tab; such files come out of spreadsheets and hanging indents."""
    with_tab = sum("\t" in line for line in lines)
    if with_tab < MOSTLY * sum(bool(line) for line in lines) or not with_tab:
        return []
    return [tuple(cell.strip() for cell in line.split("\t")) if "\t" in line else line for line in lines]


def _headings(row: Row) -> Columns | None:
    """The columns by their headings, where the first row has some and one of them stands over the words."""
    told: dict[str, int] = {}
    for place, cell in enumerate(row):
        for role, words in HEADINGS.items():
            if cell.casefold().strip(" :") in words:
                told.setdefault(role, place)
    if "text" not in told or not {"speaker", "start"} & set(told):
        return None
    return Columns(told["text"], told.get("speaker"), told.get("start"), told.get("end"), told.get("number"))


def _columns(rows: Sequence[Row]) -> Columns | None:
    """The columns by what is in them."""
    cells = [[row[place] for row in rows if place < len(row) and row[place]] for place in range(max(map(len, rows)))]
    times = [place for place, column in enumerate(cells) if _mostly_times(column)]
    numbers = [place for place, column in enumerate(cells) if column and all(cell.isdigit() for cell in column)]
    others = [place for place, column in enumerate(cells) if column and place not in {*times, *numbers}]
    speaker = next((place for place in others if len(others) > 1 and _speakers(cells[place])), None)
    words = [place for place in others if place != speaker]
    if not words or (speaker is None and not times):
        return None
    text = max(words, key=lambda place: sum(map(len, cells[place])))
    start, end, number = (*times, None, None)[0], (*times, None, None)[1], (*numbers, None)[0]
    return Columns(text, speaker, start, end, number)


def _mostly_times(column: Sequence[str]) -> bool:
    return bool(column) and sum(bool(whole_span(cell)) for cell in column) >= MOSTLY * len(column)


def _speakers(column: Sequence[str]) -> bool:
    names = [_label(cell) for cell in column]
    return labels.accepted(names, bracketed=False) == set(names)


def _label(cell: str) -> str:
    return cell.removesuffix(":").strip()


def _turn(row: Row, columns: Columns) -> Turn:
    def cell(place: int | None) -> str:
        return row[place] if place is not None and place < len(row) else ""

    start, end = whole_span(cell(columns.start)) or (None, None)
    if columns.end is not None and (last := whole_span(cell(columns.end))):
        end = last[0]
    told = {columns.text, columns.speaker, columns.number}
    told |= {columns.start} if start is not None else set()
    told |= {columns.end} if end is not None else set()
    more = [text for place, text in enumerate(row) if place not in told and text]
    words = "\n".join(text for text in (cell(columns.text), *more) if text)
    return Turn(_label(cell(columns.speaker)) or None, start, end, words)
