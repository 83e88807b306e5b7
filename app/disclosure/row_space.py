"""Which sums follow from the sums already shown, in exact arithmetic modulo a prime."""

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

PRIME = 2**31 - 1  # products of two residues fit 64 bits


def distances(rows: Sequence[Sequence[int]], n_columns: int) -> list[int]:
    """How far each column's unit vector lies from the row space, weighed down to one residue.

    A sum over some columns follows from the rows exactly when their distances add up to zero; random weights make a
    wrong yes as rare as one in two thousand million.

    Parameters
    ----------
    rows
        One row a set that was shown, one column an atom, 1 where the set holds the atom.
    """
    import numpy as np  # a process that shows no figures starts without it

    matrix, pivots = _reduced(np.array(rows, dtype=np.int64).reshape(len(rows), n_columns))
    weights = np.array(Random(n_columns).choices(range(1, PRIME), k=n_columns), dtype=np.int64)
    weights[pivots] = 0
    distance = weights.copy()
    distance[pivots] = -(matrix[: len(pivots)] * weights % PRIME).sum(axis=1) % PRIME
    return [int(residue) for residue in distance]


def _reduced(matrix: "np.ndarray") -> tuple["np.ndarray", list[int]]:
    """Reduced row echelon form and its pivot columns."""
    pivots: list[int] = []
    for column in range(matrix.shape[1]):
        top = len(pivots)
        below = matrix[top:, column].nonzero()[0]
        if below.size:
            found = top + int(below[0])
            matrix[[top, found]] = matrix[[found, top]]
            matrix[top] = matrix[top] * pow(int(matrix[top, column]), -1, PRIME) % PRIME
            others = matrix[:, column].copy()
            others[top] = 0
            matrix = (matrix - others[:, None] * matrix[top]) % PRIME
            pivots.append(column)
    return matrix, pivots
