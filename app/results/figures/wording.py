"""The words that go with the numbers: what may be said aloud, and what must be said with it."""

from collections.abc import Mapping, Sequence

from app.disclosure import BESIDE, Cell
from app.results.figures.who import Line, Waves, counts_of, of_pupils, pupils
from app.web.languages import _, later, ngettext

Clearest = tuple[str, Cell, Cell, Cell]
"""A scale on which those who left began differently: the difference and its interval."""

NO_PROOF = later(
    "A change is not proof. Without a comparison group nobody can say that the programme caused it: pupils grow, "
    "settle and have good and bad days. In one trial, pupils who got no programme at all still changed by 0.50 on a "
    "simple before-and-after comparison like this one."
)
NO_RANKING = later("Schools and courses are not ranked here. Their pupils, and who answered, differ too much for that.")
DENOMINATORS = later(
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
    return ngettext(
        "%(num)s scale is looked at. If nothing had changed at all, about %(by_luck)s of 100 such pages would still "
        "show a clear change by chance.",
        "%(num)s scales are looked at together. If nothing had changed at all, about %(by_luck)s of 100 such pages "
        "would still show at least one clear change by chance.",
        n_scales,
        by_luck=round(100 * (1 - 0.95**n_scales)),
    )


def reliability_note(weak: Sequence[str]) -> str:
    """By which reliability pupils were counted as moved, and which scales are shaky."""
    note = _(
        "A pupil moved reliably when the change is larger than the scale's own error would make it 95 times in 100. "
        "The error comes from the scale's reliability (Cronbach's alpha) in the first wave, over everybody in the "
        "survey."
    )
    shaky = [_("Below .70, so read with extra care: %(scales)s.", scales=", ".join(weak))] if weak else []
    return " ".join([note, *shaky])


def headline(lines: Mapping[str, Line], first: str, last: str, *, least: int = 1) -> str:
    """One true sentence about the clearest change; honest where there is none. No group is smaller than `least`."""
    shown = {title: line for title, line in lines.items() if line["change"].shown}
    if not shown:
        return nothing_shown(lines)
    least_known = _least_known(shown, least)
    clear = {title: line for title, line in shown.items() if _is_clear(line, least_known)}
    if not clear:
        return _none_clear(shown, {"first": first, "last": last}, least_known)
    title, line = max(clear.items(), key=lambda pair: abs(pair[1]["change"].value or 0))
    group = of_pupils({title: line}, {"first": first, "last": last}, beside=shown)
    moved = _moved(line, group=group, scale=title, is_most=len(clear) > 1)
    return " ".join([moved, *_others(clear, len(shown))])


def _moved(line: Line, *, group: str, scale: str, is_most: bool) -> str:
    gaps = {"group": group, "scale": scale, "points": points(line)}
    if (line["change"].value or 0) > 0:
        if is_most:
            return _("%(group)s, “%(scale)s” rose most: %(points)s.", **gaps)
        return _("%(group)s, “%(scale)s” rose clearly: %(points)s.", **gaps)
    if is_most:
        return _("%(group)s, “%(scale)s” fell most: %(points)s.", **gaps)
    return _("%(group)s, “%(scale)s” fell clearly: %(points)s.", **gaps)


def _none_clear(shown: Mapping[str, Line], waves: Waves, least_known: int) -> str:
    if all(_size(line, least_known) < FEWEST_FOR_CLEAR for line in shown.values()):
        return _(
            "Too few pupils to call any change clear: %(group)s. Even if nothing had changed, "
            "fewer than %(fewest)s may all move the same way by chance.",
            group=pupils(shown, waves),
            fewest=FEWEST_FOR_CLEAR,
        )
    group = of_pupils(shown, waves)
    if any(not line["low"].shown or _leaves_out_zero(line) for line in shown.values()):
        return _("%(group)s, no scale shows a clear change.", group=group)
    return _("%(group)s, no scale shows a clear change: every 95 %% interval includes no change at all.", group=group)


def nothing_shown(lines: Mapping[str, Line]) -> str:
    """Why no scale has figures."""
    if any(line["n"] == BESIDE for line in lines.values()):
        return _("These figures can't be shown safely beside all that was shown before.")
    return _("There are too few pupils to show a change.")


def _others(clear: Mapping[str, Line], n_shown: int) -> list[str]:
    if len(clear) == 1:
        if n_shown <= 2:
            return []
        return [
            ngettext(
                "The other scale shows no clear change.",
                "The other %(num)s scales show no clear change.",
                n_shown - 1,
            )
        ]
    n_up = sum((line["change"].value or 0) > 0 for line in clear.values())
    n_down = len(clear) - n_up
    return [
        ngettext(
            "In all, %(up)s of %(num)s scale rose clearly and %(down)s fell clearly.",
            "In all, %(up)s of %(num)s scales rose clearly and %(down)s fell clearly.",
            n_shown,
            up=n_up or _("none"),
            down=n_down or _("none"),
        )
    ]


def points(line: Line) -> str:
    """A change in words: "+6.2 points (95 % interval 2.1 to 10.3)"."""
    return _points(line["change"], line["low"], line["high"])


def _points(change: Cell, low: Cell, high: Cell) -> str:
    return _(
        "%(change)s points (95 %% interval %(low)s to %(high)s)",
        change=signed(change),
        low=said(low),
        high=said(high),
    )


def signed(cell: Cell) -> str:
    """A change with its sign; anything that is no number as it stands."""
    return f"+{cell.text}" if cell.value and cell.value > 0 else said(cell)


def said(cell: Cell) -> str:
    """A number for a sentence or a chart, where "low" would be taken for a low score."""
    return _("close to 0") if cell.text == "low" else minus(cell.text)


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
    counts = counts_of(shown)
    return max(least, counts[0] - least + 1) if counts else max(least, FEWEST_FOR_CLEAR)


def forms_note(n_apart: Cell) -> str:
    """Who is left out because they sat another form, and why."""
    who = _(
        "Pupils who sat another form of the survey, in one of these waves or in all, are left out: too few to say how "
        "many."
    )
    if n_apart.shown:
        who = ngettext(
            "Pupils who sat another form of the survey, in one of these waves or in all, are left out: %(n)s pupil.",
            "Pupils who sat another form of the survey, in one of these waves or in all, are left out: %(n)s pupils.",
            int(n_apart.value or 0),
            n=n_apart.text,
        )
    why = _("Scores of two forms are different measures, and nobody has declared that these may be compared.")
    return " ".join([who, why])


def attrition_note(n_lost: Cell, clearest: Clearest | None) -> str:
    """Who is missing from the comparison, and whether they began differently."""
    if not n_lost.shown:
        return _(
            "A few pupils, too few to show, answered only the first time: the comparison is about those who stayed."
        )
    if not n_lost.value:
        return _("Everybody who answered the first time answered again.")
    note = ngettext(
        "%(n)s pupil answered only the first time. They are left out, so the comparison is about those who stayed.",
        "%(n)s pupils answered only the first time. They are left out, so the comparison is about those who stayed.",
        int(n_lost.value),
        n=n_lost.text,
    )
    if not clearest:
        return note
    title, *cells = clearest
    apart = _("Those who left began differently: on “%(scale)s” by %(points)s.", scale=title, points=_points(*cells))
    return " ".join([note, apart])
