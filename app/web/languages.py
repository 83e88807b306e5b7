"""The language a page is in: for pupils what they chose, for staff what they chose in this browser.

Sentences stand in the code in English, marked `_("...")`, and are looked up in `app/translations`. Each language has
up to two catalogs there: `messages.po` with what pupils read, `staff.po` with all else. Catalogs are read from their
`.po` files when first needed, so that there is nothing to compile and nothing that could be out of date; a page's own
catalog is asked first, then the other.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from io import BytesIO
from typing import cast

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel, Domain, refresh
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from app.config import ROOT
from app.instruments.languages import ENGLISH, LANGUAGES, Language
from app.instruments.model import DRAFT
from app.web import cookies

__all__ = ["_", "current", "in_english", "in_markup", "later", "ngettext", "speak"]

FOLDER = ROOT / "app" / "translations"
PUPILS, STAFF = "messages", "staff"
COOKIE = "lateral_language"
YEAR = 365 * 24 * 60 * 60
HIGHEST_ASKED = 200
"""No number is named in more than two figures for its form alone, in any of our languages."""


class Later(LazyString):
    """Said when it is shown, in the language of that page; escaped in a template like any other text."""

    def __html__(self) -> Markup:
        return escape(str(self))


def later(sentence: str, **gaps: object) -> str:
    """A sentence that stands in the code outside any request: a label, a heading, a refusal. It behaves as a text."""
    return cast(str, Later(partial(_, sentence, **gaps)))


class Catalogs(Domain):
    """Flask-Babel's domain, but read from the `.po` files themselves."""

    def get_translations(self) -> NullTranslations:
        return _catalog(*_speech())


_WORDS = Catalogs()
_, ngettext = _WORDS.gettext, _WORDS.ngettext
"""Said now, in the language of the page; in English where there is no page."""


def init_app(app: Flask) -> None:
    """Let templates and code say things in the language of the page."""
    babel = Babel()
    babel.init_app(app, locale_selector=locale)
    babel.domain_instance = _WORDS
    app.before_request(_begin)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(language=current, languages=named, count_forms=count_forms)
    app.jinja_env.globals.update({"_": in_markup, "gettext": in_markup})


def in_markup(sentence: str, **gaps: object) -> Markup:
    """What Jinja's own would make of a sentence, in a fraction of the time: a page of figures has a hundred."""
    text = _marked(*_speech(), str(sentence))
    return text % gaps if gaps or "%" in text else text


@lru_cache(maxsize=8192)
def _marked(code: str, hearers: str, sentence: str) -> Markup:
    return Markup(_catalog(code, hearers).ugettext(sentence))  # our own words; what fills a gap is escaped


def _begin() -> None:
    if cookies.is_left_out(request.path):
        speak(ENGLISH)
    else:
        speak_to_staff(request.cookies.get(COOKIE, ENGLISH))


def speak(code: str) -> None:
    """Say whatever is said to a pupil from now on in this request in that language."""
    g.language, g.hearers = code if code in LANGUAGES else ENGLISH, PUPILS
    refresh()


def speak_to_staff(code: str) -> None:
    """Say whatever is said to staff from now on in this request in that language, if there are words for it."""
    g.language, g.hearers = code if code in staff_languages() else ENGLISH, STAFF
    refresh()


def keep_for_staff(response: Response, code: str, *, https: bool) -> None:
    """Let this browser go on in that language; English, and one we have no words for, need no cookie."""
    if code == ENGLISH or code not in staff_languages():
        response.delete_cookie(COOKIE, secure=https, httponly=True, samesite="Lax")
    else:
        response.set_cookie(COOKIE, code, max_age=YEAR, secure=https, httponly=True, samesite="Lax")


@contextmanager
def in_english() -> Iterator[None]:
    """Say what is kept, or sent as data, in English, whatever the language of the page."""
    if not g:
        yield
        return
    before = {name: g.get(name) for name in ("language", "hearers")}
    speak_to_staff(ENGLISH)
    try:
        yield
    finally:
        for name, value in before.items():
            g.pop(name) if value is None else setattr(g, name, value)
        refresh()


def _speech() -> tuple[str, str]:
    """The code of the page's language, and who hears it."""
    try:
        here = g._get_current_object()  # asked once, for two: each page asks some hundred times
    except RuntimeError:  # no page
        return ENGLISH, STAFF
    return here.get("language", ENGLISH), here.get("hearers", STAFF)


def _code() -> str:
    return _speech()[0]


def locale() -> str:
    """How dates, numbers and lists are written on this page; English is that of the schools here."""
    return "en_GB" if _code() == ENGLISH else _code()


def current() -> Language:
    """The language of this page."""
    return _language(_code())


@cache
def _language(code: str) -> Language:
    """One of the pupils' languages, or what is known in general about one that only staff have."""
    if code in LANGUAGES:
        return LANGUAGES[code]
    known = Locale.parse(code)
    name, english = known.get_display_name() or code, known.get_display_name(ENGLISH) or code
    direction = "rtl" if known.text_direction == "rtl" else "ltr"
    return Language(code.replace("_", "-"), name, english, direction)


def named(codes: Iterable[str]) -> list[Language]:
    """The languages with these codes."""
    return [LANGUAGES[code] for code in codes if code in LANGUAGES]


@cache
def staff_languages() -> dict[str, Language]:
    """What staff may choose among, by code: English, and whatever there is a catalog of theirs for."""
    codes = sorted(path.parts[-3] for path in FOLDER.glob(f"*/LC_MESSAGES/{STAFF}.po"))
    return {code: _language(code) for code in (ENGLISH, *codes)}


def are_screens_draft(code: str) -> bool:
    """True until a speaker has reviewed what the pupils' screens say in that language; its catalog tells."""
    return _catalog(code, PUPILS).info().get("x-status", DRAFT) == DRAFT


def count_forms() -> dict[str, int]:
    """The forms that a counted thing takes in this language, by CLDR's names, each with a number that takes it.

    A script that counts chooses among them as the browser's `Intl.PluralRules` says.
    """
    return _count_forms(_code())


@cache
def _count_forms(code: str) -> dict[str, int]:
    rule = Locale.parse(code).plural_form
    forms: dict[str, int] = {}
    for number in range(HIGHEST_ASKED):
        forms.setdefault(rule(number), number)
    return forms


@cache
def _catalog(code: str, hearers: str) -> NullTranslations:
    """What is said to these hearers in that language, with what is said to the others behind it."""
    catalog = _read(code, hearers)
    catalog.add_fallback(_read(code, STAFF if hearers == PUPILS else PUPILS))
    return catalog


def _read(code: str, hearers: str) -> NullTranslations:
    path = FOLDER / code / "LC_MESSAGES" / f"{hearers}.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        catalog = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
