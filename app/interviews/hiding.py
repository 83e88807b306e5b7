"""Hiding names: a study's list of them, the places where they stand, and what is read there instead.

Nothing of the text changes: a hidden name is a `Replacement` laid over its place, and what was coded stays on its
words. Places that were left as they are (`SparedPlace`) are not offered again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from app.audit.actions import record
from app.db import db, vault
from app.interviews.held import SparedPlace
from app.interviews.models import Interview
from app.interviews.name_finding import NameFinder, canonical
from app.interviews.reading import Reading, readings_of
from app.interviews.text_queries import lock_transcript
from app.interviews.texts import HiddenName, Replacement, Transcript, Turn
from app.policy import Actor
from app.studies.models import Study

AROUND = 60  # characters of context on either side of a place


class NameKnown(ValueError):
    """The name is on the list already."""


class NoName(ValueError):
    """There is no letter in it."""


@dataclass(frozen=True)
class Place:
    """A place where a name of the list stands and is read still."""

    transcript_id: int
    interview: Interview
    name: HiddenName
    start: int
    end: int
    before: str
    text: str
    after: str
    is_sure: bool

    @property
    def key(self) -> str:
        return f"{self.transcript_id}-{self.name.id}-{self.start}-{self.end}"


def list_names(study: Study) -> Sequence[HiddenName]:
    """The study's list, in the order in which it was written."""
    return db.session.scalars(select(HiddenName).where(HiddenName.study_id == study.id).order_by(HiddenName.id)).all()


def get_name(name_id: int) -> HiddenName:
    return db.get_or_404(HiddenName, name_id)


def count_hidden(study: Study) -> dict[int, int]:
    """Name's id to how many places it is hidden at."""
    query = select(Replacement.hidden_name_id, func.count()).join(HiddenName).where(HiddenName.study_id == study.id)
    return dict(db.session.execute(query.group_by(Replacement.hidden_name_id)).all())  # type: ignore[arg-type]


def add_name(study: Study, actor: Actor, *, name: str, put: str) -> HiddenName:
    """Put a name on the list. It is hidden from transcripts that come in from now on; earlier places are looked at."""
    compared = canonical(name)
    if not any(sign.isalnum() for sign in compared):
        raise NoName
    fingerprint = vault.fingerprint(f"{study.id}:{compared}", "hidden_names.name")
    known = select(HiddenName.id).where(HiddenName.study_id == study.id, HiddenName.fingerprint == fingerprint)
    if db.session.scalar(known) is not None:
        raise NameKnown
    hidden = HiddenName(study_id=study.id, sealed_name=name, fingerprint=fingerprint, put=bracketed(put))
    hidden.created_by_id = actor.id
    db.session.add(hidden)
    db.session.flush()
    record("add hidden name", person_id=actor.id, subject=hidden, study_id=study.id)
    return hidden


def bracketed(put: str) -> str:
    """What is read instead stands in brackets, so that nobody takes it for what was said."""
    return f"[{put.strip().strip('[]').strip()}]"


def remove_name(name: HiddenName, actor: Actor) -> None:
    """Take a name off the list: it is read again wherever it was hidden."""
    n = show_again(name, actor)
    record("remove hidden name", person_id=actor.id, subject=name, study_id=name.study_id, n_places=n)
    db.session.delete(name)
    db.session.flush()


def show_again(name: HiddenName, actor: Actor) -> int:
    """Undo: take away every replacement of a name; its places are offered again. Returns how many."""
    touched = set(db.session.scalars(select(Replacement.transcript_id).where(Replacement.hidden_name_id == name.id)))
    for transcript_id in sorted(touched):
        lock_transcript(transcript_id).version += 1
    db.session.flush()
    n = db.session.execute(delete(Replacement).where(Replacement.hidden_name_id == name.id)).rowcount  # type: ignore[attr-defined]
    db.session.execute(delete(SparedPlace).where(SparedPlace.hidden_name_id == name.id))
    record("show name again", person_id=actor.id, subject=name, study_id=name.study_id, n_places=int(n))
    db.session.flush()
    return int(n)


def places_of(study: Study, *, most: int) -> tuple[list[Place], int]:
    """The first places where names of the list are read still, and how many there are. Closed turns are left alone."""
    names = {name.id: name for name in list_names(study)}
    finder = NameFinder({number: name.sealed_name for number, name in names.items()})
    found: list[Place] = []
    n = 0
    for reading in readings_of(study):
        taken = _taken(reading.transcript)
        for turn in filter(reading.is_open, reading.transcript.turns):
            places = _places_in(reading, turn, finder, names, taken)
            n += len(places)
            found += places[: most - len(found)]
    return found, n


def _places_in(
    reading: Reading, turn: Turn, finder: NameFinder, names: dict[int, HiddenName], taken: set[int]
) -> list[Place]:
    text = reading.transcript.sealed_text[turn.start : turn.end]
    told = []
    for one in finder.find(text):
        start, end = turn.start + one.start, turn.start + one.end
        if taken.isdisjoint(range(start, end)):
            before, after = text[max(0, one.start - AROUND) : one.start], text[one.end : one.end + AROUND]
            where = (reading.transcript.id, reading.interview)
            told.append(Place(*where, names[one.name_id], start, end, before, text[one.start : one.end], after,
                              one.is_sure))  # fmt: skip
    return told


def _taken(transcript: Transcript) -> set[int]:
    """Every character that is hidden already, or was left as it is."""
    spared = db.session.scalars(select(SparedPlace).where(SparedPlace.transcript_id == transcript.id))
    return {at for one in (*transcript.replacements, *spared) for at in range(one.start, one.end)}


def hide(study: Study, actor: Actor, *, left: Collection[str], most: int) -> int:
    """Hide the names at the places that were shown, but for those left; returns how many."""
    places, _total = places_of(study, most=most)
    for transcript_id in sorted({place.transcript_id for place in places}):
        lock_transcript(transcript_id).version += 1
    n = 0
    for place in places:
        at = {"transcript_id": place.transcript_id, "hidden_name_id": place.name.id}
        if place.key in left:
            db.session.add(SparedPlace(**at, start=place.start, end=place.end))
        else:
            db.session.add(Replacement(**at, start=place.start, end=place.end, put=place.name.put))
            n += 1
    db.session.flush()
    record("hide names", person_id=actor.id, subject=study, n_places=n, n_left=len(places) - n)
    return n


def hide_known(transcript: Transcript, changed: Collection[int] | None = None) -> int:
    """Hide the names of the list in a new text, or in the turns at places that changed; returns how many places."""
    study = db.session.get_one(Interview, transcript.interview_id).study
    names = {name.id: name for name in list_names(study)}
    if not names:
        return 0
    finder = NameFinder({number: name.sealed_name for number, name in names.items()})
    taken, n = _taken(transcript), 0
    for turn in transcript.turns:
        if changed is not None and not any(turn.start <= at <= turn.end for at in changed):
            continue
        for one in finder.find(transcript.sealed_text[turn.start : turn.end]):
            start, end = turn.start + one.start, turn.start + one.end
            if one.is_sure and taken.isdisjoint(range(start, end)):
                put = names[one.name_id].put
                transcript.replacements.append(Replacement(hidden_name_id=one.name_id, start=start, end=end, put=put))
                n += 1
    db.session.flush()
    return n
