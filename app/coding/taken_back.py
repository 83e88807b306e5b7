"""Words that were taken back, where a researcher wrote them down again: what is written leaves them out as well.

That is every memo, what a theme means and its example, summaries of the grid, and findings. Pages write these with
`left_of`, which every template of this room has.

From five words in a row on, what somebody said who does not take part (any more) is read as […]. Of a shorter turn it
is all of it, if it has three words. Capitals, accents' forms and what stands between words make no difference.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from app.coding import blueprint
from app.coding.findings import Finding, FindingSource
from app.coding.models import Theme
from app.coding.reading import TAKEN_OUT, list_closed_words
from app.studies.models import Study

RUN, FEWEST = 5, 3
_WORD = re.compile(r"\w+(?:['’]\w+)*")  # noqa: RUF001  (people type both apostrophes)


class TakenBack:
    """Words of these turns, to be left out wherever they stand again. No turn is read before there is such a text."""

    def __init__(self, turns: Iterable[str]) -> None:
        self._turns = turns

    @cached_property
    def _runs(self) -> frozenset[tuple[str, ...]]:
        runs: set[tuple[str, ...]] = set()
        for turn in self._turns:
            words = [word for word, _start, _end in _words(turn)]
            size = min(RUN, len(words))
            if size >= FEWEST:
                runs |= {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}
        return frozenset(runs)

    def out_of(self, text: str | None) -> str:
        """The text without them; an empty one for None."""
        if not text or len(_words(text)) < FEWEST or not self._runs:
            return text or ""
        kept, at = [], 0
        for start, end in self._places(text):
            kept += [text[at:start], TAKEN_OUT]
            at = end
        return "".join([*kept, text[at:]])

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand, places that meet put together."""
        words, found = _words(text), list[tuple[int, int]]()
        last = -1
        for at in range(len(words)):
            size = max((n for n in range(FEWEST, RUN + 1) if self._is_run(words[at : at + n], n)), default=0)
            if not size:
                continue
            start, end = words[at][1], words[at + size - 1][2]
            if at <= last + 1 and found:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
            last = max(last, at + size - 1)
        return found

    def _is_run(self, words: list[tuple[str, int, int]], size: int) -> bool:
        return len(words) == size and tuple(word for word, _start, _end in words) in self._runs


def _words(text: str) -> list[tuple[str, int, int]]:
    """Each word in small letters, and where it stands."""
    return [
        (normalize("NFC", one.group()).casefold().replace("’", "'"), *one.span())  # noqa: RUF001
        for one in _WORD.finditer(text)
    ]


def taken_back_of(study: Study) -> TakenBack:
    """What nobody reads any more of the study; nothing is opened where everybody takes part."""
    return TakenBack(_ClosedWords(study))


class LeftOf:
    """`left_of(theme, "definition")`: what is left of something written. One serves one page."""

    def __init__(self) -> None:
        self._taken_back: dict[int, TakenBack] = {}

    def __call__(self, thing: Theme | Finding | FindingSource, name: str) -> str:
        study = thing.study
        taken_back = self._taken_back.setdefault(study.id, taken_back_of(study))
        return taken_back.out_of(getattr(thing, name))


blueprint.context_processor(lambda: {"left_of": LeftOf()})


@dataclass(frozen=True)
class _ClosedWords:
    """Opened when somebody goes through them, and not before."""

    study: Study

    def __iter__(self) -> Iterator[str]:
        return iter(list_closed_words(self.study))
