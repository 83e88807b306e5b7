"""What every template may use: dates and times as people here write them, the actor, what they may do, navigation."""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Flask

from app.db import now
from app.policy import Permission, allows
from app.web import compiling, drawing, navigation
from app.web.guard import current_actor
from app.web.languages import _, locale

ZONE = ZoneInfo("Europe/London")


def day(value: date | None) -> str:
    """22 November 2026, as the page's language writes it."""
    return "" if value is None else _day(value, locale())


def moment(value: datetime | None) -> str:
    """22 November 2026, 14:05, in the schools' time zone."""
    if value is None:
        return ""
    local = value.astimezone(ZONE)
    return _("%(day)s, %(time)s", day=day(local.date()), time=clock(local))


def clock(value: datetime | None) -> str:
    """14:05, in the schools' time zone."""
    if value is None:
        return ""
    local = value.astimezone(ZONE)
    return _clock(local.hour, local.minute, locale())


@lru_cache(maxsize=512)
def _day(value: date, locale: str) -> str:
    return str(format_date(value, "long", locale=locale))


@lru_cache(maxsize=512)
def _clock(hour: int, minute: int, locale: str) -> str:
    return str(format_time(time(hour, minute), "short", locale=locale))


def number(value: float) -> str:
    """1,000: for a sentence that counts, `ngettext("%(n)s pupil", "%(n)s pupils", count, n=number(count))`."""
    return format_decimal(value, locale=locale())


def listed(parts: Iterable[object]) -> str:
    """Ash, Beech and Fir."""
    return format_list([str(part) for part in parts], locale=locale())


def period(first: date, last: date | None) -> str:
    """From 1 September 2026 until 31 July 2027, or open."""
    if last is None:
        return _("from %(first)s", first=day(first))
    return _("from %(first)s until %(last)s", first=day(first), last=day(last))


def language_name(code: str) -> str:
    """What the page's language calls a language: Polish."""
    return Locale.parse(code).get_language_name(locale()) or code


def minute(value: datetime) -> str:
    """2026-11-22 14:05, in the schools' time zone, as spreadsheets sort it."""
    return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}"


def today() -> date:
    """The schools' date."""
    return now().astimezone(ZONE).date()


def may(permission: str, subject: Any = None) -> bool:
    """True when the actor may: `may("SURVEY_EDIT", survey)`; templates hide what would be refused."""
    return allows(current_actor(), Permission[permission], subject)


def init_app(app: Flask) -> None:
    """Register filters, globals and the context of every template, and how templates are compiled."""
    app.jinja_env.code_generator_class = compiling.Sparing
    app.jinja_env.filters.update(
        day=day, moment=moment, clock=clock, number=number, listed=listed, language_name=language_name
    )
    app.jinja_env.filters.update(shape=drawing.shape, whisker=drawing.whisker, drawn=drawing.drawn)
    app.jinja_env.globals.update(may=may, period=period, today=today)
    app.jinja_env.globals.update(is_for_guests=navigation.is_for_guests)
    app.context_processor(lambda: {"actor": current_actor(), "navigation": navigation.entries()})
