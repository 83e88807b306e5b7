"""Codings stay on their words when the text of a transcript is corrected.

A coding whose own words changed is doubtful: its coder looks at it again. One that has no words left is gone.
"""

from collections.abc import Collection

from sqlalchemy import func, select, update

from app.coding import striking
from app.coding.models import Coding
from app.db import db, now
from app.interviews import anchored
from app.interviews.anchored import Splice, moved
from app.interviews.texts import Transcript


class Codings:
    """What `app.interviews` asks and tells of codings."""

    def count(self, transcript: Transcript) -> int:
        """How many passages are coded."""
        living = Coding.deleted_at.is_(None)
        query = select(func.count()).select_from(Coding).where(Coding.transcript_id == transcript.id, living)
        return db.session.scalar(query) or 0

    def move(self, transcript: Transcript, splice: Splice) -> None:
        """Follow words that moved; removed codings follow as well, for they may be taken up again."""
        mine = Coding.transcript_id == transcript.id
        touched = select(Coding).where(mine, Coding.start < splice.end, Coding.end > splice.start)
        if splice.start == splice.end:
            touched = select(Coding).where(mine, Coding.start < splice.start, Coding.end > splice.start)
        cut = db.session.scalars(touched.with_for_update()).all()
        if splice.shift:
            behind = mine & (Coding.start >= splice.end) & Coding.id.not_in([one.id for one in cut])
            places = {"start": Coding.start + splice.shift, "end": Coding.end + splice.shift}
            db.session.execute(update(Coding).where(behind).values(places))
        for coding in cut:
            self._follow(coding, splice)
        db.session.flush()

    def forget(self, transcript: Transcript, words: Collection[str]) -> None:
        """Take struck words out of what researchers wrote."""
        striking.forget(transcript.interview.study, words)

    def _follow(self, coding: Coding, splice: Splice) -> None:
        start, end = moved((coding.start, coding.end), splice)
        if start < end:
            coding.start, coding.end = start, end
            coding.is_doubtful = True
        else:
            coding.start, coding.end = splice.start, splice.start + 1
            coding.deleted_at = coding.deleted_at or now()
        coding.version += 1
        coding.updated_at = now()


anchored.register(Codings())
