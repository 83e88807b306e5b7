"""What the cover of a booklet says to a pupil, in the language of the booklet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import g
from flask_babel import refresh

from app.instruments.languages import ENGLISH
from app.instruments.model import Instrument
from app.waves.models import Survey
from app.waves.wording import who_will_see
from app.web.languages import STAFF, _, ngettext, speak


@dataclass(frozen=True)
class CoverWords:
    """The sentences of a cover, part by part."""

    before: tuple[str, ...]
    see_title: str
    facts: tuple[str, ...]
    choice: str
    part_title: str
    yes: str
    no: str
    how: str
    thanks: str


def cover_words(survey: Survey, form: Instrument, language: str) -> CoverWords:
    """What a cover of that form says in the language with that code."""
    with speaking(language):
        about = ngettext(
            "%(num)s short question about you and your school. There are no right or wrong answers.",
            "%(num)s short questions about you and your school. There are no right or wrong answers.",
            len(form.questions),
        )
        return CoverWords(
            before=(about, _("Do not write your name.")),
            see_title=_("Who will see your answers?"),
            facts=tuple(who_will_see(survey, on_paper=True)),
            choice=_("You can leave a question out. You can stop at any time. If you say no, nothing happens to you."),
            part_title=_("Do you want to take part?"),
            yes=_("Yes"),
            no=_("No thank you"),
            how=_("Tick one box for each question. Fold the booklet before you give it back."),
            thanks=_("Thank you"),
        )


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it whatever is said is said to a pupil in that language; then the page goes on as before."""
    before = g.get("language", ENGLISH), g.get("hearers", STAFF)
    speak(language)
    try:
        yield
    finally:
        g.language, g.hearers = before
        refresh()
