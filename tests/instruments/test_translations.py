"""Our own translations: whole, in their script, as short as the original, and honest about their state."""

import re
from pathlib import Path

import pytest

from app.instruments.load import read_all
from app.instruments.model import texts_of

LIBRARY = read_all(Path(__file__).parents[2] / "surveys")
LANGUAGES = ("cy", "pl", "uk", "ar", "ur")
SCRIPT = {"uk": r"[а-яґєії]", "ar": r"[\u0620-\u064a]", "ur": r"[\u0620-\u06d3]"}
LATIN = r"[a-zà-žŵŷ]"
LETTER = r"[^\W\d_]"
MOST_WORDS = {"text": 20, "explain": 30}
GENDERED = {
    "pl": r"/\w|\w+(?:łem|łam)\b",
    "uk": r"/\w|\w+\((?:а|ла)\)",
    "ar": r"/",
    "ur": r"/|(?:تا|تی|تے) (?:ہوں|ہو)\b",
}
"""What would make the reader a boy or a girl: a slash, a past of one's own, an Urdu verb after I."""


@pytest.fixture(params=["school-and-me", "school-and-me-b"])
def survey(request):
    return LIBRARY.latest(request.param)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def texts(survey, language, part):
    return [text for key, text in survey.translations[language].texts.items() if key[0] == part]


def test_it_is_there_in_every_language_and_whole(survey):
    assert set(survey.translations) == set(LANGUAGES)
    for translation in survey.translations.values():
        assert translation.texts.keys() == texts_of(survey).keys()


def test_no_draft_is_offered_by_itself(survey):
    drafts = {code for code, one in survey.translations.items() if one.is_draft}
    assert not drafts & set(survey.languages)


def test_it_is_in_its_own_script(survey, language):
    said = "".join(survey.translations[language].texts.values())
    letters = re.findall(LETTER, said.lower())
    own = re.findall(SCRIPT.get(language, LATIN), said.lower())
    assert len(own) > 0.97 * len(letters)


@pytest.mark.parametrize("part", MOST_WORDS)
def test_its_sentences_are_short(survey, language, part):
    for key, text in survey.translations[language].texts.items():
        if key[0] == "question" and key[2] == part:
            assert len(text.split()) <= MOST_WORDS[part], text


def test_no_two_statements_or_answers_are_the_same(survey, language):
    translated = survey.in_language(language)
    statements = [question.text for question in translated.questions]
    labels = [option.label for option in translated.questions[0].options]
    assert len(set(statements)) == len(statements)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("tongue", GENDERED)
def test_a_sentence_suits_every_pupil(survey, tongue):
    for text in texts(survey, tongue, "question"):
        assert not re.search(GENDERED[tongue], text), text


def test_nothing_stays_in_english(survey, language):
    original = texts_of(survey)
    assert not [key for key, text in survey.translations[language].texts.items() if text == original[key]]
