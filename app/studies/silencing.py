"""Who is told, at once and in the same transaction, that a participant does not take part (any more).

Rooms above register what they do: words that only wait to be stored are forgotten, for no page could open them again.
"""

from collections.abc import Callable

from app.studies.allowing import allowed_by
from app.studies.models import Participant

Told = Callable[[Participant], None]
_rooms: list[Told] = []


def register(room: Told) -> Told:
    """Have the room told from now on."""
    _rooms.append(room)
    return room


def announce(participant: Participant) -> None:
    """Tell every room above, if the participant is out now: withdrawn, said no, or a carer did."""
    if not allowed_by(participant).to_take_part:
        for room in _rooms:
            room(participant)
