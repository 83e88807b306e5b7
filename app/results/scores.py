"""Scale scores of a group in the waves compared, as arrays.

They are scored from the compact answers, not read from the score columns: a hundred thousand strings arrive as one text
and are scored in numpy in a quarter of the time that a million floats need to arrive.

numpy and pandas are imported where they work: they would add two seconds and 60 MB to every start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.instruments.scoring import MINIMUM_SHARE, ScaleKey

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class Sheet:
    """Responses of one wave: pupils' ids, and their answers as an array of codes, a row a question."""

    pupils: np.ndarray
    codes: np.ndarray

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
        import numpy as np

        both = np.zeros(len(self.pupils), dtype=complex)
        for position, values in key.items:
            worth = np.zeros(256, dtype=complex)  # the real part adds up values, the imaginary one counts them: exactly
            for code, value in values.items():
                worth[ord(code)] = complex(value, 1)
            both += worth[self.codes[position]]
        total, n_answered = both.real, both.imag
        enough = (n_answered > 0) & (n_answered >= MINIMUM_SHARE * len(key.items))
        with np.errstate(invalid="ignore"):
            return np.where(enough, (total / n_answered - key.low) / (key.high - key.low) * 100, np.nan)


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
        ids = self.pupils.to_numpy()
        bits = np.zeros(int(ids[-1]) + 1, dtype=bool)
        bits[ids] = which
        return int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")

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
        placed = by_wave[wave_id] = np.full((len(keys), len(pupils)), np.nan)
        answered[wave_id] = np.zeros(len(pupils), dtype=bool)
        for of_form, its_keys in forms:
            places = np.searchsorted(pupils, of_form[wave_id].pupils)
            for number, key in enumerate(its_keys.values()):
                placed[number, places] = of_form[wave_id].score(key)
            answered[wave_id][places] = True
    return Scores(pd.Index(pupils, name="pupil"), by_wave, answered)
