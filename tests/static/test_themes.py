"""The pupils' colour themes, as the built sheet has them: text at least 7:1, borders, faces and focus at least 3:1."""

import itertools
import re

import pytest

from tests.static.test_build import DIST

GROUNDS = ("paper", "surface", "sunk", "tint")
TEXTS = ("ink", "soft", "primary")
SHAPES = ("line-strong", "primary", "focus", "ink")
BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")


def colours(selector):
    """Every custom property that holds for a root element with that selector, the last word winning."""
    found = {}
    sheet = (DIST / "pupil.css").read_text(encoding="utf-8")
    plain = re.sub(r"@media (?!\(prefers-color-scheme: ?dark\))[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
    if "dark" not in selector:
        plain = re.sub(r"@media[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", plain)
    for selectors, body in BLOCK.findall(plain):
        name = selectors.split("{")[-1].strip()
        if name in {":root", selector} and not ("media" in selectors and selector != ":root(dark)"):
            found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{3,6})\b", body))
    return found


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


THEMES = {name: f':root[data-theme="{name}"]' for name in ("light", "cream", "dark", "contrast")}


@pytest.fixture(params=THEMES, scope="module")
def theme(request):
    sheet = (DIST / "pupil.css").read_text(encoding="utf-8")
    selector = next(one for one in (f":root[data-theme={request.param}]", THEMES[request.param]) if one in sheet)
    return colours(selector)


def test_the_arithmetic_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_themes_differ(theme):
    assert len(theme) > 20


def test_every_text_stands_out_seven_to_one(theme):
    pairs = [*itertools.product(TEXTS, GROUNDS), ("bad", "bad-tint"), ("bad", "paper"), ("ink", "bad-tint")]
    pairs += [("on-primary", "primary"), ("on-primary", "primary-hover")]
    low = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 7} == {}


def test_borders_faces_and_the_focus_stand_out_three_to_one(theme):
    pairs = [*itertools.product(SHAPES, GROUNDS), ("bad", "bad-tint")]
    low = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3} == {}
