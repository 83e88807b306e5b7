"""Every page of studies, interviews, coding and exports, opened by everybody: nobody reads what they may not.

Each person of this study says a canary word, and something stands against each word. Addresses come from the app's own
map, filled with the things of every person in turn; a route that asks for a thing nobody names here fails.
"""

from itertools import product

import pytest
from flask import current_app
from werkzeug.routing import Rule

from app.coding.findings import Finding, FindingQuotation
from app.coding.models import Summary, SummaryQuotation
from app.db import db, now
from app.interviews.texts import Replacement
from app.policy import Permission
from app.studies.models import Consent, SchoolPermission
from tests.factories import a_coding, a_participant, a_partnership, a_person, a_school, a_theme

ROOMS = {"studies", "interviews", "coding", "exports"}
GONE = {"Zqwithdrawn", "Zqtakenback", "Zqcarer", "Zqstopped"}
"""Nobody reads these any more, researchers neither."""
INSIDE = {"Zqunquoted", "Zqunchecked", "Zqunpermitted", "Zqsummary", "Zqabout"}
"""Researchers read these inside the study; they never leave it."""
NAME = "Zqname"
OPEN = "Zqopen"
OUTWARD = {
    "interviews.show_shareable_transcript",
    "coding.list_quotations",
    "coding.download_quotations",
    "coding.read_findings",
    "coding.list_shared_findings",
}
"""What is printed and pasted, or read by the schools: not even researchers read there what may not be shared."""
ASKING = {"coding.search_words": "?q=Zq", "coding.list_passages": "?q=Zq"}
PLAIN = {"name": "leaders", "version": "2026-1", "section": "background", "question": "your-part"}
NOT_HERE = {"schedule_id": 0, "upload_id": 0, "person_id": 0, "token": "no-such-link"}
"""Things that hold no words of a participant's transcript, and files that nobody has taken in yet."""
RESEARCHERS = ("lead", "associate", "researcher")
READERS = (*RESEARCHERS, "head", "teacher", "admin", "lead_elsewhere", "stranger")


def withdraw(talk, person, transcript):
    person.withdrawn_at = now()


def take_back(talk, person, transcript):
    person.consents[0].withdrawn_at = now()


def opt_out(talk, person, transcript):
    person.consents.append(Consent(kind="opt-out", given_on=now().date(), to_take_part=False))


def stop(talk, person, transcript):
    transcript.interview.state = "withdrawn"


def leave_unquoted(talk, person, transcript):
    person.consents[0].to_quote = False


def leave_unchecked(talk, person, transcript):
    transcript.interview.state = "returned"


def leave_unpermitted(talk, person, transcript):
    person.schools = [a_school("Far School")]


def hide_name(talk, person, transcript):
    start = transcript.sealed_text.index(NAME)
    db.session.add(Replacement(transcript_id=transcript.id, start=start, end=start + len(NAME), put="[a friend]"))


CASES = {
    "Zqwithdrawn": withdraw,
    "Zqtakenback": take_back,
    "Zqcarer": opt_out,
    "Zqstopped": stop,
    "Zqunquoted": leave_unquoted,
    "Zqunchecked": leave_unchecked,
    "Zqunpermitted": leave_unpermitted,
    NAME: hide_name,
    OPEN: None,
}


@pytest.fixture
def swept(talk):
    """People with a word each, all marked, summed up and linked to a finding that is shared."""
    talk.theme = a_theme(talk.study, "Everything")
    talk.finding = Finding(study_id=talk.study.id, claim="They said a lot", about="Zqabout", shared_at=now())
    db.session.add(talk.finding)
    talk.cases = []
    for number, word in enumerate(CASES):
        role = "pupil" if word == "Zqcarer" else "teacher"
        person = a_participant(talk.study, talk.school, role=role, pseudonym=f"X{number}")
        transcript = talk.talk_of(person, f"We said {word} more than once.", question="pupils-gains")
        coding = a_coding(transcript, talk.theme, talk.researcher, f"said {word} more")
        talk.finding.quotations.append(FindingQuotation(coding_id=coding.id, side="for"))
        sum_up(talk, person, coding, word if word in GONE - {"Zqstopped"} else "Zqsummary")
        talk.cases.append((word, person, transcript, coding))
    for word, person, transcript, _coding in talk.cases:
        if CASES[word] is not None:
            CASES[word](talk, person, transcript)
    db.session.commit()
    return talk


def sum_up(talk, person, coding, word):
    """A researcher's words about somebody go with them."""
    summary = Summary(participant_id=person.id, theme_id=talk.theme.id, sealed_text=f"Told us of {word}.")
    db.session.add(summary)
    db.session.flush()
    db.session.add(SummaryQuotation(summary_id=summary.id, coding_id=coding.id))


def things(talk):
    """Values of every argument that an address may have."""
    people = [person.id for _, person, _, _ in talk.cases]
    transcripts = [transcript for _, _, transcript, _ in talk.cases]
    return {
        "partnership_id": [talk.study.partnership_id],
        "study_id": [talk.study.id],
        "school_id": [talk.school.id],
        "participant_id": people,
        "consent_id": [person.consents[-1].id for _, person, _, _ in talk.cases],
        "interview_id": [one.interview_id for one in transcripts],
        "transcript_id": [one.id for one in transcripts],
        "turn_id": [one.turns[0].id for one in transcripts],
        "coding_id": [coding.id for _, _, _, coding in talk.cases],
        "theme_id": [talk.theme.id],
        "finding_id": [talk.finding.id],
        "kind": ["csv", "xlsx", "pupil", "adult"],
        **{name: [value] for name, value in {**PLAIN, **NOT_HERE}.items()},
    }


def addresses(app, talk):
    """Endpoint and address of every page of these rooms."""
    values, adapter = things(talk), app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in ROOMS and "GET" in (rule.methods or ()):
            for chosen in product(*(known(rule, name, values) for name in sorted(rule.arguments))):
                address = adapter.build(rule.endpoint, dict(zip(sorted(rule.arguments), chosen, strict=True)))
                yield rule.endpoint, address + ASKING.get(rule.endpoint, "")


def known(rule: Rule, name: str, values):
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
    if reader not in RESEARCHERS or endpoint in OUTWARD:
        return GONE | INSIDE | {NAME}
    is_raw = current_app.view_functions[endpoint].permission == Permission.TRANSCRIPT_RAW
    return GONE if is_raw else GONE | {NAME}


@pytest.mark.parametrize("reader", READERS)
def test_nobody_reads_a_word_that_something_stands_against(app, swept, browser_of, reader):
    client = browser_of(readers_of(swept)[reader])
    seen = set()
    for endpoint, address in addresses(app, swept):
        response = client.get(address)
        assert response.status_code < 500, address
        words = contents(response)
        for word in forbidden(reader, endpoint):
            assert word not in words, f"{reader} reads {word} on {address} ({endpoint})"
        seen |= {word for word in CASES if word in words}
    # The sweep looks where words are: whoever may read a word meets it.
    assert OPEN in seen or reader in ("admin", "lead_elsewhere", "stranger")
    assert reader not in RESEARCHERS or {"Zqunquoted", "Zqunchecked", "Zqunpermitted"} <= seen


def contents(response):
    """What a page or a file says; a workbook is opened."""
    if "spreadsheet" not in response.mimetype:
        return response.text
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(response.data)) as book:
        return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_school_permissions_taken_back_act_at_once(swept, browser_of):
    """From one request to the next the words are gone from what leaves the study."""
    client, address = browser_of(swept.researcher), f"/studies/{swept.study.id}/quotations"
    assert OPEN in client.get(address).text
    swept.permission.withdrawn_at = now()
    assert OPEN not in client.get(address).text
    db.session.add(SchoolPermission(study_id=swept.study.id, school_id=swept.school.id, given_on=now().date()))
    assert OPEN in client.get(address).text
