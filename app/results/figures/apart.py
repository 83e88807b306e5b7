"""Counts of one page beside each other: scale by scale they must not tell of a few pupils who left a scale out."""

from collections.abc import Iterable, Mapping

from app.disclosure import HIDDEN, Cell

NEARLY_ALL = Cell("c", None, "nearly all pupils of the comparison; the number would tell of the few who are missing")
GIVE_AWAY = ("stayed", "moved_little")  # with the other parts these come to the number that is not shown
Line = Mapping[str, Cell]


def keep_apart(lines: Mapping[str, Line], *, least: int) -> dict[str, dict[str, Cell]]:
    """The lines with only such counts as are the same from scale to scale, or differ by at least k.

    The scale with the most pupils keeps its counts; one that differs by 1..k-1 from a line kept before, in any count of
    pupils or in the pupils of a whole wave, is said to have nearly all.
    """
    kept: list[dict[str, float]] = []
    apart: dict[str, dict[str, Cell]] = {}
    for title in sorted(lines, key=lambda one: -(lines[one]["n"].value or 0)):
        line = dict(lines[title])
        numbers = dict(_numbers(line))
        if any(_is_near(numbers, other, least) for other in kept):
            hidden = [name for name in line if line[name].shown and (_counts_pupils(name) or name in GIVE_AWAY)]
            line |= {name: NEARLY_ALL if name == "n" or name.startswith("n_between") else HIDDEN for name in hidden}
        else:
            kept.append(numbers)
        apart[title] = line
    return {title: apart[title] for title in lines}


def _counts_pupils(name: str) -> bool:
    return name == "n" or name.startswith("n_")


def _is_near(one: Mapping[str, float], other: Mapping[str, float], least: int) -> bool:
    return any(0 < abs(number - other[name]) < least for name, number in one.items() if name in other)


def _numbers(line: Line) -> Iterable[tuple[str, float]]:
    """Every count of pupils that a line shows, and how many answered each wave in all."""
    for name, cell in line.items():
        if _counts_pupils(name) and cell.value is not None:
            yield name, cell.value
            if name in ("n_first_only", "n_last_only") and line["n"].value is not None:
                yield f"all of {name}", cell.value + line["n"].value
