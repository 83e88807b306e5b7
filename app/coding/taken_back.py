"""Words that were taken back, where a researcher wrote them down again: a memo leaves them out as well.

From five words in a row on, what somebody said who does not take part (any more) is read as […]. Of a shorter turn it
is all of it, if it has three words. Capitals, accents' forms and what stands between words make no difference.
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

from app.coding.reading import TAKEN_OUT, list_closed_words
from app.studies.models import Study

RUN, FEWEST = 5, 3
_WORD = re.compile(r"\w+(?:['’]\w+)*")  # noqa: RUF001  (people type both apostrophes)


class TakenBack:
    """Words of these turns, to be left out wherever they stand again."""

    def __init__(self, turns: Iterable[str]) -> None:
        self._runs: set[tuple[str, ...]] = set()
        for turn in turns:
            words = [word for word, _start, _end in _words(turn)]
            size = min(RUN, len(words))
            if size >= FEWEST:
                self._runs |= {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}

    def out_of(self, text: str) -> str:
        """The text without them."""
        if not self._runs or not text:
            return text
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
    return TakenBack(list_closed_words(study))
