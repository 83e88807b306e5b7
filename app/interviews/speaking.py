"""Whose words of an interview researchers may read now, wherever they are kept: text, notes, replies, files."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from app.interviews.models import Interview, InterviewState, Note, NoteEvent
from app.interviews.notes import Saved
from app.interviews.texts import Reply
from app.studies.allowing import NOTHING, Allowed, allowed_by

Noted = TypeVar("Noted", Note, NoteEvent)


class Speaking:
    """What the speakers of an interview allow today. A withdrawn interview is closed, whoever spoke in it."""

    def __init__(self, interview: Interview) -> None:
        self.is_withdrawn = interview.state == InterviewState.WITHDRAWN
        self._keys = {one.key: one.participant_id for one in interview.speakers}
        self._allowed = {one.participant_id: allowed_by(one.participant) for one in interview.speakers}

    def allowed(self, participant_id: int) -> Allowed:
        """Nothing for somebody who is no speaker of it."""
        return self._allowed.get(participant_id, NOTHING)

    @property
    def is_anybody_open(self) -> bool:
        """False once nobody who spoke takes part any more."""
        everybody = self._allowed.values()
        return not self.is_withdrawn and (not everybody or any(one.to_take_part for one in everybody))

    def is_open(self, participant_id: int | None) -> bool:
        """True when words of theirs may be read. Those of nobody known are closed once anybody who spoke is out."""
        if self.is_withdrawn:
            return False
        if participant_id is None:
            return all(one.to_take_part for one in self._allowed.values())
        return self.allowed(participant_id).to_take_part

    @property
    def is_whole(self) -> bool:
        """True when every word of the interview may be read."""
        return self.is_open(None)

    def notes(self, noted: Iterable[Noted]) -> list[Noted]:
        """The notes that may be read."""
        return [one for one in noted if self.is_readable(one)]

    def is_readable(self, noted: Note | NoteEvent | Saved) -> bool:
        """By whose key stands at it."""
        return self.is_open(self._keys.get(noted.speaker_key))

    def replies(self, asked: Sequence[Reply]) -> list[Reply]:
        """What may be read of what speakers asked for."""
        return [one for one in asked if self.is_open(one.participant_id)]
