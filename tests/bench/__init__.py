"""`make bench`: how fast Lateral is, measured against the bare machine in the same run.

The real server runs as its own process on a fresh database; a load generator in another process plays the pupils.
What it finds goes into `docs/performance.md`. It is bounded in count and time, and asks nobody but this machine.
"""
