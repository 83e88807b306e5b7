"""Paragraphs and rows of tables, gathered while a document is read from its first sign to its last."""

from app.transcripts.refusals import TranscriptRefused
from app.transcripts.text import MOST_CHARACTERS, MOST_LINES

Row = tuple[str, ...]
Body = list[str | Row]
MOST_CELLS = 200


class Gathering:
    """What a reader of documents tells as it goes. A table inside a cell is words of that cell."""

    def __init__(self) -> None:
        self.body: Body = []
        self._paragraph: list[str] = []
        self._cells: list[list[str]] = []
        self._cell: list[str] | None = None
        self._tables = 0
        self._size = 0

    def add(self, text: str) -> None:
        """More words of the paragraph at hand."""
        self._size += len(text)
        if self._size > MOST_CHARACTERS:
            raise TranscriptRefused("long")
        self._paragraph.append(text)

    def end_paragraph(self) -> None:
        text = "".join(self._paragraph)
        self._paragraph.clear()
        if self._cell is not None:
            self._cell.append(text)
        else:
            self._keep(text)

    def start_table(self) -> None:
        self._tables += 1

    def start_cell(self) -> None:
        if self._tables <= 1:
            self._cell = []

    def end_cell(self) -> None:
        if self._tables > 1 or self._cell is None:
            return
        if self._paragraph:
            self.end_paragraph()
        self._cells.append(self._cell)
        self._cell = None
        if len(self._cells) > MOST_CELLS:
            raise TranscriptRefused("packed")

    def drop_cell(self) -> None:
        """Take back a cell that was started and turned out not to be there."""
        self._cell = None

    def end_row(self) -> None:
        if self._tables > 1 or not self._cells:
            return
        self._keep(tuple("\n".join(cell).strip() for cell in self._cells))
        self._cells.clear()

    def end_table(self) -> None:
        self._tables -= 1

    def finish(self) -> Body:
        """All there is, with what was never ended."""
        if self._paragraph:
            self.end_paragraph()
        if self._cell:
            self.end_cell()
        self._tables = 0
        self.end_row()
        return self.body

    def _keep(self, part: str | Row) -> None:
        self.body.append(part)
        if len(self.body) > MOST_LINES:
            raise TranscriptRefused("long")
