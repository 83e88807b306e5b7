"""Responses of a wave as DataFrames: the only place where rows of answers become tables of numbers.

Void and declined responses are not in them; an unfinished one is, with what was answered until now.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.answers.models import Response
from app.db import db
from app.instruments.kinds import KINDS
from app.instruments.model import Instrument, Question

if TYPE_CHECKING:
    import pandas as pd

COUNTED = ("open", "finished")


def codes_frame(wave_id: int, instrument: Instrument) -> "pd.DataFrame":
    """The codes as stored: one row a response (index `pupil_id`), one column a question id, one character a cell.

    Not answered, not shown, skipped, not sure and prefer not to say keep their own codes.
    """
    import pandas as pd

    pupils, strings = _columns(wave_id, [Response.pupil_id, Response.answers])
    ids = [question.id for question in instrument.questions]
    return pd.DataFrame(_characters(strings, len(ids)), index=pd.Index(pupils, name="pupil_id"), columns=ids)


def values_frame(wave_id: int, instrument: Instrument) -> "pd.DataFrame":
    """The values of scored answers, in their own units and not reversed; NaN for whatever has none.

    Index `pupil_id`, one float column a question id.
    """
    import numpy as np

    codes = codes_frame(wave_id, instrument)
    values = {}
    for question in instrument.questions:
        worth = np.full(128, np.nan)
        for code, value in values_of(question).items():
            worth[ord(code)] = value
        values[question.id] = worth[codes[question.id].to_numpy(dtype="U1").view(np.uint32)]
    return type(codes)(values, index=codes.index, columns=codes.columns)


def scores_frame(wave_id: int, instrument: Instrument) -> "pd.DataFrame":
    """Scale scores (0-100) as they are kept with the responses; NaN where too little was answered.

    Index `pupil_id`, one float column a scale id.
    """
    import pandas as pd

    columns = [getattr(Response, f"score_{number}") for number in range(1, len(instrument.scales) + 1)]
    pupils, *scores = _columns(wave_id, [Response.pupil_id, *columns])
    table = {scale.id: pd.Series(column, dtype=float) for scale, column in zip(instrument.scales, scores, strict=True)}
    return pd.DataFrame(table).set_axis(pd.Index(pupils, name="pupil_id"))


def values_of(question: Question) -> dict[str, int]:
    """The number of each scored code."""
    return KINDS[question.kind].column(question).values


def _columns(wave_id: int, wanted: Sequence[object]) -> list[list[object]]:
    """The wanted columns of the wave's responses, each as a list, in the order of pupils."""
    rows = db.session.execute(
        select(*wanted)  # type: ignore[call-overload]
        .where(Response.wave_id == wave_id, Response.state.in_(COUNTED))
        .order_by(Response.pupil_id)
    ).all()
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in wanted]


def _characters(strings: Sequence[object], length: int) -> list[list[str]]:
    return [list(str(text)[:length]) for text in strings]
