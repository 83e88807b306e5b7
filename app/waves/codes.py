"""The two codes a pupil types: the class code of a sitting (6 symbols) and the secret code of a card (8).

Of symbols that look alike only one is ever printed, and whichever of them is typed means that one. There are no
vowels, so that a code never spells a word. A card's code is made from a key, the survey, the pupil and the number of
times it was issued: it can be printed again, and the database holds nothing but its keyed fingerprint.
"""

import secrets

from app.db import vault

SYMBOLS = "23456789CDFHJKMNPRTVWXY"
LOOK_ALIKES = str.maketrans({"Z": "2", "S": "5", "G": "6", "B": "8", "0": "D", "O": "D", "Q": "D", "U": "V"})
CLASS_LENGTH = 6
CARD_LENGTH = 8
MOST_TYPED = 40


def new_class_code() -> str:
    """A random class code; the caller sees to it that no open sitting has it."""
    return "".join(secrets.choice(SYMBOLS) for _ in range(CLASS_LENGTH))


def card_code(survey_id: int, pupil_id: int, issue: int) -> str:
    """The code of a card; always the same for the same three numbers and key."""
    number = int(vault.fingerprint(f"{survey_id}/{pupil_id}/{issue}", "cards.code"), 16)
    symbols = []
    for _ in range(CARD_LENGTH):
        number, place = divmod(number, len(SYMBOLS))
        symbols.append(SYMBOLS[place])
    return "".join(symbols)


def card_fingerprint(code: str) -> str:
    """What the database keeps of a card's code, however it was typed."""
    return vault.fingerprint(plain(code), "cards.code_fingerprint")


def plain(typed: str) -> str:
    """A code as it is kept: without spaces and hyphens, in capitals, look-alikes put right."""
    kept = "".join(character for character in typed[:MOST_TYPED].upper() if character.isalnum())
    return kept.translate(LOOK_ALIKES)


def readable(code: str) -> str:
    """A code as it is printed: in groups of four, or three and three."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
