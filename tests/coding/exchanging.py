"""A study that is taken along: passages that are marked, and what leaves for whom."""

from app.coding.exchange import export_of
from app.coding.models import Coding
from app.db import db
from app.people.session import actor_of


def mark(talk, words, theme, coder, *, memo=None, transcript=None):
    text = (transcript or talk.transcript).sealed_text
    start = text.index(words)
    coding = Coding(
        transcript_id=(transcript or talk.transcript).id, theme_id=theme.id, coder_id=coder.id, start=start,
        end=start + len(words), sealed_memo=memo,
    )  # fmt: skip
    db.session.add(coding)
    db.session.commit()
    return coding


def export(talk, *, raw=False, by=None):
    db.session.commit()
    db.session.expire_all()
    return export_of(talk.study, actor_of(by or talk.researcher), raw=raw)
