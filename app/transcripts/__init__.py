"""A recording's or a typist's file to turns: who spoke, from when to when, and the words, whatever the layout.

`reading.read` reads a file, `matching` proposes who a label is, `questions` which question of a schedule a turn asks.
Pure: nothing here knows the web or the database. Times are whole milliseconds from the start as the file counts it,
words are Unicode in form NFC, and what fits no layout is kept as words without a speaker, never dropped.
"""
