"""Reads of interviews."""

from collections.abc import Sequence

from sqlalchemy import select

from app.db import db
from app.interviews.models import Interview
from app.studies.models import Study


def get_interview(interview_id: int) -> Interview:
    return db.get_or_404(Interview, interview_id)


def list_interviews(study: Study) -> Sequence[Interview]:
    """The study's interviews, the newest day first."""
    query = select(Interview).where(Interview.study_id == study.id)
    return db.session.scalars(query.order_by(Interview.held_on.desc(), Interview.id.desc())).all()
