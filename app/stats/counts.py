"""Counts: how often each answer was given."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from app.stats import checks

if TYPE_CHECKING:
    import pandas as pd


def distribution(answers: pd.DataFrame, *, codes: Iterable[Hashable], missing: Iterable[Hashable] = ()) -> pd.DataFrame:
    """How many gave each answer to each question, the kinds of missing answer counted apart.

    Parameters
    ----------
    answers : DataFrame, shape (respondents, questions)
        One column per question, holding codes; NaN or None where nothing is stored.
    codes : iterable
        Every code that is an answer, in the order wanted.
    missing : iterable, default none
        Every code that stands for a kind of missing answer, such as "skipped", in the order wanted.

    Returns
    -------
    DataFrame of whole numbers, one row per question in the order of the columns; the index is called `question`
        One column per code, then one per kind of missing answer, then `blank` (nothing stored) and `answered`, the
        sum over `codes` and the base of a percentage. All but `answered` add up to the number of rows.

    Raises
    ------
    ValueError
        An answer that is in neither list, a code that stands twice or is called `blank` or `answered`, or a row or
        a column that stands twice.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"like": [1, 2, 2, "skipped", None]})
    >>> distribution(answers, codes=[1, 2, 3], missing=["skipped"]).loc["like"].to_dict()
    {1: 1, 2: 2, 3: 0, 'skipped': 1, 'blank': 1, 'answered': 3}
    """
    import pandas as pd

    given, apart = _listed(codes, "codes"), _listed(missing, "missing")
    names = [*given, *apart, "blank", "answered"]
    if len(set(names)) < len(names):
        raise ValueError(f"codes and missing must name each code once and not blank or answered, got {names[:-2]!r}")
    cells = checks.table(answers, "answers")
    rows = [_tally(cells[question], codes=given, missing=apart) for question in cells.columns]
    return pd.DataFrame(rows, index=cells.columns.rename("question"), columns=names)


def _tally(column: pd.Series, *, codes: list[Hashable], missing: list[Hashable]) -> list[int]:
    counted = column.astype(object).value_counts()
    by_code = {code: int(n) for code, n in zip(counted.index, counted, strict=True)}
    odd = [code for code in by_code if code not in codes and code not in missing]
    if odd:
        raise ValueError(f"answers to {column.name!r} must be one of {[*codes, *missing]!r}, got {odd[0]!r}")
    answered = [by_code.get(code, 0) for code in codes]
    return [*answered, *(by_code.get(code, 0) for code in missing), int(column.isna().sum()), sum(answered)]


def _listed(codes: Iterable[Hashable], name: str) -> list[Hashable]:
    if isinstance(codes, str):
        raise ValueError(f"{name} must be a list of codes, got the text {codes!r}")
    return list(codes)
