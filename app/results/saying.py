"""Released cells as people read them. A hidden number is said in words; the reason stands in the file.

These are filters and not macros, because a page has two hundred cells.
"""

from markupsafe import Markup, escape

from app.disclosure import Cell
from app.results.figures.wording import minus
from app.web.drawing import instead_of_a_number
from app.web.languages import in_markup as _

WORDS = {"c", "x", "z", "low"}
"""The texts of cells that stand for words, by `app.disclosure.cells`."""


def figure(cell: Cell, signed: bool = False) -> Markup:
    """A number, where it is `signed` with a plus above zero, or the words that stand for it."""
    if cell.text in WORDS:
        return _in_words(cell)
    if signed and cell.value is not None and cell.value > 0:
        return escape(f"+{cell.text}")
    return escape(minus(cell.text))


def interval(low: Cell, high: Cell) -> Markup:
    """From one limit to the other, or the words for what hides them."""
    return _("%(low)s to %(high)s", low=figure(low), high=figure(high)) if low.shown and high.shown else figure(low)


def count_of_them(cell: Cell, both: Cell) -> str:
    """How many of the pupils in `both` waves a mean between them is about; nothing where it is about all of them."""
    if cell.shown and both.shown and cell.value == both.value:
        return ""
    if "nearly all" in cell.reason:
        return _("nearly all of them")
    return _("too few to show of them") if cell.text == "c" else _("%(n)s of them", n=cell.text)


def _in_words(cell: Cell) -> Markup:
    if cell.text == "low":
        return _("close to 0")
    words = {"c": _why_hidden, "x": _why_not_available}.get(cell.text, _does_not_apply)(cell.reason)
    return instead_of_a_number(words)


def _why_hidden(reason: str) -> Markup:
    if "nearly all" in reason:
        return _("nearly all")
    if "alike" in reason:
        return _("hidden: all alike")
    return _("hidden: too much shown before") if "before" in reason else _("too few to show")


def _why_not_available(reason: str) -> Markup:
    if "too rough" in reason:
        return _("not available: too rough")
    return _("not available: all moved alike") if "moved by the same" in reason else _("not available")


def _does_not_apply(reason: str) -> Markup:
    return _("does not apply")
