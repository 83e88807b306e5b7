"""What hypothesis draws for tests of figures."""

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

# The first call imports SciPy, so a time limit per example would fail on it alone.
quick = settings(deadline=None, max_examples=60)

scores = st.integers(0, 400).map(lambda quarter: quarter / 4)
maybe = st.one_of(st.none(), scores)


@st.composite
def waves(draw, *, of=maybe, at_least=0):
    """Two waves of the same pupils, some of whom missed one."""
    pairs = draw(st.lists(st.tuples(of, of), min_size=at_least, max_size=25))
    before, after = ([pair[side] for pair in pairs] for side in (0, 1))
    return pd.Series(before, dtype=float), pd.Series(after, dtype=float)


@st.composite
def answer_tables(draw, *, missing=True):
    """Answers 1 to 5 of up to 15 pupils to 2 to 6 statements."""
    cell = st.one_of(st.none(), st.integers(1, 5)) if missing else st.integers(1, 5)
    items = draw(st.integers(2, 6))
    rows = draw(st.lists(st.lists(cell, min_size=items, max_size=items), min_size=1, max_size=15))
    return pd.DataFrame(rows, columns=[f"q{number}" for number in range(items)], dtype=float)
