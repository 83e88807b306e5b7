"""Who codes a transcript, how far they are, and rounds in which they code without seeing one another's codings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.audit.actions import record
from app.coding import journal, seeing
from app.coding.models import CoderProgress
from app.db import db, now
from app.interviews.texts import Transcript
from app.people.models import Person, Role
from app.policy import Actor
from app.studies.models import Study

FEWEST = 2


class TooFewCoders(ValueError):
    """Coding blind takes two."""


class RoundOver(ValueError):
    """All have finished, and have seen one another's codings since."""


@dataclass(frozen=True)
class Standing:
    """How a transcript's coding stands, as one person reads it."""

    coders: Sequence[CoderProgress]
    mine: CoderProgress | None
    is_blind: bool
    file_names: Sequence[str]
    """Coders whom a file named and who are nobody here; none while the transcript is coded blind."""

    @property
    def names_left(self) -> list[str]:
        """Who has not finished yet."""
        return [one.coder.name for one in self.coders if one.finished_at is None]


def standing_of(transcript: Transcript, person_id: int) -> Standing:
    coders = seeing.list_coders(transcript)
    mine = next((one for one in coders if one.coder_id == person_id), None)
    is_blind = any(one.is_blind and one.finished_at is None for one in coders)
    return Standing(coders, mine, is_blind, () if is_blind else seeing.list_file_names(transcript))


def list_people(study: Study) -> Sequence[Person]:
    """Everybody who may code in the study."""
    in_partnership = select(Role.person_id).where(Role.partnership_id == study.partnership_id)
    mine = or_(Person.id.in_(study.researcher_ids), Person.id.in_(in_partnership))
    return db.session.scalars(select(Person).where(mine).order_by(Person.name)).all()


def list_informed(transcript: Transcript, people: Iterable[Person]) -> list[Person]:
    """Those among these to whom what others marked has stood open: what they mark from now on is not blind."""
    people = list(people)
    informed = seeing.list_informed_ids(transcript, {one.id for one in people})
    return [one for one in people if one.id in informed]


def begin_blind(transcript: Transcript, actor: Actor, coder_ids: Iterable[int]) -> None:
    """Let these people code the transcript without seeing one another's codings until all of them have finished.

    Of whom what others marked has stood open to before, that is kept: how far they agree is then not known blind.
    """
    asked = set(coder_ids)
    chosen = [one.id for one in list_people(transcript.interview.study) if one.id in asked]
    if len(chosen) < FEWEST:
        raise TooFewCoders
    informed = seeing.list_informed_ids(transcript, chosen)
    for coder_id in chosen:
        progress = journal.lock_progress(transcript, coder_id)
        progress.is_blind, progress.finished_at = True, None
        progress.has_seen = progress.has_seen or coder_id in informed
    db.session.flush()
    record("begin blind coding", person_id=actor.id, subject=transcript, n_coders=len(chosen), n_informed=len(informed))


def end_blind(transcript: Transcript, actor: Actor) -> None:
    """Let everybody see everybody's codings, whoever has not finished."""
    for one in seeing.list_coders(transcript):
        one.is_blind = False
    db.session.flush()
    record("end blind coding", person_id=actor.id, subject=transcript)


def finish(transcript: Transcript, actor: Actor) -> None:
    progress = journal.lock_progress(transcript, actor.id)
    progress.finished_at = progress.finished_at or now()
    db.session.flush()
    record("finish coding", person_id=actor.id, subject=transcript)


def go_on(transcript: Transcript, actor: Actor) -> None:
    """Take back that one has finished; RoundOver once one has seen what others marked in a blind round."""
    progress = journal.lock_progress(transcript, actor.id)
    if progress.is_blind and not seeing.is_blind(transcript):
        raise RoundOver
    progress.finished_at = None
    db.session.flush()
    record("go on coding", person_id=actor.id, subject=transcript)
