"""Everything of a study as JSON: also what a project can't hold (consents, summaries, findings)."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from app.coding.exchange import Export
from app.coding.exchange_project import project_of
from app.coding.models import Summary, SummaryQuotation
from app.coding.queries import list_findings
from app.db import db
from app.studies.allowing import allowed_by
from app.studies.models import Consent, Participant


def json_of(export: Export) -> bytes:
    """The whole, in an order that stays the same."""
    themes = {theme.id: theme.guid for theme in export.themes}
    codings = {mark.coding.id: mark.coding.guid for mark in export.marks}
    whole = {
        "format": "lateral-study/1",
        "names": "as they were said" if export.raw else "replaced",
        "study": {"guid": export.study.guid, "sheet": export.study.sheet_version},
        "project": asdict(project_of(export)),
        "participants": [_participant(one) for one in export.participants],
        "summaries": _summaries(export, themes, codings),
        "findings": _findings(export, codings),
        "doubtful": sorted(mark.coding.guid for mark in export.marks if mark.coding.is_doubtful),
    }
    return json.dumps(whole, ensure_ascii=False).encode()


def _participant(participant: Participant) -> dict[str, Any]:
    return {
        "guid": participant.guid,
        "pseudonym": participant.pseudonym,
        "role": participant.role,
        "allows": asdict(allowed_by(participant)),
        "words": [_consent(one) for one in participant.consents],
    }


def _consent(consent: Consent) -> dict[str, Any]:
    withdrawn = consent.withdrawn_at.date().isoformat() if consent.withdrawn_at else None
    return {
        "kind": consent.kind,
        "given on": consent.given_on.isoformat(),
        "sheet": consent.sheet_version,
        "to take part": consent.to_take_part,
        "to record": consent.to_record,
        "to quote": consent.to_quote,
        "to be named": consent.to_be_named,
        "to reuse": consent.to_reuse,
        "taken back on": withdrawn,
    }


def _summaries(export: Export, themes: dict[int, str], codings: dict[int, str]) -> list[dict[str, Any]]:
    """Cells of the framework grid of people and themes that leave."""
    people = {one.id: one.guid for one in export.participants}
    found = db.session.scalars(select(Summary).where(Summary.participant_id.in_(people)).order_by(Summary.id)).all()
    rests = db.session.execute(
        select(SummaryQuotation.summary_id, SummaryQuotation.coding_id)
        .where(SummaryQuotation.summary_id.in_([one.id for one in found]))
        .order_by(SummaryQuotation.coding_id)
    ).all()
    return [
        {
            "participant": people[one.participant_id],
            "theme": themes[one.theme_id],
            "text": export.taken_back.out_of(one.sealed_text),
            "rests on": [codings[coding] for summary, coding in rests if summary == one.id and coding in codings],
        }
        for one in found
        if one.theme_id in themes
    ]


def _findings(export: Export, codings: dict[int, str]) -> list[dict[str, Any]]:
    kept = export.taken_back.out_of
    return [
        {
            "guid": one.guid,
            "claim": kept(one.claim),
            "about": kept(one.about),
            "impact": one.impact,
            "tentative": one.is_tentative,
            "quotations": [
                {"coding": codings[quoted.coding_id], "side": quoted.side}
                for quoted in one.quotations
                if quoted.coding_id in codings
            ],
            "sources": [{"kind": other.kind, "side": other.side, "words": kept(other.words)} for other in one.sources],
        }
        for one in list_findings(export.study)
    ]
