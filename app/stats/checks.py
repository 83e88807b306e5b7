"""What may come in: every refusal of a value, a table or a setting, in one voice."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable
from numbers import Real
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# Fourth powers of larger numbers overflow a float, so what is computed from them would come out as infinite.
LARGEST = 1e50


def number(value: Any, name: str) -> float:
    """`value` as a float, refused unless it is one finite number."""
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, got {value!r}")
    return float(value)


def confidence(value: Any) -> float:
    """The coverage of an interval: a share strictly between 0 and 1."""
    coverage = number(value, "confidence")
    if not 0 < coverage < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {value!r}")
    return coverage


def series(values: Any, name: str) -> pd.Series:
    """`values` as floats on their own labels; a plain sequence is labelled by position.

    Refused are truth values, text, infinite values and a label that stands for two rows.
    """
    import pandas as pd

    given = values if isinstance(values, pd.Series) else pd.Series(values)
    refuse_repeats(given.index, f"{name} has two rows for")
    return pd.Series(_floats(given, name), index=given.index)


def frame(answers: Any, name: str = "answers") -> pd.DataFrame:
    """A copy of `answers` as floats, one row a respondent and at least one column an item."""
    import pandas as pd

    given = table(answers, name)
    columns = {item: _floats(given[item], f"{name}[{item!r}]") for item in given.columns}
    return pd.DataFrame(columns, index=given.index, columns=given.columns)


def table(answers: Any, name: str) -> pd.DataFrame:
    """`answers` itself, refused unless it is a table with columns and nobody and nothing stands in it twice."""
    import pandas as pd

    if not isinstance(answers, pd.DataFrame):
        raise ValueError(f"{name} must be a DataFrame, got {type(answers).__name__}")
    if answers.shape[1] == 0:
        raise ValueError(f"{name} must have at least one column, got none")
    refuse_repeats(answers.columns, f"{name} has two columns called")
    refuse_repeats(answers.index, f"{name} has two rows for")
    return answers


def known(items: Any, columns: Collection[Hashable], name: str) -> list[Hashable]:
    """`items` as a list, refused when one of them is no column."""
    if isinstance(items, str):
        raise ValueError(f"{name} must be a list of question ids, got the text {items!r}")
    wanted = list(items)
    unknown = [item for item in wanted if item not in columns]
    if unknown:
        raise ValueError(f"{name} names {unknown!r}, but the columns are {list(columns)!r}")
    return wanted


def refuse_repeats(labels: pd.Index, complaint: str) -> None:
    """Raise when a label stands twice: which of the two was meant cannot be known."""
    if not labels.is_unique:
        raise ValueError(f"{complaint} {labels[labels.duplicated()][0]!r}")


def floats(values: np.ndarray, name: str) -> np.ndarray:
    """The array itself, refused unless it is one row of floats, each finite or NaN."""
    if values.ndim != 1 or values.dtype != float:
        raise ValueError(f"{name} must be one row of floats, got {values.dtype} of shape {values.shape}")
    _refuse_too_large(values, name)
    return values


def _floats(values: pd.Series, name: str) -> np.ndarray:
    import numpy as np
    from pandas.api import types

    if types.is_bool_dtype(values.dtype):
        raise ValueError(f"{name} must hold numbers, got truth values: code them as 0 and 1")
    if not types.is_any_real_numeric_dtype(values.dtype):
        values = values.astype(object)
        _refuse_other_than_numbers(values, name)
        values = values.where(values.notna(), np.nan)
    numbers: np.ndarray = values.to_numpy(dtype=float, na_value=np.nan)
    _refuse_too_large(numbers, name)
    return numbers


def _refuse_too_large(values: np.ndarray, name: str) -> None:
    import numpy as np

    too_large = np.abs(values) > LARGEST
    if too_large.any():
        raise ValueError(f"{name} must hold finite numbers below {LARGEST:g}, got {float(values[too_large][0])!r}")


def _refuse_other_than_numbers(values: pd.Series, name: str) -> None:
    for value in values[values.notna()]:
        if not isinstance(value, Real) or isinstance(value, bool):
            raise ValueError(f"{name} must hold numbers, got {value!r}")
