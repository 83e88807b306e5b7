"""Names of waves on pages of results, in the language of the page.

The ledger and files name a wave by its kind and, from the second of a kind on, a number: during, during 2.
"""

from app.waves.naming import in_sentence, numbered, wave_kind_name


def wave_in_sentence(name: str, kind: str) -> str:
    """A wave of that name and kind inside a sentence: during 2."""
    return _called(in_sentence(kind), name, kind)


def wave_heading(name: str, kind: str) -> str:
    """The same by itself: During 2."""
    return _called(wave_kind_name(kind), name, kind)


def _called(word: str, name: str, kind: str) -> str:
    number = name.removeprefix(kind).strip()
    return numbered(word, int(number)) if number else word
