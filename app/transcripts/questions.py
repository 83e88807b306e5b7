"""Which question of a schedule an interviewer's turn asks, for a person to confirm.

A turn asks a question when most of the question's words are in it, rare words counting more than common ones (their
weight falls with the share of questions that hold them). Questions are expected in the order of the schedule: going
back to an earlier one needs better evidence. Each turn asks one question or none; a question may be asked again.
"""

import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from app.marked import marked
from app.transcripts.matching import words_of
from app.transcripts.model import Turn

SENTENCE = re.compile(r"(?<=[.?!…])\s+|\n+")
LONGEST = 3  # sentences that are looked at together
STEM = 6  # letters of a word that count: "change", "changes" and "changed" are one
LEAST = 0.5
BACK = 0.15  # what going back in the schedule costs
SAME = 0.95
COMMON_WORDS = (
    "a an and are as at be been but by can did do does for from had has have how i if in is it its me my of on or our "
    "so that the their them then there they this to us was we were what when where which who why will with would you "
    "your about could tell think please"
)
COMMON = frozenset(COMMON_WORDS.split())
COMMON_WEIGHT = 0.15
REASONS = {
    "same": marked("The turn holds the words of the question"),
    "similar": marked("The turn holds most words of the question"),
    "back": marked("The turn holds most words of a question that comes earlier in the schedule"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a schedule, by its id, as it is worded there."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionMatch:
    """A proposal: the turn at place `turn` (from 0) asks `question`. `score` 0 to 1, `reason` a key of `REASONS`."""

    turn: int
    question: str
    score: float
    reason: str


def match_questions(
    turns: Sequence[Turn], questions: Sequence[Question], *, interviewers: Container[str | None]
) -> tuple[QuestionMatch, ...]:
    """Proposals in the order of the turns; only turns whose label is one of `interviewers` ask anything."""
    weights = _Weights(questions)
    asked = [(place, weights.scores(turn.text)) for place, turn in enumerate(turns) if turn.speaker in interviewers]
    asked = [(place, scores) for place, scores in asked if any(score >= LEAST for score in scores)]
    chosen = _in_order([scores for _, scores in asked], len(questions))
    told: list[QuestionMatch] = []
    last = -1
    for (place, scores), which in zip(asked, chosen, strict=True):
        if which is not None:
            reason = "back" if which < last else "same" if scores[which] >= SAME else "similar"
            told.append(QuestionMatch(place, questions[which].key, round(scores[which], 3), reason))
            last = which
    return tuple(told)


def questions_of_turns(n_turns: int, matches: Sequence[QuestionMatch]) -> tuple[str | None, ...]:
    """The question each turn belongs to, which is the one asked last; None before the first."""
    asked = {match.turn: match.question for match in matches}
    told: list[str | None] = []
    for place in range(n_turns):
        told.append(asked.get(place, told[-1] if told else None))
    return tuple(told)


def _stems(text: str) -> set[str]:
    return {word if word in COMMON else word[:STEM] for word in words_of(text)}


class _Weights:
    """How much each word says about which question is asked."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._n = len(questions)
        self._stems = [_stems(question.text) for question in questions]
        self._held = Counter(stem for stems in self._stems for stem in stems)
        self._full = [sum(map(self._weight, stems)) or 1.0 for stems in self._stems]

    def _weight(self, stem: str) -> float:
        rare = math.log(1 + self._n / self._held.get(stem, 1))
        return rare * COMMON_WEIGHT if stem in COMMON else rare

    def scores(self, text: str) -> list[float]:
        """For each question the best that a few sentences in a row reach: 1 for its very words and no others."""
        best = [0.0] * self._n
        for window in _windows(text):
            whole = sum(map(self._weight, window)) or 1.0
            for place, stems in enumerate(self._stems):
                if shared := sum(map(self._weight, window & stems)):
                    score = shared / self._full[place] * (0.7 + 0.3 * shared / whole)
                    best[place] = max(best[place], score)
        return best


def _windows(text: str) -> Iterator[set[str]]:
    sentences = [_stems(sentence) for sentence in SENTENCE.split(text)]
    for first in range(len(sentences)):
        window: set[str] = set()
        for sentence in sentences[first : first + LONGEST]:
            if sentence:
                window = window | sentence
                yield window


def _in_order(scores: Sequence[Sequence[float]], n_questions: int) -> list[int | None]:
    """The question each turn asks so that the whole fits best; None for none.

    Worth is the sum of what scores are above `LEAST`, less `BACK` each time the schedule is gone back. `best[q]` is
    the most that can be had so far where q was asked last; the place before the first stands for nothing asked yet.
    """
    best = [0.0] + [-math.inf] * n_questions
    steps: list[list[tuple[int, bool]]] = []
    for row in scores:
        anywhere = max(range(len(best)), key=best.__getitem__)
        earlier = 0
        now, step = best[:], [(place, False) for place in range(len(best))]
        for place in range(1, len(best)):
            earlier = max(earlier, place, key=best.__getitem__)
            source = earlier if best[earlier] >= best[anywhere] - BACK else anywhere
            worth = best[source] - BACK * (source > place) + row[place - 1] - LEAST
            if row[place - 1] >= LEAST and worth > now[place]:
                now[place], step[place] = worth, (source, True)
        best = now
        steps.append(step)
    return _traced(best, steps)


def _traced(best: Sequence[float], steps: Sequence[Sequence[tuple[int, bool]]]) -> list[int | None]:
    place = max(range(len(best)), key=best.__getitem__)
    told: list[int | None] = []
    for step in reversed(steps):
        place, asked, now = *step[place], place
        told.append(now - 1 if asked else None)
    return told[::-1]
