"""Words of somebody who left are out of whatever was written about others, on every page and in each file."""

import pytest

from app.coding.findings import Finding, FindingSource
from app.coding.models import Summary
from app.db import db, now
from tests.coding.test_sweep import contents
from tests.factories import a_coding, a_participant, a_person, a_theme

GONE = "My brother is ill again this winter."
COPY = f"Somebody told us: “{GONE}” We heard it twice."


@pytest.fixture
def copied(talk):
    """The talk of somebody who stays; all that is written about it repeats words of one who withdrew."""
    leaver = a_participant(talk.study, talk.school, pseudonym="T9")
    talk.talk_of(leaver, GONE)
    talk.theme = a_theme(talk.study, "Home", definition=COPY, example=COPY)
    talk.coding = a_coding(talk, talk.theme, talk.researcher, "she speaks up now", sealed_memo=COPY)
    db.session.add(Summary(participant_id=talk.participant.id, theme_id=talk.theme.id, sealed_text=COPY))
    talk.finding = Finding(study_id=talk.study.id, claim=COPY, about=COPY, shared_at=now())
    talk.finding.sources.append(FindingSource(kind="minutes", words=COPY))
    db.session.add(talk.finding)
    leaver.withdrawn_at = now()
    db.session.commit()
    return talk


INSIDE = (
    "/studies/{study}/passages", "/transcripts/{transcript}/coding", "/codings/{coding}", "/studies/{study}/themes",
    "/themes/{theme}", "/themes/{theme}/edit", "/studies/{study}/code-book", "/studies/{study}/grid",
    "/studies/{study}/grid.csv", "/studies/{study}/grid/{participant}/{theme}", "/studies/{study}/findings",
    "/findings/{finding}", "/findings/{finding}/edit", "/findings/{finding}/remove", "/findings/{finding}/quotations",
    "/findings/{finding}/sources/new", "/studies/{study}/findings/shared", "/studies/{study}/files/project",
    "/studies/{study}/files/everything", "/studies/{study}/files/everything/raw", "/studies/{study}/files/codings",
)  # fmt: skip


def filled(talk, address):
    return address.format(
        study=talk.study.id,
        transcript=talk.transcript.id,
        coding=talk.coding.id,
        theme=talk.theme.id,
        participant=talk.participant.id,
        finding=talk.finding.id,
    )


@pytest.mark.parametrize("address", INSIDE)
def test_no_page_and_no_file_tells_them(copied, browser_of, address):
    told = contents(browser_of(copied.researcher).get(filled(copied, address)))
    assert "brother" not in told
    assert "Somebody told us" in told, "what is left of it is there"


def test_schools_read_a_shared_claim_without_them(copied, browser_of):
    head = browser_of(a_person("leader", school=copied.school))
    told = head.page(f"/studies/{copied.study.id}/findings/shared").text
    assert "brother" not in told
    assert "Somebody told us: “[…].” We heard it twice." in told


def test_nothing_is_left_out_while_everybody_takes_part(copied, browser_of):
    next(one for one in copied.study.participants if one.withdrawn_at).withdrawn_at = None
    db.session.commit()
    assert GONE in browser_of(copied.researcher).page(f"/themes/{copied.theme.id}").text
