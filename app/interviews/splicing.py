"""What changed between two wordings, as few words as possible, so that what points at the others stays on them."""

import re
from difflib import SequenceMatcher

from app.interviews.anchored import Splice

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
MOST_TOKENS = 3000
"""Of more than these, only what stands between the first and the last change is told: comparing takes its time."""


def splices_between(before: str, after: str, at: int) -> list[Splice]:
    """Changes that make `before`, which stands at `at`, into `after`: the last place first, so that each stays true."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    head = _n_same(old, new)
    tail = _n_same(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    start = at + sum(map(len, old[:head]))
    if max(len(middle_old), len(middle_new)) > MOST_TOKENS:
        return [Splice(start, "".join(middle_old), "".join(middle_new))]
    places = [start]
    for token in middle_old:
        places.append(places[-1] + len(token))
    changes = SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes()
    told = [
        Splice(places[a], "".join(middle_old[a:b]), "".join(middle_new[c:d]))
        for kind, a, b, c, d in changes
        if kind != "equal"
    ]
    return told[::-1]


def _n_same(first: list[str], second: list[str]) -> int:
    for at, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return at
    return min(len(first), len(second))
