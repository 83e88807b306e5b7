"""Who did what, when: an append-only record from which a school can be told what happened in its name.

It holds ids and counts, never names of pupils, answers or any text that a person typed.
"""
