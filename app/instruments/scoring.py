"""Scale scores in plain arithmetic, for the moment an answer is saved.

The same number as `app.stats.scales.score` gives for a column of pupils; a property test holds the two equal.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.instruments.model import Instrument

MINIMUM_SHARE = 0.6


@dataclass(frozen=True)
class ScaleKey:
    """How one scale is scored: where its items lie in the string of answers, and what each code is worth.

    `items` holds (position, {code: value}); reversed items' values are flipped already.
    """

    low: int
    high: int
    items: tuple[tuple[int, dict[str, int]], ...]


def score_scale(
    instrument: Instrument, scale_id: str, answers: str, minimum_share: float = MINIMUM_SHARE
) -> float | None:
    """Score from 0 to 100, or None when fewer than `minimum_share` (0-1) of the items have a value.

    `answers` holds one code a question, in the order of `instrument.questions`.
    """
    return score_key(scoring_key(instrument)[scale_id], answers, minimum_share)


def score_all(instrument: Instrument, answers: str, minimum_share: float = MINIMUM_SHARE) -> dict[str, float | None]:
    """Score of every scale, in the instrument's order."""
    keys = scoring_key(instrument)
    return {scale_id: score_key(key, answers, minimum_share) for scale_id, key in keys.items()}


def score_key(key: ScaleKey, answers: str, minimum_share: float = MINIMUM_SHARE) -> float | None:
    total = answered = 0
    for position, values in key.items:
        value = values.get(answers[position])
        if value is not None:
            total += value
            answered += 1
    if not answered or answered < minimum_share * len(key.items):
        return None
    return (total / answered - key.low) / (key.high - key.low) * 100


@lru_cache(maxsize=256)
def scoring_key(instrument: Instrument) -> dict[str, ScaleKey]:
    """The published key as a table to score by, made once an instrument."""
    return {scale.id: _key_of(instrument, scale.id) for scale in instrument.scales}


def _key_of(instrument: Instrument, scale_id: str) -> ScaleKey:
    scale = instrument.scale(scale_id)
    items = [instrument.question(id) for id in scale.question_ids]
    values = [option.value for item in items for option in item.options if option.value is not None]
    low, high = min(values), max(values)
    table = []
    for item in items:
        worth = {option.code: option.value for option in item.options if option.value is not None}
        if item.reversed:
            worth = {code: low + high - value for code, value in worth.items()}
        table.append((instrument.positions[item.id], worth))
    return ScaleKey(low, high, tuple(table))
