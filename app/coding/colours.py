"""Colours of themes. A theme keeps any colour that it came with; a page draws it in the nearest of these twelve.

Each has a light and a dark form in the style sheet, with enough contrast to the words on it and to the page.
"""

from collections.abc import Iterable

from app.web.languages import later

PALETTE = {
    "#0f5753": later("Green"),
    "#b4520b": later("Orange"),
    "#2f5fa8": later("Blue"),
    "#9b2c5e": later("Raspberry"),
    "#6b6410": later("Olive"),
    "#6a3fa0": later("Violet"),
    "#8a4b2a": later("Brown"),
    "#1b6f8c": later("Sea"),
    "#a3271f": later("Red"),
    "#3f7d20": later("Leaf"),
    "#4b5563": later("Slate"),
    "#b0308f": later("Pink"),
}
HUES = tuple(PALETTE)


def hue_of(colour: str) -> int:
    """The number of the palette's colour that is nearest; the last but one, a grey, for none."""
    wanted = _rgb(colour)
    if wanted is None:
        return HUES.index("#4b5563")
    return min(range(len(HUES)), key=lambda at: _distance(_rgb(HUES[at]) or wanted, wanted))


def next_colour(used: Iterable[str]) -> str:
    """The palette's colour that the fewest themes have."""
    hues = [hue_of(colour) for colour in used]
    return min(HUES, key=lambda colour: hues.count(HUES.index(colour)))


def _rgb(colour: str) -> tuple[int, int, int] | None:
    try:
        return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
    except ValueError:
        return None


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
