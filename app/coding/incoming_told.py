"""What the pure reader says of a file, in the language of the page."""

from app.qda.problems import MOST_TOLD, Problem, Refused
from app.web.forms import Form
from app.web.languages import _, ngettext

MOST_FAULTS = MOST_TOLD


def told(problem: Problem) -> str:
    """A fault of a file, with its line, in the language of the page."""
    text = _(problem.sentence, **problem.gaps)
    return _("Line %(line)s: %(text)s", line=problem.line, text=text) if problem.line else text


def refuse_file(form: Form, refusal: Refused) -> list[str]:
    """Say beside the field `file` why nothing came in; the faults, where they have lines, for a list of their own."""
    faults, n = [told(one) for one in refusal.problems], len(refusal.problems)
    if any(one.line for one in refusal.problems):
        sentence = ngettext(
            "This file has %(n)s fault, told below. Nothing of it came in",
            "This file has %(n)s faults, told below. Nothing of it came in",
            n,
            n=n,
        )
        form.add_error("file", sentence)
        return faults
    for sentence in faults:
        form.add_error("file", sentence)
    return []
