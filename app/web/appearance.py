"""How a pupil's pages look, sound and are worked: what was chosen, as one short text and as attributes of the page.

What is chosen is kept with the pupil's card and comes back at the next entry. It says how a page is to be shown and
nothing else: no page, file or record for staff names it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from flask import Flask, Response, current_app, g, request
from werkzeug.wrappers import Response as BaseResponse

from app.web.languages import later as _

COOKIE = "lateral_appearance"
PATH = "/answer"

CHOICES: dict[str, tuple[Any, dict[str, Any]]] = {
    "text": (
        _("Size of the words"),
        {"16": _("Small"), "20": _("Normal"), "24": _("Big"), "32": _("Very big")},
    ),
    "spacing": (
        _("Space between the words"),
        {"normal": _("Normal"), "wide": _("Wide"), "widest": _("Very wide")},
    ),
    "theme": (
        _("Colours"),
        {
            "computer": _("As on this computer"),
            "light": _("Light"),
            "cream": _("Cream"),
            "dark": _("Dark"),
            "contrast": _("Strong"),
        },
    ),
    "symbols": (_("Pictures next to the answers"), {"survey": _("Normal"), "on": _("Show"), "off": _("Hide")}),
    "speed": (_("Speed of the voice"), {"slow": _("Slow"), "normal": _("Normal"), "fast": _("Fast")}),
    "scan": (
        _("Use one or two keys"),
        {
            "off": _("No"),
            "two": _("Two keys: Space and Enter"),
            "slow": _("One key, slow"),
            "medium": _("One key"),
            "fast": _("One key, fast"),
        },
    ),
}
"""Every choice with its heading and its values, in the order of the page. The words are shown, the values are kept."""


@dataclass(frozen=True)
class Appearance:
    """What is chosen of each of CHOICES. `text` is the size of letters in pixels."""

    text: str = "20"
    spacing: str = "normal"
    theme: str = "computer"
    symbols: str = "survey"
    speed: str = "normal"
    scan: str = "off"

    @classmethod
    def of(cls, chosen: Mapping[str, str]) -> Self:
        """What a form or a text names, and the usual where it names nothing that we know."""
        known = {name: chosen.get(name, "") for name in CHOICES}
        return cls(**{name: value for name, value in known.items() if value in CHOICES[name][1]})

    @classmethod
    def read(cls, text: str) -> Self:
        """From such a text as `str` gives."""
        pairs = (part.partition("-") for part in text.split("."))
        return cls.of({name: value for name, _dash, value in pairs})

    @property
    def unusual(self) -> dict[str, str]:
        """What differs from the usual, by name."""
        chosen = {one.name: (getattr(self, one.name), one.default) for one in fields(self)}
        return {name: value for name, (value, default) in chosen.items() if value != default}

    def __str__(self) -> str:
        """As `text-24.theme-dark`; nothing where all is as usual."""
        return ".".join(f"{name}-{value}" for name, value in self.unusual.items())


def init_app(app: Flask) -> None:
    """Let the pupils' templates say how the page is to look."""
    app.jinja_env.globals.update(appearance=current, appearance_choices=CHOICES)


def current() -> Appearance:
    """What holds for this page."""
    if "appearance" not in g:
        g.appearance = Appearance.read(request.cookies.get(COOKIE, ""))
    chosen: Appearance = g.appearance
    return chosen


def show(chosen: Appearance) -> None:
    """Let this page look so, whatever the browser holds."""
    g.appearance = chosen


def carry(response: Response | BaseResponse, chosen: Appearance) -> None:
    """Let the browser hold it until it is closed, or forget it where all is as usual."""
    if text := str(chosen):
        response.set_cookie(COOKIE, text, path=PATH, secure=_https(), httponly=True, samesite="Strict")
    else:
        forget(response)


def forget(response: Response | BaseResponse) -> None:
    """Leave the next pupil the usual."""
    response.delete_cookie(COOKIE, path=PATH, secure=_https(), httponly=True)


def _https() -> bool:
    return bool(current_app.config["SETTINGS"].https)
