"""Whether a text of one byte a letter was read in the right encoding, told by where its letters and signs stand.

Windows-1252, the old Macintosh's encoding and that of DOS read nearly any byte as some sign. Only the right one of them
makes words of it: in the others capitals stand within words, and daggers and signs of money behind letters.
"""

import re
from itertools import islice

OTHERS = ("mac_roman", "cp850")
LOOKED_AT = 20_000  # signs beyond ASCII that are enough to tell by
JOINING = frozenset("’‘´–—·")
CLOSING = frozenset("“”…»«™®©°²³¹")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
NOT_IN_NAMES = re.compile("[‚„†‡ˆ‰‹›•˜¡¢£¤¥¦§¨¬¯±µ¶¸¼½¾¿™®©°²³¹]")


def is_read_wrongly(data: bytes, text: str) -> bool:
    """True where another encoding leaves fewer signs of `data` out of place than `text`, read as Windows-1252's."""
    misfits = count_misfits(text)
    return misfits > 0 and any(count_misfits(data.decode(other)) < misfits for other in OTHERS)


def count_misfits(text: str) -> int:
    """Signs of a text that stand where no word has them."""
    return sum(_is_misfit(text, found.start()) for found in islice(BEYOND_ASCII.finditer(text), LOOKED_AT))


def _is_misfit(text: str, place: int) -> bool:
    sign, before, after = text[place], text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if sign.isalpha():
        within_capitals = before.isupper() and after.isupper()
        return within_capitals if sign.islower() else before.islower() or (before.isupper() and after.islower())
    if sign in JOINING or sign.isspace() or not before.isalpha():
        return False
    return after.isalpha() or sign not in CLOSING
