"""Nothing raw passes, however deep it lies."""

from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from app.disclosure import Cell, Released, Row, Tier, Undisclosed, refuse_raw


@dataclass
class Box:
    held: object


class OwnFrame(pd.DataFrame):
    """A frame by another name."""


RAW = [
    np.float64(1.5),
    np.int64(2),
    np.bool_(True),
    np.array([1]),
    pd.Series([1]),
    pd.DataFrame({"a": [1]}),
    OwnFrame({"a": [1]}),
    pd.Index([1]),
    pd.NA,
    pd.Timestamp("2026-01-05"),
]


@pytest.mark.parametrize("raw", RAW, ids=lambda raw: type(raw).__name__)
@pytest.mark.parametrize(
    "wrap",
    [
        lambda raw: raw,
        lambda raw: {"page": {"table": raw}},
        lambda raw: [("a", [raw])],
        lambda raw: Box([Box(raw)]),
        lambda raw: MappingProxyType({"x": (raw,)}),
        lambda raw: {"x": raw}.values(),
        lambda raw: SimpleNamespace(change=raw),
    ],
    ids=["bare", "dict", "list", "dataclass", "mapping", "view", "namespace"],
)
def test_a_raw_value_is_refused_wherever_it_lies(raw, wrap):
    with pytest.raises(Undisclosed, match="gate"):
        refuse_raw(wrap(raw))


def test_a_raw_key_is_refused():
    with pytest.raises(Undisclosed):
        refuse_raw({np.int64(3): "three"})


@pytest.mark.parametrize("lazy", [(n for n in [1]), map(str, [1]), iter([1]), zip([1], [2], strict=True)])
def test_what_cannot_be_looked_into_is_refused(lazy):
    with pytest.raises(Undisclosed, match="pass a list"):
        refuse_raw({"rows": lazy})


@pytest.mark.parametrize("held", [{"text": np.str_("1")}, {"value": np.float64(1)}, {"reason": np.str_("few")}])
def test_a_cell_that_is_not_looked_into_again_cannot_hold_a_raw_value(held):
    with pytest.raises(Undisclosed):
        Cell(**{"text": "1", **held})


FEW = Cell("1", 1.0)


@pytest.mark.parametrize(
    "held",
    [
        {"columns": (np.str_("n"),)},
        {"rows": (Row(np.str_("Ash"), (FEW,)),)},
        {"rows": (Row("Ash", (np.float64(1),)),)},
        {"tier": np.str_("T1")},
        {"counts": (np.float64(1),)},
        {"notes": ("a", [np.int64(1)])},
    ],
    ids=["heading", "label", "cell", "tier", "count", "note"],
)
def test_a_table_that_is_not_looked_into_again_cannot_hold_a_raw_value(held):
    with pytest.raises(Undisclosed, match="gate"):
        Released(**{"columns": ("n",), "rows": (Row("Ash", (FEW,)),), "tier": Tier.T1, **held})


@pytest.mark.parametrize(
    "held", [{"columns": ["n"]}, {"rows": [Row("Ash", (FEW,))]}, {"rows": (Row("Ash", [FEW]),)}, {"notes": ["a"]}]
)
def test_a_table_that_is_not_looked_into_again_holds_nothing_that_could_change(held):
    with pytest.raises(Undisclosed, match="tuples"):
        Released(**{"columns": ("n",), "rows": (Row("Ash", (FEW,)),), "tier": Tier.T1, **held})


def test_plain_values_pass_even_in_a_circle():
    circle: list[object] = [
        1,
        2.0,
        "three",
        None,
        True,
        b"4",
        {"x": {1, 2}},
        Box("y"),
        range(3),
    ]
    circle.append(circle)
    refuse_raw(circle)
