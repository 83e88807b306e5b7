"""Each layout of typed lines, read exactly: who, from when to when, which words; whatever kind of file holds them."""

import pytest

from app.transcripts.model import FORMS, Turn
from app.transcripts.understanding import understand

from .files import docx_lines, odt_lines, rtf_lines

MAKERS = {"txt": str.encode, "docx": docx_lines, "odt": odt_lines, "rtf": rtf_lines}
ANN, BOB = "Ann Lee", "Bob"


def turn(speaker, text, start=None, end=None):
    return Turn(speaker, start, end, text)


LAYOUTS = {
    "names and colons": (
        "colon",
        "Interviewer: How did it begin?\nHead teacher: Late.\nAt 17:30 we sat down.\nInterviewer: And then?",
        [
            turn("Interviewer", "How did it begin?"),
            turn("Head teacher", "Late.\nAt 17:30 we sat down."),
            turn("Interviewer", "And then?"),
        ],
    ),
    "names and colons on lines of their own": (
        "colon",
        "Speaker 1:\nGood morning.\n\nIt is early.\n\nSpeaker 2:\nIt is.",
        [turn("Speaker 1", "Good morning.\n\nIt is early."), turn("Speaker 2", "It is.")],
    ),
    "a name without a blank after its colon": ("colon", "Ann:yes\nBob:no", [turn("Ann", "yes"), turn("Bob", "no")]),
    "a colon of full width": ("colon", "Ann：yes\nBob：no", [turn("Ann", "yes"), turn("Bob", "no")]),
    "initials": (
        "colon",
        "Q: Why?\nA: Why not?\nQ: Indeed.",
        [turn("Q", "Why?"), turn("A", "Why not?"), turn("Q", "Indeed.")],
    ),
    "times before names": (
        "colon",
        "[00:01:02] Ann Lee: Hello\n(1:05) Bob: Hi\n0:01:06.5 Ann Lee: Bye",
        [turn(ANN, "Hello", 62_000), turn(BOB, "Hi", 65_000), turn(ANN, "Bye", 66_500)],
    ),
    "times after names": (
        "colon",
        "Ann Lee (00:02):\nHello\nBob [00:05]: Hi\nBob: [00:00:07] More",
        [turn(ANN, "Hello", 2_000), turn(BOB, "Hi", 5_000), turn(BOB, "More", 7_000)],
    ),
    "times on a line above names": (
        "colon",
        "00:00:00\n\nAnn Lee: Hello\nBob: Hi\n\n00:05:00\n\nBob: Still here",
        [turn(ANN, "Hello", 0), turn(BOB, "Hi"), turn(BOB, "Still here", 300_000)],
    ),
    "ends of turns in hashes": (
        "colon",
        "Ann Lee: Hello #00:00:05-3#\nBob: Hi #00:01:09-0#",
        [turn(ANN, "Hello", None, 5_300), turn(BOB, "Hi", None, 69_000)],
    ),
    "times of their own in a turn": (
        "colon",
        "Ann Lee: Hello\n[00:05:00]\nand so on\nBob: Hi",
        [turn(ANN, "Hello\n[00:05:00]\nand so on"), turn(BOB, "Hi")],
    ),
    "brackets": (
        "bracket",
        "[Ann Lee] Hello\n[laughs]\n[Bob] Hi\n[Ann Lee]\nYes: indeed",
        [turn(ANN, "Hello\n[laughs]"), turn(BOB, "Hi"), turn(ANN, "Yes: indeed")],
    ),
    "brackets with the time of the day": (
        "bracket",
        "[Ann Lee] 14:03:22\nHello\n\n[Bob] 14:03:25\n10:30 it was",
        [turn(ANN, "Hello", 50_602_000), turn(BOB, "10:30 it was", 50_605_000)],
    ),
    "brackets after a span of time": (
        "bracket",
        "[00:00.000 --> 00:05.250] [SPEAKER_00]: Hello\n[00:05.250 --> 00:06.000] [SPEAKER_01]: Hi",
        [turn("SPEAKER_00", "Hello", 0, 5_250), turn("SPEAKER_01", "Hi", 5_250, 6_000)],
    ),
    "braces": ("brace", "{Ann Lee} Hello\n{Bob} Hi", [turn(ANN, "Hello"), turn(BOB, "Hi")]),
    "hashes": ("hash", "#Ann Lee: Hello\n#Bob: Hi, #3: no\nmore", [turn(ANN, "Hello"), turn(BOB, "Hi, #3: no\nmore")]),
    "at signs": ("at", "@Ann Lee: Hello\n@Bob: Hi", [turn(ANN, "Hello"), turn(BOB, "Hi")]),
    "name and time on a line": (
        "name-time",
        "Ann Lee  0:03\nGood morning. We met at\n17:30 today.\n\n"
        "Lee, Bob  1:02:03\nYes.\n\nUnknown Speaker  1:02:04\nOk.",
        [
            turn(ANN, "Good morning. We met at\n17:30 today.", 3_000),
            turn("Lee, Bob", "Yes.", 3_723_000),
            turn("Unknown Speaker", "Ok.", 3_724_000),
        ],
    ),
    "name and time in brackets on a line": (
        "name-time",
        "Ann Lee [00:00:03]\nHello\nBob [00:00:04]\nHi",
        [turn(ANN, "Hello", 3_000), turn(BOB, "Hi", 4_000)],
    ),
    "time and name on a line": (
        "time-name",
        "00:00:01 Speaker 1\nHello\n00:00:07 Speaker 2\nThat: is so.\n00:00:09 Speaker 1\nYes",
        [turn("Speaker 1", "Hello", 1_000), turn("Speaker 2", "That: is so.", 7_000), turn("Speaker 1", "Yes", 9_000)],
    ),
    "a span of time, then a line with the name": (
        "cue-line",
        "0:0:0.0 --> 0:0:3.450\nAnn Lee\nHello\nthere\n0:0:3.450 --> 0:0:5.1\nBob\nHi\n0:0:6.0 --> 0:0:7\nBob\nAgain",
        [turn(ANN, "Hello there", 0, 3_450), turn(BOB, "Hi Again", 3_450, 7_000)],
    ),
    "times alone": (
        "timed",
        "0:12 we began\n0:15 and then\nmore\n1:02:03 the end",
        [turn(None, "we began", 12_000), turn(None, "and then\nmore", 15_000), turn(None, "the end", 3_723_000)],
    ),
    "times on lines of their own": (
        "timed",
        "0:01\nWhen I was small.\n\n0:15\nIt was hard.\nAt 17:30.",
        [turn(None, "When I was small.", 1_000), turn(None, "It was hard.\nAt 17:30.", 15_000)],
    ),
    "names on lines of their own": (
        "name-line",
        "Interviewer\n\nHow was it?\n\nAnn Lee\n\nHard.\n\nInterviewer\n\nWhy?\n\nAnn Lee\n\nBuses.\n\nLate ones.",
        [
            turn("Interviewer", "How was it?"),
            turn(ANN, "Hard."),
            turn("Interviewer", "Why?"),
            turn(ANN, "Buses.\n\nLate ones."),
        ],
    ),
    "names as headings": (
        "name-line",
        "### Interviewer\nHow?\n### Ann Lee\nHard.\n### Interviewer\nWhy?\n### Ann Lee\nYes\nYes",
        [turn("Interviewer", "How?"), turn(ANN, "Hard."), turn("Interviewer", "Why?"), turn(ANN, "Yes\nYes")],
    ),
    "tabs between names and words": (
        "table",
        "Ann Lee\tHello\nBob\tHi\nAnn Lee\tBye",
        [turn(ANN, "Hello"), turn(BOB, "Hi"), turn(ANN, "Bye")],
    ),
    "nothing but words": (
        "none",
        "We began late, at 17:30.\n\nIn the end all was well.",
        [turn(None, "We began late, at 17:30."), turn(None, "In the end all was well.")],
    ),
}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_read_exactly(layout, kind):
    form, text, turns = LAYOUTS[layout]
    transcript = understand(kind, MAKERS[kind](text))
    assert list(transcript.turns) == turns
    assert (transcript.layout.kind, transcript.layout.form) == (kind, form)
    assert transcript.layout.unmatched == ()


def test_every_form_that_is_told_has_a_sentence():
    assert {form for form, _, _ in LAYOUTS.values()} <= set(FORMS)
    assert all(sentence[0].isupper() and not sentence.endswith(".") for sentence in FORMS.values())


def read(text):
    return understand("txt", text.encode())


def test_what_stands_above_the_first_speaker_is_kept_without_a_speaker():
    transcript = read("Interview 3\nDate: 4 May\n\nAnn: Hello\nBob: Hi")
    assert transcript.turns[0] == turn(None, "Interview 3\nDate: 4 May")
    assert transcript.layout.unmatched == (0,)
    assert transcript.speakers == {"Ann": 1, "Bob": 1}


@pytest.mark.parametrize(
    "line",
    [
        "17:30 we met",
        "One thing: we waited",
        "see http://example.org: there",
        "ratio 3:1",
        "He paused; then: no",
    ],
)
def test_a_line_with_a_colon_is_not_always_a_speaker(line):
    transcript = read(f"Ann: Hello\n{line}\nBob: Hi\nAnn: Yes")
    assert list(transcript.speakers) == ["Ann", "Bob"]
    assert transcript.turns[0].text == f"Hello\n{line}"


def test_short_answers_on_lines_of_their_own_are_no_speakers():
    transcript = read("Yes\nwe went there\nNo\nnot by bus\nYes\nit was good\nNo\nnever")
    assert transcript.layout.form == "none"
    assert len(transcript.turns) == 8


def test_a_label_that_comes_back_may_be_in_small_letters():
    assert read("the boy at the back: yes\nann: no\nthe boy at the back: maybe\nann: well").speakers == {
        "the boy at the back": 2,
        "ann": 2,
    }


@pytest.mark.parametrize("noise", ["Laughter", "INAUDIBLE 00:01", "Long pause", "crosstalk"])
def test_a_noise_in_brackets_is_no_speaker(noise):
    assert list(read(f"[Ann] Hello\n[{noise}] so\n[Bob] Hi\n[{noise}] so").speakers) == ["Ann", "Bob"]


def test_speakers_stand_in_the_order_they_first_speak():
    assert list(read("Zoë: a\nBob: b\nZoë: c").speakers.items()) == [("Zoë", 2), ("Bob", 1)]


def test_what_only_names_a_program_is_set_aside():
    transcript = read("Ann  0:01\nHello\n\nTranscribed by https://otter.ai\n")
    assert transcript.turns == (turn("Ann", "Hello", 1_000),)
    assert transcript.layout.set_aside == ("Transcribed by https://otter.ai",)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\u2028", "\x85"])
def test_lines_may_end_as_any_system_ends_them(end):
    assert read(f"Ann: Hello{end}there{end}Bob: Hi").turns == (turn("Ann", "Hello\nthere"), turn("Bob", "Hi"))


def test_words_and_labels_are_in_one_form_of_unicode():
    assert read("Zoe\u0308: cafe\u0301\nBob: \u212b").turns == (turn("Zoë", "café"), turn("Bob", "Å"))


@pytest.mark.parametrize(
    ("bom", "encoding", "told"),
    [
        (b"", "utf-8", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8", "utf-8"),
        (b"\xff\xfe", "utf-16-le", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be", "utf-16-be"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
        (b"", "cp1252", "windows-1252"),
    ],
)
def test_letters_are_read_in_the_encoding_they_are_in(bom, encoding, told):
    transcript = understand("txt", bom + "Zoë: “It’s – €5”\nBob: ok".encode(encoding))
    assert transcript.turns == (turn("Zoë", "“It’s – €5”"), turn("Bob", "ok"))
    assert transcript.layout.encoding == told


def test_signs_above_the_first_plane_count_as_one():
    (only,) = understand("txt", "\ufeffAnn: 🎻🎻".encode("utf-16-le")).turns
    assert only.text == "🎻🎻"
    assert len(only.text) == 2
