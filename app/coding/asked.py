"""Which passage a form asks for: by places, as the page's script counts them, or by turn and words, as people type.

Places count code points of what is read. They come with the first and the last words, so that a page which is older
than a correction of the text never marks other words than its reader saw.
"""

import re
from collections.abc import Mapping

from app.coding.marking import MOST_MEMO, Place
from app.coding.places import NoSuchPlace, ReadTurn, Window, turns_at, turns_between
from app.interviews.text_queries import hold_text
from app.interviews.texts import Transcript
from app.web.forms import whole
from app.web.languages import _, ngettext

CHECKED = 60
"""So many code points at each end are compared at most."""


class WordsMoved(ValueError):
    """The text is not what the page shows."""


class Unclear(ValueError):
    """What was typed is not in the turn, or more than once; the message is a sentence for whoever typed it."""


def place_asked(transcript: Transcript, form: Mapping[str, str]) -> Place:
    """The passage that a form names, where nobody moves it meanwhile; NoSuchPlace, WordsMoved or Unclear for none."""
    hold_text(transcript)
    return _by_places(transcript, form) if form.get("from_turn") else _by_words(transcript, form)


def memo_asked(form: Mapping[str, str]) -> str:
    """What was written beside the passage; Unclear when it is too long."""
    memo = form.get("memo", "").replace("\r\n", "\n").strip()
    if len(memo) > MOST_MEMO:
        raise Unclear(_("Use 4,000 characters or fewer for a memo"))
    return memo


def _by_places(transcript: Transcript, form: Mapping[str, str]) -> Place:
    numbers = [whole(form.get(name)) for name in ("from_turn", "from_at", "to_turn", "to_at")]
    first_id, first, last_id, last = numbers
    if first_id is None or first is None or last_id is None or last is None:
        raise NoSuchPlace
    window = turns_between(transcript, first_id, last_id)
    begin, end = window.by_id[first_id], window.by_id[last_id]
    _refuse_moved(begin.redacted.text[first:], form.get("head", ""), at_start=True)
    _refuse_moved(end.redacted.text[:last], form.get("tail", ""), at_start=False)
    return _place(window, (begin, first), (end, last))


def _refuse_moved(text: str, typed: str, *, at_start: bool) -> None:
    """Line ends and spaces may have changed on the way."""
    said, seen = (" ".join(part.split()) for part in (text, typed))
    fits = said.startswith(seen) if at_start else said.endswith(seen)
    if not seen or not fits:
        raise WordsMoved


def _place(window: Window, begin: tuple[ReadTurn, int], end: tuple[ReadTurn, int]) -> Place:
    if not all(one.is_open for one in window.turns):
        raise NoSuchPlace
    if begin[0] is end[0]:
        return Place(*begin[0].to_raw(begin[1], end[1]))
    start, _until = begin[0].to_raw(begin[1], len(begin[0].redacted.text))
    _from, until = end[0].to_raw(0, end[1])
    return Place(start, until)


def _by_words(transcript: Transcript, form: Mapping[str, str]) -> Place:
    """`words` of the turn `turn`, up to `to_words` of `to_turn`; without words, whole turns."""
    number = form.get("turn", "")
    first_at, last_at = _position(number), _position(form.get("to_turn_number") or number)
    if first_at > last_at >= 0:
        raise NoSuchPlace
    window = turns_at(transcript, first_at, last_at)
    if not window.turns or [window.turns[at].turn.position for at in (0, -1)] != [first_at, last_at]:
        raise Unclear(_("Type the number of a turn, as it stands beside the words"))
    begin, end = window.turns[0], window.turns[-1]
    first, last = _found(begin, form.get("words", ""))
    if form.get("to_words"):
        last = _found(end, form["to_words"])[1]
    elif begin is not end:
        last = len(end.redacted.text)
    return _place(window, (begin, first), (end, last))


def _position(typed: str) -> int:
    """Of the turn with this number; -1, where none is, for what is no number."""
    number = whole(typed.strip())
    return -1 if number is None else number - 1


def _found(one: ReadTurn, typed: str) -> tuple[int, int]:
    """Where the words stand, whatever the spaces between them and the size of their letters."""
    text, number = one.redacted.text, one.turn.position + 1
    if not typed.split():
        return 0, len(text)
    found = list(re.finditer(r"\s+".join(map(re.escape, typed.split())), text, re.IGNORECASE))
    if not found:
        raise Unclear(_("Turn %(number)s does not say “%(words)s”", number=number, words=typed))
    if len(found) > 1:
        again = ngettext(
            "Turn %(number)s says “%(words)s” %(num)s time. Type more of it",
            "Turn %(number)s says “%(words)s” %(num)s times. Type more of it",
            len(found),
            number=number,
            words=typed,
        )
        raise Unclear(again)
    return found[0].span()
