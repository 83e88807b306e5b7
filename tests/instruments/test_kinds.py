"""What each kind of question accepts, shows and becomes in a data set."""

from pathlib import Path

import pytest

from app.instruments.kinds import KINDS, NotAnAnswer
from app.instruments.load import read
from app.instruments.model import NOT_SURE, PREFER_NOT, SKIPPED

SAMPLES = Path(__file__).parent / "samples"


def question(kind):
    return read(SAMPLES / f"{kind}.yaml").questions[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sample(kind):
    assert question(kind).kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_a_kind_names_comes_back_as_itself(kind):
    asked = question(kind)
    codes = KINDS[kind].codes(asked)
    assert [KINDS[kind].parse(asked, f" {code} ") for code in codes] == list(codes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("raw", ["", ".", "-", "9", "11", "1 2", "１", "é", "\x00", None, 1, ["1"], "w" * 10_000])
def test_what_was_not_offered_is_no_answer(kind, raw):
    with pytest.raises(NotAnAnswer):
        KINDS[kind].parse(question(kind), raw)


def test_a_statement_may_be_met_with_not_sure_and_skip():
    assert KINDS["statement"].codes(question("statement")) == ("1", "2", "3", NOT_SURE, SKIPPED)


def test_a_choice_may_be_met_with_prefer_not_to_say_and_skip():
    assert KINDS["choice"].codes(question("choice")) == ("w", "b", "c", PREFER_NOT, SKIPPED)


def test_a_stored_code_reads_as_words():
    statement = KINDS["statement"]
    assert statement.text(question("statement"), "3") == "Always"
    assert statement.text(question("statement"), SKIPPED) == "Skipped"


def test_a_column_says_what_its_codes_mean():
    column = KINDS["statement"].column(question("statement"))
    assert (column.name, column.label) == ("like-garden", "I like the garden.")
    assert column.values == {"1": 1, "2": 2, "3": 3}
    assert column.missing["-"] == "Not shown"
    assert column.missing["."] == "Not answered"


def test_a_choice_has_no_numbers():
    assert KINDS["choice"].column(question("choice")).values == {}
