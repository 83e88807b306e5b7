"""Numbers about groups of people: scales, change, agreement, counts.

Pure functions. Rows are respondents, columns are question ids, NaN is a missing answer. Each result names its fields
and says how many respondents it rests on; what cannot be computed is None (NaN inside a table), and what should not
have been asked is a `ValueError` that quotes what came. Nothing is rounded here: whoever shows a number rounds it.

NumPy, pandas and SciPy are imported inside the functions that use them, because they are most of the time a process
takes to start.
"""
