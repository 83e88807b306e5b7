"""The sequence numbers of a response's values as one text: `WIDTH` figures a question, in the instrument's order.

The number of a question is that of the write whose value stands; 0 where there is none. A response that was made
before there were numbers has an empty text, which reads as zeros.
"""

WIDTH = 5
MOST = 10**WIDTH - 1


def at(seqs: str, position: int) -> int:
    """The number of one question, counted from 0."""
    return int(seqs[position * WIDTH : (position + 1) * WIDTH] or 0)


def highest(seqs: str) -> int:
    """The highest number there is."""
    return int(max((seqs[start : start + WIDTH] for start in range(0, len(seqs), WIDTH)), default=0))


def put(seqs: str, position: int, seq: int, *, n_questions: int) -> str:
    """The text with another number for one question."""
    whole = seqs.ljust(n_questions * WIDTH, "0")
    return f"{whole[: position * WIDTH]}{seq:0{WIDTH}}{whole[(position + 1) * WIDTH :]}"
