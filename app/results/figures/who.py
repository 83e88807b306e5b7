"""How many pupils a sentence is about, and which: those who answered both waves."""

from collections.abc import Mapping

from app.disclosure import Cell
from app.web.languages import _, ngettext

Line = Mapping[str, Cell]
Waves = dict[str, str]
"""Names of the `first` and the `last` wave, as they stand inside a sentence."""


def pupils(shown: Mapping[str, Line], waves: Waves, *, beside: Mapping[str, Line] | None = None) -> str:
    """How many pupils these scales have; a scale that nearly all answered has no number but that of those `beside`."""
    counts, most = counts_of(shown), counts_of(beside or {})
    if not counts and most:
        return ngettext(
            "nearly all %(num)s pupil who answered both %(first)s and %(last)s",
            "nearly all %(num)s pupils who answered both %(first)s and %(last)s",
            most[-1],
            **waves,
        )
    if not counts:
        return _("nearly all pupils who answered both %(first)s and %(last)s", **waves)
    if counts[0] != counts[-1]:
        return ngettext(
            "%(least)s to %(num)s pupil who answered both %(first)s and %(last)s",
            "%(least)s to %(num)s pupils who answered both %(first)s and %(last)s",
            counts[-1],
            least=counts[0],
            **waves,
        )
    return ngettext(
        "%(num)s pupil who answered both %(first)s and %(last)s",
        "%(num)s pupils who answered both %(first)s and %(last)s",
        counts[0],
        **waves,
    )


def of_pupils(shown: Mapping[str, Line], waves: Waves, *, beside: Mapping[str, Line] | None = None) -> str:
    """The same at the beginning of a sentence of what holds for them."""
    counts, most = counts_of(shown), counts_of(beside or {})
    if not counts and most:
        return ngettext(
            "Of nearly all %(num)s pupil who answered both %(first)s and %(last)s",
            "Of nearly all %(num)s pupils who answered both %(first)s and %(last)s",
            most[-1],
            **waves,
        )
    if not counts:
        return _("Of nearly all pupils who answered both %(first)s and %(last)s", **waves)
    if counts[0] != counts[-1]:
        return ngettext(
            "Of %(least)s to %(num)s pupil who answered both %(first)s and %(last)s",
            "Of %(least)s to %(num)s pupils who answered both %(first)s and %(last)s",
            counts[-1],
            least=counts[0],
            **waves,
        )
    return ngettext(
        "Of %(num)s pupil who answered both %(first)s and %(last)s",
        "Of %(num)s pupils who answered both %(first)s and %(last)s",
        counts[0],
        **waves,
    )


def in_both(shown: Mapping[str, Line], waves: Waves) -> str:
    """The count that stands above a table; `shown` has at least one."""
    counts = counts_of(shown)
    if counts[0] == counts[-1]:
        return _("Pupils who answered both %(first)s and %(last)s: %(n)s.", n=counts[0], **waves)
    gaps = {"least": counts[0], "most": counts[-1], **waves}
    return _("Pupils who answered both %(first)s and %(last)s: %(least)s to %(most)s, depending on the scale.", **gaps)


def counts_of(lines: Mapping[str, Line]) -> list[int]:
    """The numbers of pupils that the lines show, least first."""
    return sorted(int(line["n"].value) for line in lines.values() if line["n"].value is not None)
