"""A code book of another study or program becomes themes of this one; what is wrong with a file is told."""

from collections.abc import Iterable

from app.coding import book
from app.coding.exchange_project import EXAMPLE
from app.coding.models import Theme
from app.coding.queries import list_themes
from app.policy import Actor
from app.qda.cleaning import one_line
from app.qda.model import Code, CodeBook
from app.qda.problems import Problem
from app.studies.models import Study
from app.web.languages import _

LONGEST_NAME, LONGEST_TEXT = 80, 1000


def told(problem: Problem) -> str:
    """A fault of a file, with its line, in the language of the page."""
    text = _(problem.sentence, **problem.gaps)
    return _("Line %(line)s: %(text)s", line=problem.line, text=text) if problem.line else text


def add_book(study: Study, actor: Actor, taken: CodeBook) -> tuple[int, int]:
    """Add each code as a theme; how many were added, and how many stood there already under the same heading."""
    known = {(one.parent_id, one.name.casefold()): one for one in list_themes(study)}
    return _add(study, actor, taken.codes, None, known)


def _add(
    study: Study,
    actor: Actor,
    codes: Iterable[Code],
    parent: int | None,
    known: dict[tuple[int | None, str], Theme],
) -> tuple[int, int]:
    n_added = n_known = 0
    for code in codes:
        fields = _fields(code, parent)
        theme = known.get((parent, fields.name.casefold()))
        if theme is None:
            theme = book.add_theme(study, actor, fields)
            known[parent, theme.name.casefold()] = theme
            n_added += 1
        else:
            n_known += 1
        added, there = _add(study, actor, code.codes, theme.id, known)
        n_added, n_known = n_added + added, n_known + there
    return n_added, n_known


def _fields(code: Code, parent: int | None) -> book.ThemeFields:
    definition, _, example = code.description.partition(EXAMPLE)
    return book.ThemeFields(
        name=one_line(code.name, LONGEST_NAME) or "—",
        definition=definition[:LONGEST_TEXT],
        example=example[:LONGEST_TEXT],
        colour=code.colour,
        is_codable=code.is_codable,
        parent_id=parent,
    )
