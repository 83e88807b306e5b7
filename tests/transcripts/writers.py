"""Turns written in each layout, and what a reader must give back; and random turns to write."""

import unicodedata
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from app.transcripts.model import Turn

FIRST = [
    "Ann",
    "Zoë",
    "Олена",
    "علي",
    "李",
    "Siân",
    "O’Neil",
    "Jean-Luc",
    "Interviewer",
    "Pupil",
    "SPEAKER_00",
    "Dr. May",
]
SECOND = ["", " Lee", " Ó Briain", " van Dyk", " 2", " B.", " (Guest)"]
TAKEN = ":：[]{}#@<>&\\|"  # signs of layouts, which the words must not hold if they are to be told apart
LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"], exclude_characters=TAKEN)
SPEAKERS = st.builds(lambda first, second: first + second, st.sampled_from(FIRST), st.sampled_from(SECOND))
MOST = 359_999_999  # milliseconds: just under a hundred hours


def _plain(text: str) -> str:
    """What stays of a line when the blanks at its ends are gone; a dash at its start would mean something."""
    return unicodedata.normalize("NFC", text).strip().lstrip("-–—−\ufeff\u200b").strip()


LINES = st.text(LETTERS, min_size=1, max_size=40).map(_plain).filter(bool)
WORDS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)


@st.composite
def conversations(draw: st.DrawFn, *, words: st.SearchStrategy[str] = WORDS) -> list[Turn]:
    """One to eight turns with speakers, and with times that go forward."""
    n = draw(st.integers(1, 8))
    times = sorted(draw(st.lists(st.integers(0, MOST), min_size=2 * n, max_size=2 * n)))
    return [Turn(draw(SPEAKERS), start, end, draw(words)) for start, end in zip(times[::2], times[1::2], strict=True)]


def clock(time: int, *, mark: str = ".") -> str:
    hours, rest = divmod(time, 3_600_000)
    return f"{hours:02}:{rest // 60_000:02}:{rest // 1000 % 60:02}{mark}{time % 1000:03}"


def seconds(time: int) -> str:
    return clock(time)[:-4]


def without_times(turns: Sequence[Turn]) -> list[Turn]:
    return [Turn(turn.speaker, None, None, turn.text) for turn in turns]


def with_starts(turns: Sequence[Turn]) -> list[Turn]:
    return [Turn(turn.speaker, turn.start, None, turn.text) for turn in turns]


def with_seconds(turns: Sequence[Turn]) -> list[Turn]:
    return [Turn(turn.speaker, (turn.start or 0) // 1000 * 1000, None, turn.text) for turn in turns]


def joined(turns: Sequence[Turn]) -> list[Turn]:
    """Cues: lines are joined by a blank, consecutive cues of one speaker make one turn."""
    told: list[Turn] = []
    for turn in turns:
        text = turn.text.replace("\n", " ")
        if told and told[-1].speaker == turn.speaker:
            text = f"{told[-1].text} {text}"
            turn = Turn(turn.speaker, told.pop().start, turn.end, text)
        told.append(Turn(turn.speaker, turn.start, turn.end, text))
    return told


def typed(pattern: str) -> Callable[[Sequence[Turn]], str]:
    """A layout of typed lines, one pattern a turn."""
    return lambda turns: "\n".join(
        pattern.format(who=one.speaker, time=clock(one.start or 0), short=seconds(one.start or 0), words=one.text)
        for one in turns
    )


def cues(pattern: str, *, top: str = "", mark: str = ".") -> Callable[[Sequence[Turn]], str]:
    """A file of cues, one pattern a cue."""

    def write(turns: Sequence[Turn]) -> str:
        told = (
            pattern.format(
                n=n,
                times=f"{clock(one.start or 0, mark=mark)} --> {clock(one.end or 0, mark=mark)}",
                who=one.speaker,
                words=one.text,
            )
            for n, one in enumerate(turns, start=1)
        )
        return top + "\n\n".join(told) + "\n"

    return write


TYPED = {
    "colon": (typed("{who}: {words}"), without_times),
    "colon, blank lines": (typed("{who}:\n{words}\n"), without_times),
    "colon, tab": (typed("{who}:\t{words}"), without_times),
    "time before colon": (typed("[{time}] {who}: {words}"), with_starts),
    "time after name": (typed("{who} ({short}): {words}"), with_seconds),
    "time after colon": (typed("{who}: [{time}] {words}"), with_starts),
    "bracket": (typed("[{who}] {words}"), without_times),
    "brace": (typed("{{{who}}} {words}"), without_times),
    "hash": (typed("#{who}: {words}"), without_times),
    "at": (typed("@{who}: {words}"), without_times),
    "name and time": (typed("{who}  {short}\n{words}\n"), with_seconds),
    "time and name": (typed("{time} {who}\n{words}"), with_starts),
}
CUES = {
    "voice": ("vtt", cues("aa-bb/{n}-0\n{times}\n<v {who}>{words}</v>", top="WEBVTT\n\n"), joined),
    "voice, no close": ("vtt", cues("{times} align:start\n<v.x {who}>{words}", top="\ufeffWEBVTT\n\n"), joined),
    "names in captions": ("vtt", cues("{n}\n{times}\n{who}: {words}", top="WEBVTT\n\n"), joined),
    "names in subtitles": ("srt", cues("{n}\n{times}\n{who}: {words}", mark=","), joined),
    "brackets in subtitles": ("srt", cues("{times}\n[{who}] {words}", mark=","), joined),
}
