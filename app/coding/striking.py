"""Words that somebody has struck leave whatever was written down of them: memos, themes, summaries, findings.

Nothing knows those words afterwards, so they are not left out when they are read, as those of people who withdrew are:
they are taken out for good.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Select, select

from app.coding.findings import Finding, FindingSource
from app.coding.models import Coding, Memo, Summary, Theme
from app.coding.taken_back import TakenBack
from app.db import db
from app.interviews.models import Interview
from app.interviews.texts import Transcript
from app.studies.models import Study


def forget(study: Study, struck: Iterable[str]) -> None:
    """Take the words out of all that was written in the study. Whoever has an older page open is told of the change."""
    gone = TakenBack(list(struck))
    db.session.get_one(Study, study.id, with_for_update=True)
    for query, names in _written(study.id):
        for thing in db.session.scalars(query.with_for_update().execution_options(populate_existing=True)):
            _take_out(thing, names, gone)
    db.session.flush()


def _take_out(thing: Any, names: Iterable[str], gone: TakenBack) -> None:
    before = {name: getattr(thing, name) for name in names}
    left = {name: gone.out_of(text) for name, text in before.items() if text}
    changed = {name: text for name, text in left.items() if text != before[name]}
    for name, text in changed.items():
        setattr(thing, name, text)
    if changed and hasattr(thing, "version"):
        thing.version += 1


def _written(study_id: int) -> Iterator[tuple[Select[Any], tuple[str, ...]]]:
    """What people write, and where: what was taken out of its list as well, for it may be brought back."""
    yield select(Theme).where(Theme.study_id == study_id), ("definition", "example")
    themes = select(Theme.id).where(Theme.study_id == study_id)
    yield select(Summary).where(Summary.theme_id.in_(themes)), ("sealed_text",)
    yield select(Memo).where(Memo.study_id == study_id), ("title", "sealed_text")
    yield select(Finding).where(Finding.study_id == study_id), ("claim", "about")
    findings = select(Finding.id).where(Finding.study_id == study_id)
    yield select(FindingSource).where(FindingSource.finding_id.in_(findings)), ("words",)
    talks = select(Transcript.id).join(Transcript.interview).where(Interview.study_id == study_id)
    noted = Coding.sealed_memo.is_not(None)
    yield select(Coding).where(Coding.transcript_id.in_(talks), noted).order_by(Coding.id), ("sealed_memo",)
