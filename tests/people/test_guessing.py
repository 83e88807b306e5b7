"""Which passwords are refused, and which are not."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.people.guessing import common_words, why_refused

ABOUT = ("Ana Bell-Okafor", "ana.okafor@ashwood.example")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2026!",
        "P@ssw0rd1234",
        "passwordpassword",
        "pass word pass word",
        "qwertyuiop123",
        "1qaz2wsx3edc4rfv",
        "qwertzuiop12",
        "zyxwvutsrqponm",
        "123456789012",
        "210987654321",
        "aaaaaaaaaaaa",
        "AAAAAAAAAAAA1!",
        "abcabcabcabc",
        "abcdabcdabcd",
        "111122223333",
        "12/05/1987 12/05/1987",
        "07700900123 07",
        "letmeinletmein",
        "letmein-please1",
        "welcome2lateral",
        "Lateral-2026-Lateral",
        "LateralSchool1",
        "liverpool1892",
        "manchesterunited1",
        "iloveyou12345",
        "ilovemydog123",
        "football2026!!",
        "summerholiday24",
        "November2026!",
        "jessica&michael",
        "ana.okafor1987",
        "Okafor-Ana-Bell",
        "anabellokafor!",
        "ashwood.example1",
        "ＰＡＳＳＷＯＲＤ１２３４",
        "correct horse battery staple",
        "CorrectHorseBatteryStaple",
        "the quick brown fox",
        "!!!!!!!!!!!!",
        "            ",
        "............1",
        "k1k1k1k1k1k1",
        "mississippi.mi",
    ],
)
def test_what_is_tried_first_is_refused(password):
    assert "guessed soon" in (why_refused(password, about=ABOUT) or "it was taken")


@pytest.mark.parametrize(
    "password",
    [
        "a long enough passphrase",
        "teapot glacier violin nineteen",
        "velvet-anchor-quokka",
        "Tr0mbone&lichen/7",
        "xK7#pW9!mT2z",
        "grdlphmvtkwzb",
        "Llanfairpwllgwyngyll",
        "ჩემი საიდუმლო სიტყვა",
        "秘密の合言葉を決めました海",
        "пять рыжих котят",
        "🦊🎻🧊🌋🦑🪐🧵🍋🚲🪁🧭🔭",
    ],
)
def test_what_nobody_would_try_is_taken(password):
    assert why_refused(password, about=ABOUT) is None


@pytest.mark.parametrize(
    ("password", "sentence"), [("elevenchars", "at least 12"), ("x7!" * 67, "200 characters or fewer")]
)
def test_a_password_too_short_or_too_long_says_so(password, sentence):
    assert sentence in why_refused(password)


def test_characters_are_counted_not_bytes():
    assert "at least 12" in why_refused("пятькотяток")
    assert "at least 12" in why_refused("🦊🎻🧊🌋🦑🪐🧵🍋🚲🪁🧭")


def test_compatible_characters_count_as_what_they_stand_for():
    assert why_refused("ﬃﬃﬃ") != why_refused("ffiffiffi")[:0]
    assert "at least 12" in why_refused("ffi" * 3)
    assert "guessed soon" in why_refused("\N{LATIN SMALL LIGATURE FFI}" * 4)


def test_random_passwords_are_taken():
    rng = random.Random(7)
    for _ in range(300):
        password = "".join(rng.choices(string.ascii_letters + string.digits + string.punctuation, k=16))
        assert why_refused(password) is None, password


def test_words_and_any_year_are_refused_whatever_joins_them():
    rng = random.Random(11)
    words = [word for word in sorted(common_words()) if len(word) >= 7]
    for word in rng.sample(words, 150):
        for shape in (f"{word}2019!!!!!", f"{word.title()}@1234567", f"!!!!!{word}99", f"{word}{word}"):
            assert len(shape) < 12 or why_refused(shape), shape


@given(st.text(min_size=0, max_size=250))
@settings(max_examples=300, deadline=None)
def test_any_text_gets_an_answer(password):
    assert why_refused(password, about=ABOUT) is None or isinstance(why_refused(password, about=ABOUT), str)


def test_the_list_is_tidy():
    assert len(common_words()) > 900
    assert all(word == word.casefold() and word.isalnum() for word in common_words())
