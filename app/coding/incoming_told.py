"""What the pure reader says of a file, in the language of the page."""

from app.qda.problems import Problem
from app.web.languages import _


def told(problem: Problem) -> str:
    """A fault of a file, with its line, in the language of the page."""
    text = _(problem.sentence, **problem.gaps)
    return _("Line %(line)s: %(text)s", line=problem.line, text=text) if problem.line else text
