"""The words that go with the numbers: what may be said aloud, and what must be said with it."""

from collections.abc import Mapping, Sequence

from app.disclosure import BESIDE, Cell

Line = Mapping[str, Cell]

NO_PROOF = (
    "A change is not proof. Without a comparison group nobody can say that the programme caused it: pupils grow, "
    "settle and have good and bad days. In one trial, pupils who got no programme at all still changed by 0.50 on a "
    "simple before-and-after comparison like this one."
)
NO_RANKING = "Schools and courses are not ranked here. Their pupils, and who answered, differ too much for that."
DENOMINATORS = (
    "Effect sizes: g_av is the mean change divided by the root mean square of the two standard deviations (d_av), "
    "corrected for small samples (Hedges). d_pre divides by the standard deviation of the first wave alone. The "
    "interval of g_av is an approximation for large groups: it is not shown for fewer than 20 pupils, nor where it "
    "would contradict the interval of the change."
)
WEAK_ALPHA = 0.70
FEWEST_FOR_CLEAR = 6
"""Six who all move the same way do so by chance 1 time in 32; five do 1 time in 16, more often than 5 in 100."""


def many_scales(n_scales: int) -> str:
    """Why one clear change among many is no surprise."""
    by_luck = round(100 * (1 - 0.95**n_scales))
    return (
        f"{n_scales} scales are looked at together. If nothing had changed at all, about {by_luck} of 100 such pages "
        "would still show at least one clear change by chance."
    )


def reliability_note(weak: Sequence[str]) -> str:
    """By which reliability pupils were counted as moved, and which scales are shaky."""
    note = (
        "A pupil moved reliably when the change is larger than the scale's own error would make it 95 times in 100. "
        "The error comes from the scale's reliability (Cronbach's alpha) in the first wave, over everybody in the "
        "survey."
    )
    if weak:
        note += f" Below .70, so read with extra care: {', '.join(weak)}."
    return note


def headline(lines: Mapping[str, Line], first: str, last: str, *, least: int = 1) -> str:
    """One true sentence about the clearest change; honest where there is none. No group is smaller than `least`."""
    shown = {title: line for title, line in lines.items() if line["change"].shown}
    if not shown:
        return nothing_shown(lines)
    least_known = _least_known(shown, least)
    clear = {title: line for title, line in shown.items() if _is_clear(line, least_known)}
    if not clear:
        return _none_clear(shown, f"who answered both {first} and {last}", least_known)
    title, line = max(clear.items(), key=lambda pair: abs(pair[1]["change"].value or 0))
    moved = "rose" if (line["change"].value or 0) > 0 else "fell"
    most = f" {moved} most" if len(clear) > 1 else f" {moved} clearly"
    sentence = (
        f"Of {_pupils({title: line}, shown)} who answered both {first} and {last}, “{title}”{most}: {points(line)}."
    )
    return sentence + _others(clear, len(shown))


def _none_clear(shown: Mapping[str, Line], who: str, least_known: int) -> str:
    if all(_size(line, least_known) < FEWEST_FOR_CLEAR for line in shown.values()):
        return (
            f"Too few pupils to call any change clear: {_pupils(shown)} {who}. Even if nothing had changed, "
            f"fewer than {FEWEST_FOR_CLEAR} may all move the same way by chance."
        )
    none = f"Of {_pupils(shown)} {who}, no scale shows a clear change"
    if any(not line["low"].shown or _leaves_out_zero(line) for line in shown.values()):
        return f"{none}."
    return f"{none}: every 95 % interval includes no change at all."


def nothing_shown(lines: Mapping[str, Line]) -> str:
    """Why no scale has figures."""
    if any(line["n"] == BESIDE for line in lines.values()):
        return "These figures can't be shown safely beside all that was shown before."
    return "There are too few pupils to show a change."


def _others(clear: Mapping[str, Line], n_shown: int) -> str:
    if len(clear) == 1:
        return f" The other {n_shown - 1} scales show no clear change." if n_shown > 2 else ""
    n_up = sum((line["change"].value or 0) > 0 for line in clear.values())
    n_down = len(clear) - n_up
    return f" In all, {n_up or 'none'} of {n_shown} scales rose clearly and {n_down or 'none'} fell clearly."


def points(line: Line) -> str:
    """A change in words: "+6.2 points (95 % interval 2.1 to 10.3)"."""
    change, low, high = line["change"], line["low"], line["high"]
    return f"{signed(change)} points (95 % interval {minus(low.text)} to {minus(high.text)})"


def signed(cell: Cell) -> str:
    """A change with its sign; anything that is no number as it stands."""
    return f"+{cell.text}" if cell.value and cell.value > 0 else minus(cell.text)


def minus(text: str) -> str:
    """A number with a real minus sign, which screen readers read out."""
    return text.replace("-", "\N{MINUS SIGN}")


def _is_clear(line: Line, least_known: int) -> bool:
    return _size(line, least_known) >= FEWEST_FOR_CLEAR and line["low"].shown and _leaves_out_zero(line)


def _leaves_out_zero(line: Line) -> bool:
    low, high = line["low"].value or 0, line["high"].value or 0
    return low > 0 or high < 0


def _size(line: Line, least_known: int) -> float:
    n = line["n"].value
    return least_known if n is None else n


def _least_known(shown: Mapping[str, Line], least: int) -> int:
    """How many at least stand behind a scale that "nearly all" answered: fewer than `least` are missing.

    Where no number is shown at all, nothing says that they are few.
    """
    counts = _counts(shown)
    return max(least, counts[0] - least + 1) if counts else max(least, FEWEST_FOR_CLEAR)


def _pupils(shown: Mapping[str, Line], beside: Mapping[str, Line] | None = None) -> str:
    """How many pupils these scales have; a scale that nearly all answered has no number but that of those `beside`."""
    counts = _counts(shown)
    if not counts:
        most = _counts(beside or {})
        return f"nearly all of {most[-1]} pupils" if most else "nearly all pupils"
    if counts[0] != counts[-1]:
        return f"{counts[0]} to {counts[-1]} pupils"
    return f"{counts[0]} {'pupil' if counts[0] == 1 else 'pupils'}"


def _counts(lines: Mapping[str, Line]) -> list[int]:
    return sorted(int(line["n"].value) for line in lines.values() if line["n"].value is not None)


def forms_note(n_apart: Cell) -> str:
    """Who is left out because they sat another form, and why."""
    n = f"{n_apart.text} {'pupil' if n_apart.value == 1 else 'pupils'}" if n_apart.shown else "too few to say how many"
    return (
        f"Pupils who sat another form of the survey, in one of these waves or in all, are left out: {n}. Scores of two"
        " forms are different measures, and nobody has declared that these may be compared."
    )


def attrition_note(n_lost: Cell, clearest: tuple[str, Cell, Cell, Cell] | None) -> str:
    """Who is missing from the comparison, and whether they began differently."""
    if not n_lost.shown:
        return "A few pupils, too few to show, answered only the first time: the comparison is about those who stayed."
    if not n_lost.value:
        return "Everybody who answered the first time answered again."
    note = (
        f"{n_lost.text} {'pupil' if n_lost.value == 1 else 'pupils'} answered only the first time. They are left out, "
        "so the comparison is about those who stayed."
    )
    if clearest:
        title, difference, low, high = clearest
        note += (
            f" Those who left began differently: on “{title}” by {signed(difference)} points "
            f"(95 % interval {minus(low.text)} to {minus(high.text)})."
        )
    return note
