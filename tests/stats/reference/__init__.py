"""Published data; `SOURCES.md` says where each comes from."""

from pathlib import Path

import pandas as pd


def read(name: str, **options) -> pd.DataFrame:
    """The table called `name`."""
    return pd.read_csv(Path(__file__).parent / f"{name}.csv", **options)
