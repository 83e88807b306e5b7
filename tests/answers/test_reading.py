"""What pupils read in English can be read at the age of nine, by the formulas of `app.instruments.readability`: their
screens, the cover of a booklet, their card, and the pages of a link by which they take part in an interview.

Formulas say little of a label of a few words; those are held to by eye. All that is longer is held to both formulas, by
itself and together with the rest of its screen.
"""

import re

import pytest

from app.instruments.readability import GRADE_TO_AGE, reading_ages, words_of
from app.web.collecting import PUPILS_FILES
from tests.words import sayings

HIGHEST_GRADE = 4
MOST_WORDS = 20
FEWEST_WORDS = 8
LINK = "app/interviews/templates/interviews/"
READ_BY_PUPILS = (
    *PUPILS_FILES,
    f"{LINK}taking_part/",
    f"{LINK}note_parts.html",
    "app/interviews/views_taking_part.py",
    "app/waves/templates/waves/slip.html",
)
EXAMPLES = {r"%\(who\)s": "Sam", r"%\(\w+\)s|\{n\}": "three"}


def spoken(saying):
    """The text as a pupil meets it, with something in each gap."""
    for gap, example in EXAMPLES.items():
        saying = re.sub(gap, example, saying)
    return saying


TEXTS = {path: [spoken(one) for message in found for one in message] for path, found in sayings(READ_BY_PUPILS).items()}
LONG = sorted({text for texts in TEXTS.values() for text in texts if len(words_of(text)) >= FEWEST_WORDS})


def grades(texts):
    return {name: age - GRADE_TO_AGE for name, age in reading_ages(texts).items()}


def test_there_is_something_to_read():
    assert len(LONG) > 40
    for part in ("app/answers/templates/answers/start.html", "app/waves/wording.py", "app/paper/wording.py"):
        assert part in TEXTS
    assert any(path.startswith(f"{LINK}taking_part/") for path in TEXTS)


@pytest.mark.parametrize("text", LONG)
def test_a_text_is_no_harder_than_grade_four(text):
    assert max(grades([text]).values()) <= HIGHEST_GRADE, grades([text])


@pytest.mark.parametrize("text", LONG)
def test_no_sentence_is_longer_than_twenty_words(text):
    assert all(len(words_of(sentence)) <= MOST_WORDS for sentence in re.split(r"(?<=[.?!:])\s", text))


@pytest.mark.parametrize("path", [path for path, texts in TEXTS.items() if len(words_of(" ".join(texts))) >= 30])
def test_a_screen_is_no_harder_than_grade_four(path):
    assert max(grades(TEXTS[path]).values()) <= HIGHEST_GRADE, grades(TEXTS[path])


def test_a_hard_text_would_be_found():
    hard = "Confidentiality arrangements notwithstanding, institutional recipients remain anonymous."
    assert max(grades([hard]).values()) > HIGHEST_GRADE
