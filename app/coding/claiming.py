"""“That coder is me”: who of the study's people a coder of a file is.

Said of a coder once and of a person once in a study, by the person or by a lead or associate, noted, and taken back at
any time. From then on the codings are the person's like all others; in the study's files they keep the guid that the
file gave. Taken back, they stay as they are by then, under the name in the file. While a transcript of the study is
coded blind, neither is possible: somebody would be shown, or lose, marks in the middle of a round.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update

from app.audit.actions import record
from app.coding import rounds, seeing
from app.coding.analysis_queries import list_file_coders, lock_study
from app.coding.models import CoderProgress, Coding, FileCoder, Memo
from app.db import db, now
from app.people.models import Person
from app.policy import Actor
from app.studies.models import Study


class NotNow(ValueError):
    """A transcript of the study is coded blind."""


class Taken(ValueError):
    """Somebody is that coder already."""


class IsAnother(ValueError):
    """The person is another coder of the file."""


class MayNotCode(ValueError):
    """The person does not code in the study."""


def get_file_coder(coder_id: int) -> FileCoder:
    return db.get_or_404(FileCoder, coder_id)


def list_free_people(study: Study) -> list[Person]:
    """Those who may code in the study and are no coder of its file yet, by name."""
    taken = {one.person_id for one in list_file_coders(study)}
    return [one for one in rounds.list_people(study) if one.id not in taken]


def claim(coder: FileCoder, actor: Actor, person_id: int) -> None:
    """Make the coder that person, with every coding and memo. Taken, IsAnother, MayNotCode and NotNow say why not."""
    _lock(coder)
    _refuse(coder, person_id)
    coder.person_id, coder.claimed_by_id, coder.claimed_at = person_id, actor.id, now()
    _give(coder, person_id)
    for transcript_id in _unbegun(coder, person_id):
        part = CoderProgress(transcript_id=transcript_id, coder_id=person_id, started_at=coder.claimed_at)
        part.finished_at = coder.claimed_at  # what came with a file is finished
        db.session.add(part)
    db.session.flush()
    action = "say who coded" if person_id != actor.id else "say that one coded"
    record(action, person_id=actor.id, subject=coder, study_id=coder.study_id, coder=person_id)


def release(coder: FileCoder, actor: Actor) -> None:
    """Take it back: the codings are those of a name in a file again. NotNow while something is coded blind."""
    _lock(coder)
    if coder.person_id is None:
        return
    was = coder.person_id
    db.session.execute(delete(CoderProgress).where(CoderProgress.coder_id == was, _only_came(coder)))
    _give(coder, None)
    coder.person_id = coder.claimed_by_id = coder.claimed_at = None
    db.session.flush()
    record("take back who coded", person_id=actor.id, subject=coder, study_id=coder.study_id, coder=was)


def _lock(coder: FileCoder) -> None:
    """Whoever else says who coded in the study waits."""
    lock_study(coder.study)
    db.session.refresh(coder)
    if seeing.is_any_blind(coder.study):
        raise NotNow


def _refuse(coder: FileCoder, person_id: int) -> None:
    if coder.person_id is not None:
        raise Taken
    if any(one.person_id == person_id for one in list_file_coders(coder.study)):
        raise IsAnother
    if all(one.id != person_id for one in rounds.list_people(coder.study)):
        raise MayNotCode


def _give(coder: FileCoder, person_id: int | None) -> None:
    """Open pages see by the version that something is different."""
    given: dict[Any, Any] = {Coding.coder_id: person_id, Coding.version: Coding.version + 1}
    db.session.execute(update(Coding).where(Coding.file_coder_id == coder.id).values(given))
    db.session.execute(update(Memo).where(Memo.file_coder_id == coder.id).values(author_id=person_id))


def _unbegun(coder: FileCoder, person_id: int) -> list[int]:
    """Transcripts that the coder marked, and in which the person has no part of their own."""
    mine = select(CoderProgress.transcript_id).where(CoderProgress.coder_id == person_id)
    marked = select(Coding.transcript_id).where(Coding.file_coder_id == coder.id, Coding.deleted_at.is_(None))
    return list(db.session.scalars(marked.where(Coding.transcript_id.not_in(mine)).distinct()))


def _only_came(coder: FileCoder) -> ColumnElement[bool]:
    """Parts that began with the claim, of transcripts in which the person has marked nothing else since."""
    own = select(Coding.transcript_id).where(Coding.coder_id == coder.person_id, Coding.file_coder_id.is_(None))
    return and_(CoderProgress.started_at == coder.claimed_at, CoderProgress.transcript_id.not_in(own))
