"""The language a page is in: English for staff, for pupils what they chose.

Sentences stand in the code in English, marked `_("...")`, and are looked up in `app/translations`. Catalogs are read
from their `.po` files when first needed, so that there is nothing to compile and nothing that could be out of date.
"""

from collections.abc import Iterable
from functools import cache
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Babel, Domain, get_locale, ngettext, refresh
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later

from app.config import ROOT
from app.instruments.languages import ENGLISH, LANGUAGES, Language
from app.instruments.model import DRAFT

__all__ = ["_", "current", "later", "ngettext", "speak"]

FOLDER = ROOT / "app" / "translations"
HIGHEST_ASKED = 200
"""No number is named in more than two figures for its form alone, in any of our languages."""


class Catalogs(Domain):
    """Flask-Babel's domain, but read from the `.po` files themselves."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return _catalog(locale.language if locale else ENGLISH)


def init_app(app: Flask) -> None:
    """Let templates and code say things in the language of the page."""
    babel = Babel()
    babel.init_app(app, locale_selector=lambda: g.get("language", ENGLISH))
    babel.domain_instance = Catalogs()
    app.before_request(lambda: speak(ENGLISH))
    app.jinja_env.globals.update(language=current, languages=named, count_forms=count_forms)


def speak(code: str) -> None:
    """Say whatever is said from now on in this request in that language."""
    g.language = code if code in LANGUAGES else ENGLISH
    refresh()


def current() -> Language:
    """The language of this page."""
    locale = get_locale()
    return LANGUAGES[locale.language if locale else ENGLISH]


def named(codes: Iterable[str]) -> list[Language]:
    """The languages with these codes."""
    return [LANGUAGES[code] for code in codes if code in LANGUAGES]


def are_screens_draft(code: str) -> bool:
    """True until a speaker has reviewed what the pupils' screens say in that language; its catalog tells."""
    return _catalog(code).info().get("x-status", DRAFT) == DRAFT


def count_forms() -> dict[str, int]:
    """The forms that a counted thing takes in this language, by CLDR's names, each with a number that takes it.

    A script that counts chooses among them as the browser's `Intl.PluralRules` says.
    """
    return _count_forms(current().code)


@cache
def _count_forms(code: str) -> dict[str, int]:
    rule = Locale.parse(code).plural_form
    forms: dict[str, int] = {}
    for number in range(HIGHEST_ASKED):
        forms.setdefault(rule(number), number)
    return forms


@cache
def _catalog(code: str) -> NullTranslations:
    path = FOLDER / code / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        catalog = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
