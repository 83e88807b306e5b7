"""Any turns, written in any layout, come back exactly: who, when, and every letter."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.transcripts.model import Turn
from app.transcripts.reading import read
from app.transcripts.understanding import understand

from .files import docx, docx_lines, odt, odt_lines, rtf, rtf_lines
from .test_layouts import LAYOUTS
from .writers import CUES, FIRST, TYPED, clock, conversations, with_starts

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"])
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
DOCUMENTS = {"docx": docx_lines, "odt": odt_lines, "rtf": rtf_lines}
TABLES = {"docx": docx, "odt": odt, "rtf": rtf}


@pytest.mark.parametrize("name", TYPED)
def test_typed_lines_come_back(name):
    write, told = TYPED[name]

    @MANY
    @given(conversations(), ENCODINGS, ENDS)
    def come_back(turns, encoding, end):
        transcript = understand("txt", write(turns).replace("\n", end).encode(encoding))
        assert list(transcript.turns) == told(turns)

    come_back()


@pytest.mark.parametrize("name", CUES)
def test_cues_come_back(name):
    kind, write, told = CUES[name]

    @MANY
    @given(conversations(), ENCODINGS, ENDS)
    def come_back(turns, encoding, end):
        transcript = understand(kind, write(turns).removeprefix("\ufeff").replace("\n", end).encode(encoding))
        assert list(transcript.turns) == told(turns)

    come_back()


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_paragraphs_come_back(kind):
    @MANY
    @given(conversations(), st.sampled_from(sorted(TYPED)))
    def come_back(turns, name):
        write, told = TYPED[name]
        assert list(understand(kind, DOCUMENTS[kind](write(turns))).turns) == told(turns)

    come_back()


@pytest.mark.parametrize("kind", TABLES)
def test_rows_come_back(kind):
    @MANY
    @given(conversations())
    def come_back(turns):
        rows = [(clock(turn.start), turn.speaker, turn.text) for turn in turns]
        transcript = understand(kind, TABLES[kind](("Time", "Speaker", "Text"), *rows))
        assert list(transcript.turns) == with_starts(turns)

    come_back()


SENTENCE = "The pupils of the other school came late and we waited for them all in the hall, as we do. "
DAY = [Turn(FIRST[n % 7], 4_000 * n, 4_000 * n + 3_900, (SENTENCE * 3).strip()) for n in range(4_050)]


@pytest.mark.parametrize("kind", [*DOCUMENTS, "txt", "vtt"])
def test_a_million_letters_are_read_within_the_limits(kind):
    write, told = CUES["voice"][1:] if kind == "vtt" else TYPED["time before colon"]
    transcript = read(f"day.{kind}", DOCUMENTS.get(kind, str.encode)(write(DAY)))
    assert list(transcript.turns) == told(DAY)
    assert sum(len(turn.text) for turn in transcript.turns) > 1_100_000


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_comes_out_of_the_process_is_what_was_understood(name):
    data = LAYOUTS[name][1].encode()
    assert read("group.TXT", data) == understand("txt", data)
