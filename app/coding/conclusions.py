"""Writes of findings: begin, change, move, remove, link what speaks for and against, share. Each flushes."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.audit.actions import record
from app.coding import analysis_queries
from app.coding.findings import Finding, FindingQuotation, FindingSource
from app.db import db, now
from app.policy import Actor
from app.studies.models import Study


class FindingStale(ValueError):
    """Somebody has changed the finding since it was read."""


class Unsupported(ValueError):
    """Nothing speaks for it, so there is nothing to share."""


@dataclass(frozen=True)
class FindingFields:
    """What a finding is described by."""

    claim: str
    about: str = ""
    impact: str = "pupils"
    is_tentative: bool = False


@dataclass(frozen=True)
class SourceFields:
    """A source that is no quotation."""

    kind: str
    side: str
    words: str
    survey_id: int | None = None
    scale_id: str = ""


def begin_finding(study: Study, actor: Actor, fields: FindingFields) -> Finding:
    """Add a finding after the others."""
    analysis_queries.lock_study(study)
    last = max((one.position for one in analysis_queries.list_findings(study)), default=-1)
    finding = Finding(study_id=study.id, author_id=actor.id, position=last + 1)
    _fill(finding, fields)
    db.session.add(finding)
    db.session.flush()
    record("begin finding", person_id=actor.id, subject=finding)
    return finding


def change_finding(finding: Finding, actor: Actor, fields: FindingFields, *, version: int) -> None:
    """Change its words; FindingStale if it is not as it was read."""
    _hold(finding, version)
    _fill(finding, fields)
    _changed(finding, actor, "change finding")


def remove_finding(finding: Finding, actor: Actor) -> None:
    analysis_queries.lock_study(finding.study)
    record("remove finding", person_id=actor.id, subject=finding)
    db.session.delete(finding)
    db.session.flush()


def move_finding(finding: Finding, actor: Actor, *, by: int) -> None:
    """Move it up (-1) or down (1)."""
    analysis_queries.lock_study(finding.study)
    row = list(analysis_queries.list_findings(finding.study))
    at = row.index(finding)
    row.insert(min(max(at + by, 0), len(row) - 1), row.pop(at))
    for position, one in enumerate(row):
        one.position = position
    db.session.flush()
    record("move finding", person_id=actor.id, subject=finding)


def link_quotations(finding: Finding, actor: Actor, sides: Mapping[int, str]) -> int:
    """Let codings, by id, speak `for` or `against` it, or ("") neither. How many links changed."""
    analysis_queries.lock_study(finding.study)
    db.session.refresh(finding, ["quotations"])
    there = {one.coding_id: one for one in finding.quotations}
    n_changed = 0
    for coding_id, side in sides.items():
        link = there.get(coding_id)
        if (link.side if link else "") == side:
            continue
        n_changed += 1
        if link is not None and not side:
            finding.quotations.remove(link)
        elif link is not None:
            link.side = side
        else:
            finding.quotations.append(FindingQuotation(coding_id=coding_id, side=side))
    if n_changed:
        _changed(finding, actor, "link quotations", n=n_changed)
    return n_changed


def add_source(finding: Finding, actor: Actor, fields: SourceFields) -> None:
    finding.sources.append(
        FindingSource(
            kind=fields.kind,
            side=fields.side,
            words=fields.words,
            survey_id=fields.survey_id,
            scale_id=fields.scale_id,
        )
    )
    _changed(finding, actor, "add source")


def remove_source(finding: Finding, actor: Actor, source: FindingSource) -> None:
    finding.sources.remove(source)
    _changed(finding, actor, "remove source")


def share_finding(finding: Finding, actor: Actor, *, is_supported: bool) -> None:
    """Let the partnership's schools read it; Unsupported when nothing speaks for it."""
    if not is_supported:
        raise Unsupported
    finding.shared_at = finding.shared_at or now()
    _changed(finding, actor, "share finding")


def unshare_finding(finding: Finding, actor: Actor) -> None:
    finding.shared_at = None
    _changed(finding, actor, "take back finding")


def _hold(finding: Finding, version: int) -> None:
    analysis_queries.lock_study(finding.study)
    db.session.refresh(finding)
    if finding.version != version:
        raise FindingStale


def _fill(finding: Finding, fields: FindingFields) -> None:
    finding.claim, finding.about = fields.claim, fields.about
    finding.impact, finding.is_tentative = fields.impact, fields.is_tentative


def _changed(finding: Finding, actor: Actor, action: str, **detail: int) -> None:
    finding.version += 1
    finding.updated_at = now()
    db.session.flush()
    record(action, person_id=actor.id, subject=finding, **detail)
