"""WebVTT and SRT as programs write them: every variant gives speakers, times and words exactly."""

import pytest

from app.transcripts.model import Turn
from app.transcripts.understanding import understand


def vtt(text):
    return understand("vtt", text.encode())


def srt(text):
    return understand("srt", text.encode())


HELLO = (Turn("Ann Lee", 1_000, 2_500, "Hello"),)
VOICE = {
    "plain": "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v Ann Lee>Hello</v>\n",
    "no closing tag": "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v Ann Lee>Hello\n",
    "a class": "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v.loud.first Ann Lee>Hello</v>\n",
    "cue settings": "WEBVTT\n\n00:00:01.000 --> 00:00:02.500 align:start position:0% line:90%\n<v Ann Lee>Hello</v>\n",
    "a long cue name": "WEBVTT\n\n"
    "3f2b1c00-aaaa-4bbb-8ccc-123456789abc/12-0\n00:00:01.000 --> 00:00:02.500\n<v Ann Lee>Hello</v>",
    "a number": "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\n<v Ann Lee>Hello</v>\n",
    "no hours": "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann Lee>Hello</v>\n",
    "a tab after the signature": "WEBVTT\tmade up\n\n00:01.000 --> 00:02.500\n<v Ann Lee>Hello</v>\n",
    "no blank line after the signature": "WEBVTT\n00:01.000 --> 00:02.500\n<v Ann Lee>Hello</v>\n",
    "a byte order mark": "\ufeffWEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann Lee>Hello</v>\n",
    "Windows line ends": "WEBVTT\r\n\r\n00:01.000 --> 00:02.500\r\n<v Ann Lee>Hello</v>\r\n",
    "old line ends": "WEBVTT\r\r00:01.000 --> 00:02.500\r<v Ann Lee>Hello</v>\r",
    "tags in the words": "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann Lee><c.red>He</c><00:01.500><i>llo</i></v>\n",
    "a blank in the tag": "WEBVTT\n\n00:01.000 --> 00:02.500\n<v   Ann Lee >Hello</v>\n",
    "two cues": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Lee>Hel</v>\n\n00:02.000 --> 00:02.500\n<v Ann Lee></v>",
}


@pytest.mark.parametrize("name", [name for name in VOICE if name != "two cues"])
def test_a_voice_tag_is_read_exactly(name):
    transcript = vtt(VOICE[name])
    assert transcript.turns == HELLO
    assert (transcript.layout.kind, transcript.layout.form) == ("vtt", "voice")


def test_a_cue_without_words_still_lengthens_the_turn():
    assert vtt(VOICE["two cues"]).turns == (Turn("Ann Lee", 1_000, 2_500, "Hel"),)


def test_notes_styles_and_headings_are_set_aside_and_not_lost():
    transcript = vtt(
        "WEBVTT - a meeting\nKind: captions\n\nNOTE\nlanguage: en\n\nSTYLE\n::cue { color: red }\n\n"
        "REGION\nid:one\n\n00:01.000 --> 00:02.500\n<v Ann Lee>Hello</v>\n\nNOTE the end\n"
    )
    assert transcript.turns == HELLO
    assert transcript.layout.set_aside == (
        "- a meeting\nKind: captions",
        "NOTE\nlanguage: en",
        "STYLE\n::cue { color: red }",
        "REGION\nid:one",
        "NOTE the end",
    )


def test_two_voices_in_one_cue_are_two_turns():
    transcript = vtt("WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann Lee>Yes?</v> <v Bob>No.</v>\n")
    assert transcript.turns == (Turn("Ann Lee", 1_000, 2_500, "Yes?"), Turn("Bob", 1_000, 2_500, "No."))


def test_words_before_and_after_a_voice_have_no_speaker():
    transcript = vtt("WEBVTT\n\n00:01.000 --> 00:02.500\nOh. <v Bob>No.</v> Door bangs.\n")
    assert [(turn.speaker, turn.text) for turn in transcript.turns] == [
        (None, "Oh."),
        ("Bob", "No."),
        (None, "Door bangs."),
    ]


def test_entities_of_webvtt_become_their_letters_and_those_of_srt_stay():
    cue = "00:00:01.000 --> 00:00:02.500\n<v R&amp;D>1 &lt; 2 &amp; 3&nbsp;&gt; 2</v>\n"
    assert vtt(f"WEBVTT\n\n{cue}").turns == (Turn("R&D", 1_000, 2_500, "1 < 2 & 3\u00a0> 2"),)
    assert srt("1\n00:00:01,000 --> 00:00:02,500\n1 &lt; 2\n").turns == (Turn(None, 1_000, 2_500, "1 &lt; 2"),)


def test_an_angle_that_is_no_tag_stays():
    assert srt("1\n00:00:01,000 --> 00:00:02,500\n1 < 2 <3 <angry> {sic}\n").turns[0].text == "1 < 2 <3 <angry> {sic}"


def test_consecutive_cues_of_one_speaker_are_one_turn():
    transcript = vtt(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One\ntwo</v>\n\n00:02.000 --> 00:03.000\n<v Ann>three</v>\n\n"
        "00:03.000 --> 00:04.000\n<v Bob>Hm</v>\n\n00:04.000 --> 00:05.000\n<v Ann>four</v>\n"
    )
    assert transcript.turns == (
        Turn("Ann", 1_000, 3_000, "One two three"),
        Turn("Bob", 3_000, 4_000, "Hm"),
        Turn("Ann", 4_000, 5_000, "four"),
    )


def test_cues_without_a_speaker_stay_apart():
    transcript = srt("1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:00:02,000 --> 00:00:03,000\ntwo\n")
    assert transcript.turns == (Turn(None, 1_000, 2_000, "one"), Turn(None, 2_000, 3_000, "two"))
    assert transcript.layout.form == "cue-none"


def test_names_before_the_words_of_a_cue():
    transcript = vtt(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Lee: At 17:30: yes\n\n"
        "2\n00:00:02.000 --> 00:00:03.000\nAnn Lee: Two\n"
        "\n3\n00:00:03.000 --> 00:00:04.000\nBob: Hi\n\n4\n00:00:04.000 --> 00:00:05.000\n17:30 it was\n"
    )
    assert transcript.turns == (
        Turn("Ann Lee", 1_000, 3_000, "At 17:30: yes Two"),
        Turn("Bob", 3_000, 5_000, "Hi 17:30 it was"),
    )
    assert (transcript.layout.form, transcript.layout.continued) == ("cue-colon", 1)


@pytest.mark.parametrize(
    ("form", "first", "second"),
    [("colon", "Ann: a", "Bob: b"), ("bracket", "[Ann] a", "[Bob] b"), ("brace", "{Ann} a", "{Bob} b")]
    + [("hash", "#Ann: a", "#Bob: b"), ("at", "@Ann: a", "@Bob: b")],
)
def test_two_speakers_in_one_cue_of_srt(form, first, second):
    transcript = srt(f"1\n00:00:01,000 --> 00:00:02,000\n{first}\n{second}\n")
    assert transcript.turns == (Turn("Ann", 1_000, 2_000, "a"), Turn("Bob", 1_000, 2_000, "b"))
    assert transcript.layout.form == f"cue-{form}"


NUMBERS = {
    "as it should be": "1\n{0}\none\n\n2\n{1}\ntwo\n",
    "no numbers": "{0}\none\n\n{1}\ntwo\n",
    "the same number twice": "7\n{0}\none\n\n7\n{1}\ntwo\n",
    "numbers that go down": "9\n{0}\none\n\n3\n{1}\ntwo\n",
    "no blank lines": "1\n{0}\none\n2\n{1}\ntwo\n",
    "many blank lines": "\n\n1\n{0}\none\n\n\n\n2\n{1}\ntwo\n\n\n",
    "a blank line in a cue": "1\n{0}\n\none\n\n2\n{1}\ntwo",
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_of_srt_do_not_matter(name):
    text = NUMBERS[name].format("00:00:01,000 --> 00:00:02,000", "00:00:02,000 --> 00:00:03,250")
    assert srt(text).turns == (Turn(None, 1_000, 2_000, "one"), Turn(None, 2_000, 3_250, "two"))


def test_a_number_can_be_what_was_said():
    text = "1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:02,000 --> 00:00:03,000\n43\n"
    assert [turn.text for turn in srt(text).turns] == ["42", "43"]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("00:00:01,000 --> 00:00:02,000", 1_000, 2_000),
        ("00:00:01.000 --> 00:00:02.000", 1_000, 2_000),
        ("0:00:01,5 --> 0:00:02,05", 1_500, 2_050),
        ("01:01,000-->01:02,000", 61_000, 62_000),
        ("00:00:01 -> 00:00:02", 1_000, 2_000),
        ("10:00:01,1239 --> 100:00:02,000 X1:40 X2:600 Y1:20 Y2:50", 36_001_123, 360_002_000),
    ],
)
def test_times_are_read_to_the_millisecond(written, start, end):
    assert srt(f"1\n{written}\n{{\\an8}}<font color='#fff'>Hello</font>\n").turns == (Turn(None, start, end, "Hello"),)


def test_a_time_that_no_clock_shows_is_words():
    transcript = srt("1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:00:75,000 --> 00:00:76,000\ntwo\n")
    assert transcript.turns == (Turn(None, 1_000, 2_000, "one 2 00:00:75,000 --> 00:00:76,000 two"),)


def test_words_outside_every_cue_are_kept():
    transcript = vtt("WEBVTT\n\nA stray line\n\n00:01.000 --> 00:02.500\n<v Ann Lee>Hello\n\nand the rest\n")
    assert transcript.turns == (Turn(None, None, None, "A stray line"), *HELLO, Turn(None, None, None, "and the rest"))
    assert transcript.layout.unmatched == (0, 2)


def test_lines_that_begin_with_a_dash_stay_lines():
    transcript = srt("1\n00:00:01,000 --> 00:00:02,000\n- Is it?\n- It is,\ntruly.\n")
    assert transcript.turns[0].text == "- Is it?\n- It is, truly."


@pytest.mark.parametrize("ending", ["txt", "srt", "vtt"])
def test_what_the_bytes_are_counts_more_than_the_ending(ending):
    transcript = understand(ending, VOICE["plain"].encode())
    assert transcript.turns == HELLO
    assert transcript.layout.kind == "vtt"
