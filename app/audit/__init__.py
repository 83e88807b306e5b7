"""Who did what, when: an append-only record that leaders can read about their own school.

It holds ids and counts, never names of pupils, answers or any text that a person typed.
"""
