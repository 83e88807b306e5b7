"""The demo: a fictional partnership in the middle of its year, so that a visitor finds something to look at.

Nobody in it exists. The same seed gives the same pupils and the same answers; dates count from today.
"""
