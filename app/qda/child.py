"""Run as a program: a project or code book on standard input, JSON on standard output.

What it says is `{"faults": [[line, sentence, gaps], ...]}`, or the thing itself as `plain` writes it. `project` or
`book` as the one argument says which of the two is expected. A project is written as lines.
"""

import gc
import json
import sys
from pathlib import Path

from app.qda import meaning, syntax
from app.qda.archive import Archive
from app.qda.building import code_book, project
from app.qda.helping import without_helpers
from app.qda.model import CodeBook, Project
from app.qda.plain import to_json, to_lines
from app.qda.problems import REASONS, Refused
from app.qda.schema import CODEBOOK_SPACE, PROJECT_SPACE
from app.qda.tree import Element, parse

PROGRAM = Path(__file__)


def understand_project(data: bytes) -> Project:
    """The project of a `.qdpx`; Refused with every fault that is found."""
    archive = Archive(data)
    root = _fit(archive.project(), PROJECT_SPACE)
    checked = meaning.check(root, archive)
    if checked.problems:
        raise Refused(*checked.problems)
    return without_helpers(project(root, checked.texts))


def understand_code_book(data: bytes) -> CodeBook:
    """The code book of a `.qdc`."""
    root = _fit(data, CODEBOOK_SPACE)
    checked = meaning.check(root, None)
    if checked.problems:
        raise Refused(*checked.problems)
    return code_book(root)


def _fit(xml: bytes, space: str) -> Element:
    """The tree, once the schema has nothing against it."""
    root = parse(xml)
    if problems := list(syntax.check(root, space)):
        raise Refused(*problems)
    return root


def main() -> None:
    gc.disable()  # a tree of 100,000 elements has no circles, and looking for some takes a fifth of the time
    try:
        said = _understood(sys.argv[1], sys.stdin.buffer.read())
    except Refused as error:
        said = json.dumps({"faults": [[one.line, one.sentence, one.gaps] for one in error.problems]}).encode()
    except (MemoryError, RecursionError):
        said = json.dumps({"faults": [[0, REASONS["demanding"], {}]]}).encode()
    sys.stdout.buffer.write(said)


def _understood(what: str, data: bytes) -> bytes:
    if what == "project":
        return b"".join(to_lines(understand_project(data)))
    return to_json(understand_code_book(data)).encode()


if __name__ == "__main__":
    main()
