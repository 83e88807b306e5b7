"""How old a reader has to be, by two formulas that look at different things.

Flesch-Kincaid (Kincaid, Fishburne, Rogers and Chissom 1975) counts syllables; the Automated Readability Index
(Smith and Senter 1967) counts letters. Both give an American school grade; a grade's pupils are five years
older than its number.
"""

import re
from collections.abc import Iterable

GRADE_TO_AGE = 5
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


def words_of(text: str) -> list[str]:
    """Words in lower case, without punctuation."""
    return [word.lower() for word in _WORD.findall(text)]


def syllables(word: str) -> int:
    """Groups of vowels, less a silent final e or -ed. An estimate, as all such counts are."""
    word = word.lower()
    count = len(_VOWELS.findall(word))
    if re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscxzgh]es$", word):
        count -= 1
    return max(count, 1)


def reading_ages(texts: Iterable[str]) -> dict[str, float]:
    """Age in years by each formula, over all texts together. There must be at least one word."""
    texts = list(texts)
    words = [word for text in texts for word in words_of(text)]
    sentences = sum(max(1, len(re.findall(r"[.?!](?=\s|$)", text))) for text in texts)
    per_sentence = len(words) / sentences
    per_word = sum(map(syllables, words)) / len(words)
    letters = sum(map(len, words)) / len(words)
    return {
        "Flesch-Kincaid": 0.39 * per_sentence + 11.8 * per_word - 15.59 + GRADE_TO_AGE,
        "the Automated Readability Index": 4.71 * letters + 0.5 * per_sentence - 21.43 + GRADE_TO_AGE,
    }
