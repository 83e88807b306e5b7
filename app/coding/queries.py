"""Reads of themes and codings."""

from collections.abc import Sequence

from sqlalchemy import select

from app.coding.findings import Finding
from app.coding.models import Theme
from app.db import db
from app.studies.models import Study


def get_theme(theme_id: int) -> Theme:
    return db.get_or_404(Theme, theme_id)


def list_themes(study: Study) -> Sequence[Theme]:
    """The study's themes, those of one parent together and in their order."""
    query = select(Theme).where(Theme.study_id == study.id, Theme.deleted_at.is_(None))
    return db.session.scalars(query.order_by(Theme.parent_id, Theme.position, Theme.id)).all()


def list_findings(study: Study) -> Sequence[Finding]:
    """The study's findings in their order."""
    return db.session.scalars(select(Finding).where(Finding.study_id == study.id).order_by(Finding.position)).all()
