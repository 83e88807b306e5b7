"""Files of one byte a letter: Windows' are read, those of an old Macintosh or of DOS are told from them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.schools import refusals
from app.schools.cells import CellRefused, read_cell
from app.schools.letters import count_misfits, is_read_wrongly
from app.schools.reading import read_table

NAMES = [
    "Zoë Ford",
    "Siân Ellis",
    "Jörg Müller",
    "André Lefèvre",
    "Núñez-Ibáñez",
    "Ana María Peña",
    "Håkon Sørli",
    "BJÖRK",
]
LETTERS = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŠŽŒ"
WORDS = st.text(string.ascii_lowercase + LETTERS.lower() + "ßÿ", min_size=1, max_size=12)
GAPS = st.sampled_from([" ", "-", "’", "–", " “", "” ", ", ", "… ", "\n"])


def file_of(names, encoding):
    lines = ["UPN,Forename,Year", *(f"B801200005001,{name},10" for name in names)]
    return "\r\n".join(lines).encode(encoding)


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_a_file_of_an_old_macintosh_or_of_dos_is_refused_with_a_sentence(encoding):
    with pytest.raises(refusals.WrongEncoding, match="encoding we do not know"):
        read_table(file_of(NAMES, encoding))


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
@pytest.mark.parametrize("name", ["René", "Noémie", "Françoise", "Käthe"])
def test_one_such_name_is_enough(encoding, name):
    with pytest.raises(refusals.WrongEncoding):
        read_table(file_of(["Maya", name], encoding))


def test_the_same_names_from_windows_are_read():
    assert [row.cells[1] for row in read_table(file_of(NAMES, "cp1252")).rows] == NAMES


@pytest.mark.parametrize(
    "name", ["O’Hara", "MacÉinrí", "Mª Carmen", "“Bob” Smith", "Dance – 2nd year", "SMITH-ÜNAL", "Tamás €5"]
)
def test_odd_names_from_windows_are_read(name):
    assert read_table(file_of([name], "cp1252")).rows[0].cells[1] == name


@given(st.lists(st.tuples(WORDS, st.sampled_from([str.lower, str.title, str.upper]), GAPS), min_size=1, max_size=20))
def test_no_text_of_words_that_windows_wrote_is_turned_away(parts):
    """Whatever letters stand in its words, in small letters, with one capital or all in capitals."""
    text = "".join(shape(word.replace("ß", "s").replace("ÿ", "y")) + gap for word, shape, gap in parts)
    assert count_misfits(text) == 0
    assert not is_read_wrongly(text.encode("cp1252"), text)


@pytest.mark.parametrize("name", ["‘¾˜Y", "Fran‡ois", "Mar¡a", "Zo½", "J”rg§"])
def test_a_name_with_a_sign_that_no_name_has_is_refused(name):
    with pytest.raises(CellRefused, match="accents in this name are broken"):
        read_cell("given_name", name)


def test_names_from_an_encoding_that_nobody_guessed_are_refused_in_their_cells():
    table = read_table(file_of(["太郎"], "shift_jis"))
    with pytest.raises(CellRefused, match="accents"):
        read_cell("given_name", table.rows[0].cells[1])
