"""Scale scores of a group in the waves compared, as arrays.

They are scored from the compact answers, not read from the score columns: a hundred thousand strings arrive as one text
and are scored in numpy in a quarter of the time that a million floats need to arrive.

numpy and pandas are imported where they work: they would add two seconds and 60 MB to every start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.instruments.scoring import MINIMUM_SHARE, ScaleKey

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class Sheet:
    """Responses of one wave: pupils' ids, and their answers as an array of codes, a row a question.

    One that is kept remembers its scores, with the key that each was scored by.
    """

    pupils: np.ndarray
    codes: np.ndarray
    scored: dict[int, tuple[ScaleKey, np.ndarray]] | None = None

    @property
    def n_bytes(self) -> int:
        """What it takes up in memory."""
        scores = (scores for _, scores in (self.scored or {}).values())
        return self.pupils.nbytes + self.codes.nbytes + sum(one.nbytes for one in scores)

    def to_keep(self) -> Sheet:
        """The same in the order of the pupils' ids, for looks to come; nobody may write into it."""
        import numpy as np

        order = np.argsort(self.pupils, kind="stable")
        kept = Sheet(self.pupils[order], np.ascontiguousarray(self.codes[:, order]), {})
        kept.pupils.flags.writeable = kept.codes.flags.writeable = False
        return kept

    @classmethod
    def of(cls, ids: str, answers: str, n_questions: int) -> Sheet:
        """From ids joined by commas and the answers of the same pupils joined by nothing."""
        import numpy as np

        pupils = np.fromstring(ids, dtype=np.int64, sep=",")
        codes = np.frombuffer(answers.encode("ascii"), dtype=np.uint8).reshape(len(pupils), n_questions).T
        return cls(pupils, np.ascontiguousarray(codes))

    def without(self, pupil_ids: Sequence[int]) -> Sheet:
        """The responses of all others."""
        import numpy as np

        kept = ~np.isin(self.pupils, pupil_ids)
        return Sheet(self.pupils[kept], self.codes[:, kept])

    def values(self, position: int, values: Mapping[str, int]) -> np.ndarray:
        """Values of one question, NaN for whatever has none."""
        import numpy as np

        worth = np.full(256, np.nan)
        for code, value in values.items():
            worth[ord(code)] = value
        return worth[self.codes[position]]

    def items(self, key: ScaleKey) -> pd.DataFrame:
        """Values of a scale's statements, one row a response; reversed ones are flipped already."""
        import pandas as pd

        return pd.DataFrame({position: self.values(position, values) for position, values in key.items})

    def score(self, key: ScaleKey) -> np.ndarray:
        """Scores of a scale, 0 to 100, the same to the last bit as the saving of an answer computes them."""
        if self.scored is None:
            return self._score(key)
        by, scores = self.scored.get(id(key), (None, None))
        if by is not key or scores is None:
            scores = self._score(key)
            scores.flags.writeable = False
            self.scored[id(key)] = key, scores
        return scores

    def _score(self, key: ScaleKey) -> np.ndarray:
        import numpy as np

        shift = len(key.items).bit_length()
        both = np.zeros(len(self.pupils), dtype=np.int32)
        for position, values in key.items:
            worth = np.zeros(256, dtype=np.int32)  # one sum for both: the values above, below how many they are
            for code, value in values.items():
                worth[ord(code)] = (value << shift) + 1
            both += worth.take(self.codes[position])
        total, n_answered = both >> shift, both & (1 << shift) - 1
        enough = (n_answered > 0) & (n_answered >= MINIMUM_SHARE * len(key.items))
        with np.errstate(invalid="ignore"):
            scores = (total / n_answered - key.low) / (key.high - key.low) * 100
        scores[~enough] = np.nan
        return scores


@dataclass(frozen=True)
class Scores:
    """Scores of the same pupils wave by wave.

    `pupils` are their ids in rising order; `by_wave` holds for each wave an array of shape (scales, pupils), NaN where
    there is no score; `answered` tells for each wave who has a response.
    """

    pupils: pd.Index
    by_wave: dict[int, np.ndarray]
    answered: dict[int, np.ndarray]

    def of(self, wave_id: int, scale: int) -> np.ndarray:
        """One scale's scores in one wave, one a pupil."""

        found: np.ndarray = self.by_wave[wave_id][scale]
        return found

    def series(self, wave_id: int, scale: int) -> pd.Series:
        """The same, labelled by pupil."""
        import pandas as pd

        return pd.Series(self.of(wave_id, scale), index=self.pupils)

    def has(self, wave_id: int, scale: int) -> np.ndarray:
        """Which pupils have a score."""
        import numpy as np

        return ~np.isnan(self.of(wave_id, scale))

    def members(self, which: np.ndarray) -> int:
        """The marked pupils as a set of bits, one a pupil id."""
        import numpy as np

        if not which.any():
            return 0
        lowest, places = self._places
        bits = which
        if places is not None:
            bits = np.zeros(int(places[-1]) + 1, dtype=bool)
            bits[places] = which
        return int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little") << lowest

    @cached_property
    def _places(self) -> tuple[int, np.ndarray | None]:
        """The lowest id, and how far from it the others lie; None where they follow one another without a gap."""
        ids = self.pupils.to_numpy()
        lowest, highest = int(ids[0]), int(ids[-1])
        return lowest, None if highest - lowest + 1 == len(ids) else ids - lowest

    def members_in(self, wave_id: int) -> int:
        """Everybody with a response in the wave, scored or not."""
        return self.members(self.answered[wave_id])

    @property
    def everyone(self) -> int:
        """Everybody with a response in any of the waves."""
        import numpy as np

        return self.members(np.ones(len(self.pupils), dtype=bool))


Sheets = Mapping[int, Sheet]  # by wave
Keys = Mapping[str, ScaleKey]  # by scale, in the order of the scales


def scores_of(sheets: Sheets, keys: Keys, *others: tuple[Sheets, Keys]) -> Scores:
    """Score each wave's sheet and arrange all on one list of pupils.

    `others` are sheets of another form, each scored with its own key. In a wave a pupil answers one form.
    """
    import numpy as np
    import pandas as pd

    forms = [(sheets, keys), *others]
    every = [sheet.pupils for of_form, _ in forms for sheet in of_form.values()]
    ids = np.sort(np.concatenate(every), kind="stable")
    pupils = ids[np.append(True, ids[1:] != ids[:-1])] if len(ids) else ids
    by_wave, answered = {}, {}
    for wave_id in sheets:
        placed = [(of_form[wave_id], its_keys) for of_form, its_keys in forms]
        by_wave[wave_id], answered[wave_id] = _arranged(placed, pupils, n_scales=len(keys))
    return Scores(pd.Index(pupils, name="pupil"), by_wave, answered)


def _arranged(forms: list[tuple[Sheet, Keys]], pupils: np.ndarray, *, n_scales: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores of one wave on the list of all pupils, NaN for those who did not answer, and who did."""
    import numpy as np

    scores, answered = np.empty((n_scales, len(pupils))), np.zeros(len(pupils), dtype=bool)
    for sheet, keys in forms:
        everybody = np.array_equal(sheet.pupils, pupils)
        places = slice(None) if everybody else np.searchsorted(pupils, sheet.pupils)
        answered[places] = True
        for number, key in enumerate(keys.values()):
            scores[number, places] = sheet.score(key)
    scores[:, ~answered] = np.nan
    return scores, answered
