"""Every page of studies, interviews, coding and exports, opened by everybody: nobody reads what they may not.

Each person of this study says a canary word, and something stands against most of them (`canaries.py`). Addresses
come from the app's own map, filled with the things of every person; a route that asks for what nobody names fails.
"""

import re
from io import BytesIO
from itertools import product
from zipfile import ZipFile

import pytest
from flask import current_app
from werkzeug.routing import Rule

from app.coding.views_exchange import FILES
from app.db import db, now
from app.policy import Permission
from app.studies import sheets
from app.studies.models import SchoolPermission
from tests.coding.canaries import CASES, EVERYTHING, GONE, GROUP, INSIDE, NAME, OPEN, TOKEN, beside, plant
from tests.factories import a_coding, a_partnership, a_person, a_school

ROOMS = {"studies", "interviews", "coding", "exports"}
OUTWARD = {
    "interviews.show_shareable_transcript",
    "coding.list_quotations",
    "coding.download_quotations",
    "coding.read_findings",
    "coding.list_shared_findings",
}
"""What is printed and pasted, or read by the schools: not even researchers read there what may not be shared."""
ASKING = {
    "coding.search_words": ["?q=Zq"],
    "coding.list_passages": ["?q=Zq", "?theme={theme}&sort=who", "?set={everything}", "?known=role=Teacher"],
    "coding.list_cases": ["", "?names=yes", "?of=texts"],
    "coding.list_memos": ["?q=Zq", "?print=yes", "?kind=passage"],
    "coding.list_quotations": ["", "?print=yes"],
    "coding.show_grid": ["", "?print=yes"],
    "coding.show_matrix": ["", "?by=question"],
    "coding.show_together": ["", "?a={theme}&b={other}"],
    "coding.compare_sides": ["?left=teacher&right=pupil"],
    "coding.choose_quotations": ["?q=Zq"],
}
"""What is asked of a page that shows words only when it is asked for them, or others when it is printed."""
PLAIN = {"name": "leaders", "version": "2026-1", "section": "background", "question": "your-part"}
NOT_HERE = {"schedule_id": 0, "person_id": 0}
"""Things that hold no words of a participant."""
KINDS = {
    "coding.send_file": list(FILES),
    "coding.send_raw_file": list(FILES),
    "studies.show_sheet": list(sheets.KINDS),
}
HELD_BY_LINK = {"interviews.open_link", "interviews.withdraw"}
"""A member of the group holds this link, and reads what they said themselves."""
RESEARCHERS = ("lead", "associate", "researcher")
READERS = (*RESEARCHERS, "head", "teacher", "admin", "lead_elsewhere", "stranger")


@pytest.fixture
def swept(talk):
    return plant(talk)


def things(talk):
    """Values of every argument that an address may have."""
    transcripts = {one.transcript.id: one.transcript for one in talk.cases}.values()
    return {
        "partnership_id": [talk.study.partnership_id],
        "study_id": [talk.study.id],
        "school_id": [talk.school.id],
        "participant_id": [one.person.id for one in talk.cases],
        "consent_id": [one.person.consents[-1].id for one in talk.cases],
        "interview_id": [one.interview_id for one in transcripts],
        "transcript_id": [one.id for one in transcripts],
        "turn_id": [one.turn.id for one in talk.cases],
        "coding_id": [one.coding.id for one in talk.cases],
        "upload_id": [one.id for one in talk.uploads],
        "theme_id": [talk.theme.id],
        "finding_id": [talk.finding.id, talk.retold.id],
        "memo_id": talk.memo_ids,
        "token": [TOKEN],
        "kind": ["csv", "xlsx"],
        **{name: [value] for name, value in {**PLAIN, **NOT_HERE}.items()},
    }


def addresses(app, talk):
    """Endpoint and address of every page of these rooms."""
    values, adapter = things(talk), app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in ROOMS and "GET" in (rule.methods or ()):
            for chosen in product(*(known(rule, name, values) for name in sorted(rule.arguments))):
                address = adapter.build(rule.endpoint, dict(zip(sorted(rule.arguments), chosen, strict=True)))
                for asked in ASKING.get(rule.endpoint, [""]):
                    yield (
                        rule.endpoint,
                        address + asked.format(theme=talk.theme.id, other=talk.other.id, everything=EVERYTHING),
                    )


def known(rule: Rule, name: str, values):
    if name == "kind" and rule.endpoint in KINDS:
        return KINDS[rule.endpoint]
    assert name in values, f"{rule.endpoint} asks for {name}: say in this test which things it may name"
    return values[name]


def readers_of(talk):
    """Somebody for each reader."""
    elsewhere = a_partnership(a_school("Elm School"))
    return {
        "lead": a_person("lead", partnership=talk.study.partnership),
        "associate": a_person("associate", partnership=talk.study.partnership),
        "researcher": talk.researcher,
        "head": a_person("leader", school=talk.school),
        "teacher": a_person("practitioner", school=talk.school),
        "admin": a_person("administrator"),
        "lead_elsewhere": a_person("lead", partnership=elsewhere),
        "stranger": None,
    }


def forbidden(reader, endpoint):
    """Words that this reader must not meet there."""
    if endpoint in HELD_BY_LINK:
        return (GONE | INSIDE | {NAME}) - {"Zqheard", beside("reply", "Zqheard")}
    if reader not in RESEARCHERS or endpoint in OUTWARD:
        return GONE | INSIDE | {NAME}
    is_raw = current_app.view_functions[endpoint].permission == Permission.TRANSCRIPT_RAW
    return GONE if is_raw else GONE | {NAME}


@pytest.mark.parametrize("reader", READERS)
def test_nobody_reads_a_word_that_something_stands_against(app, swept, browser_of, reader):
    client = browser_of(readers_of(swept)[reader])
    seen, told = set(), []
    for endpoint, address in addresses(app, swept):
        response = client.get(address)
        assert response.status_code < 500, address
        assert response.status_code == 200 or reader not in RESEARCHERS or endpoint not in KINDS, address
        words = contents(response)
        told += [f"{word} on {address} ({endpoint})" for word in forbidden(reader, endpoint) if word in words]
        seen |= {word for word in {*CASES, *GROUP, *INSIDE} if word in words and endpoint not in HELD_BY_LINK}
    assert not told, "\n".join(told)
    # The sweep looks where words are: whoever may read a word meets it, and so it would have met the others.
    assert OPEN in seen or reader in ("admin", "lead_elsewhere", "stranger")
    assert reader not in RESEARCHERS or seen >= INSIDE | {NAME}


def contents(response):
    """What a page or a file says; one that is packed is opened."""
    if not response.data.startswith(b"PK"):
        return response.text
    with ZipFile(BytesIO(response.data)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_school_permissions_taken_back_act_at_once(swept, browser_of):
    """From one request to the next the words are gone from what leaves the study."""
    client, address = browser_of(swept.researcher), f"/studies/{swept.study.id}/quotations"
    assert OPEN in client.get(address).text
    swept.permission.withdrawn_at = now()
    assert OPEN not in client.get(address).text
    db.session.add(SchoolPermission(study_id=swept.study.id, school_id=swept.school.id, given_on=now().date()))
    assert OPEN in client.get(address).text


COUNTING = ("coding.", "studies.show_study", "studies.list_participants", "interviews.list", "interviews.show")
CHANGES_ANYWAY = re.compile(r"I[\w-]{40,}\.[\w-]{6}\.[\w-]{27}|\d{4}-\d\d-\d\dT[\d:]{8}Z?")
"""What differs from one request to the next: the token of forms, and the moment at which a file is made."""


def test_no_number_anywhere_counts_what_nobody_may_read(app, swept, browser_of):
    """Words that are out are marked again and again: not a character changes on any page, nor in any file."""
    client = browser_of(swept.researcher)
    asked = [address for endpoint, address in addresses(app, swept) if endpoint.startswith(COUNTING)]
    before = {address: told_by(client, address) for address in asked}
    for one in (one for one in swept.cases if one.word in GONE):
        said = one.transcript.sealed_text[one.turn.start : one.turn.end]
        for theme, start in product((swept.theme, swept.other), range(3)):
            a_coding(one.transcript, theme, swept.researcher, said[start:][:9])
    db.session.commit()
    assert not [address for address, words in before.items() if told_by(client, address) != words]
    themes = f"/studies/{swept.study.id}/themes"
    a_coding(swept.cases[-1].transcript, swept.theme, swept.researcher, "Zqheard was")
    db.session.commit()
    assert told_by(client, themes) != before[themes], "the same of words that may be read is counted"


def told_by(client, address):
    return CHANGES_ANYWAY.sub("", contents(client.get(address)))
