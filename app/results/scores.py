"""Scale scores of a group in the waves compared, as arrays.

numpy and pandas are imported where they work: they would add two seconds and 60 MB to every start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MISSING = -1.0  # how the query says "no score": scores are 0 to 100


@dataclass(frozen=True)
class Scores:
    """Scores of the same pupils wave by wave.

    `pupils` are their ids in rising order; `by_wave` holds for each wave an array of shape (pupils, scales), NaN where
    there is no score; `answered` tells for each wave who has a response.
    """

    pupils: pd.Index
    by_wave: dict[int, np.ndarray]
    answered: dict[int, np.ndarray]

    def series(self, wave_id: int, scale: int) -> pd.Series:
        """One scale's scores in one wave, on all pupils."""
        import pandas as pd

        return pd.Series(self.by_wave[wave_id][:, scale], index=self.pupils)

    def has(self, wave_id: int, scale: int) -> np.ndarray:
        """Which pupils have a score."""
        import numpy as np

        return ~np.isnan(self.by_wave[wave_id][:, scale])

    def members(self, which: np.ndarray) -> int:
        """The marked pupils as a set of bits, one a pupil id."""
        import numpy as np

        if not which.any():
            return 0
        ids = self.pupils.to_numpy()[which]
        bits = np.zeros(int(ids[-1]) + 1, dtype=bool)
        bits[ids] = True
        return int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")

    def members_in(self, wave_id: int) -> int:
        """Everybody with a response in the wave, scored or not."""
        return self.members(self.answered[wave_id])

    @property
    def everyone(self) -> int:
        """Everybody with a response in any of the waves."""
        import numpy as np

        return self.members(np.ones(len(self.pupils), dtype=bool))


def scores_of(rows_by_wave: dict[int, Sequence[Iterable[float]]], n_scales: int) -> Scores:
    """Arrange rows of (pupil id, score, score, ...) by wave on one list of pupils."""
    import numpy as np
    import pandas as pd

    tables = {
        wave_id: np.fromiter((value for row in rows for value in row), float).reshape(-1, n_scales + 1)
        for wave_id, rows in rows_by_wave.items()
    }
    pupils = np.unique(np.concatenate([table[:, 0] for table in tables.values()]).astype(np.int64))
    by_wave, answered = {}, {}
    for wave_id, table in tables.items():
        placed = np.full((len(pupils), n_scales), np.nan)
        scores = table[:, 1:]
        places = np.searchsorted(pupils, table[:, 0].astype(np.int64))
        placed[places] = np.where(scores == MISSING, np.nan, scores)
        by_wave[wave_id] = placed
        answered[wave_id] = np.zeros(len(pupils), dtype=bool)
        answered[wave_id][places] = True
    return Scores(pd.Index(pupils, name="pupil"), by_wave, answered)


def items_of(answers: Sequence[str], items: Sequence[tuple[int, dict[str, int]]]) -> pd.DataFrame:
    """Values of a scale's statements in compact strings of answers, one row a response; NaN = no value.

    `items` are (position in the string, value of each code), reversed statements flipped already.
    """
    import numpy as np
    import pandas as pd

    codes = np.frombuffer("".join(answers).encode("ascii"), dtype=np.uint8).reshape(len(answers), -1)
    columns = {}
    for position, values in items:
        worth = np.full(256, np.nan)
        for code, value in values.items():
            worth[ord(code)] = value
        columns[position] = worth[codes[:, position]]
    return pd.DataFrame(columns)
