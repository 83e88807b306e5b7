"""Depth one of three: are the right parts there, named rightly and of the right sort?

Reading goes on after a mistake, so that an author sees all of them at once.
"""

import difflib
from collections.abc import Iterator
from typing import Any

from app.instruments.problems import Report
from app.instruments.yaml_text import Block


class Reader:
    """Takes parts out of one block of the file; what is missing or wrong goes to the report."""

    def __init__(self, block: Block, place: str, report: Report) -> None:
        self.block = block
        self.place = place
        self.report = report
        self.known: set[str] = set()

    def text(self, key: str, default: str | None = None) -> str:
        """A line of text. It must be there unless `default` is given."""
        self.known.add(key)
        value = self.block.get(key)
        if value is None or value == "":
            if default is None:
                self.report.problem(self.place, f"Add “{key}:” and write something after it.")
            return default or ""
        if not isinstance(value, str):
            self.report.problem(self.place, f"“{key}:” takes one piece of text, not a list or a block.")
            return default or ""
        return " ".join(value.split())

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of pieces of text, each started by a dash; none when there is no such part."""
        self.known.add(key)
        value = self.block.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            self.report.problem(self.place, f"“{key}:” takes a list of texts: start each with a dash.")
            return ()
        return tuple(" ".join(one.split()) for one in value)

    def number(self, key: str, default: int | None) -> int | None:
        written = self.text(key, "")
        if not written:
            return default
        try:
            return int(written)
        except ValueError:
            self.report.problem(self.place, f"“{key}: {written}” has to be a whole number.")
            return default

    def yes(self, key: str) -> bool:
        written = self.text(key, "no").lower()
        if written not in {"yes", "no", "true", "false"}:
            self.report.problem(self.place, f"“{key}:” takes yes or no.")
        return written in {"yes", "true"}

    def part(self, key: str, *, required: bool = False) -> Block:
        """A block of named parts; an empty one when there is none."""
        self.known.add(key)
        value = self.block.get(key, "")
        if isinstance(value, Block):
            return value
        if value != "":
            self.report.problem(self.place, f"“{key}:” takes named parts, indented, one a line.")
        elif required:
            self.report.problem(self.place, f"Add “{key}:”.")
        return Block()

    def blocks(self, key: str, *, required: bool = False) -> list[Block]:
        """A list of blocks, each started by a dash."""
        self.known.add(key)
        value = self.block.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, Block) for one in value):
            self.report.problem(self.place, f"“{key}:” takes a list: start each of its parts with a dash.")
            return []
        if required and not value:
            self.report.problem(self.place, f"Add “{key}:” with at least one part.")
        return value

    def nothing_else(self) -> None:
        """Whatever was not asked for is a slip of the pen: say so, and what was meant perhaps."""
        for key in self.block:
            if key not in self.known:
                near = difflib.get_close_matches(key, self.known, n=1)
                hint = f" Did you mean “{near[0]}:”?" if near else ""
                self.report.problem(self.place, f"“{key}:” is not known here.{hint}")


def named_texts(block: Any, place: str, report: Report) -> Iterator[tuple[str, str]]:
    """(name, text) pairs of a block that must hold nothing but text."""
    if not isinstance(block, Block):
        report.problem(place, "Here go named texts, indented, one a line.")
        return
    for name, value in block.items():
        if isinstance(value, str) and value:
            yield name, " ".join(value.split())
        else:
            report.problem(place, f"Write one piece of text after “{name}:”.")
