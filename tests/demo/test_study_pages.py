"""What the demo's study shows to whom: no name, nothing struck or withdrawn, nothing that was not to be quoted."""

import html
import re
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from sqlalchemy import func, select

from app.coding.models import Coding
from app.demo.fill import INSTRUMENT, fill
from app.demo.study import FOLDER, told
from app.interviews.texts import Transcript
from app.people.models import Person
from app.studies.models import Participant, Study
from app.transcripts.understanding import understand

IN_A_ROW = 5  # words that nobody says by chance
FILES = ("project", "everything", "codings", "workbook", "document", "page")
PAGES = ("", "/interviews", "/participants", "/schools", "/themes", "/passages", "/matrix", "/together", "/sides",
         "/agreement", "/grid", "/findings", "/quotations", "/findings/shared")  # fmt: skip
OUTWARD = ("/quotations", "/findings/shared")
OF_A_TALK = ("", "/transcript", "/transcript/raw", "/transcript/shareable")


@pytest.fixture
def study(app, db):
    fill(app.extensions["instruments"].latest(INSTRUMENT), password="only for this test")
    return db.session.scalars(select(Study)).one()


@pytest.fixture
def person(study, db, browser_of):
    """`person("lead")`: a browser in which that person of the demo is signed in."""
    return lambda who: browser_of(db.session.scalars(select(Person).where(Person.email == f"{who}@demo.example")).one())


def test_names_are_hidden_wherever_they_were_said(study, db, person):
    lead, talks = person("lead"), db.session.scalars(select(Transcript.interview_id)).all()
    read = " ".join(words_of(lead.get(f"/interviews/{number}/transcript")) for number in talks)
    read = read.replace("Saltmere Learning Partnership", "")
    assert "[pupil]" in read
    assert "[school 3]" in read
    names = [one["name"] for one in told("study")["hide"]]
    assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", read, re.IGNORECASE)]


def test_what_was_struck_or_withdrawn_stands_on_no_page_and_in_no_file(study, db, person):
    withdrawn = [row for turn in turns_of("T5", "teachers-together") for row in windows(turn)]
    gone = [*windows(told("study")["strike"]), *withdrawn]
    unquoted = [row for turn in turns_of("Head", "leader-bellwood") for row in windows(turn)]
    own, outward = f"/studies/{study.id}", [f"/studies/{study.id}{page}" for page in OUTWARD]
    pages = [*(own + page for page in PAGES), *(f"{own}/files/{kind}" for kind in FILES)]
    for interview_id, transcript_id in db.session.execute(select(Transcript.interview_id, Transcript.id)).all():
        pages += [f"/interviews/{interview_id}{page}" for page in OF_A_TALK]
        pages.append(f"/transcripts/{transcript_id}/coding")
    browser = person("lead")
    texts = {page: words_of(browser.get(page)) for page in pages}
    assert "twenty minutes at each end" in texts[f"{own}/files/document"]
    assert not [(page, row) for page, words in texts.items() for row in gone if row in words]
    assert not [(page, row) for page in outward for row in unquoted if row in texts[page]]
    assert any(row in words for words in texts.values() for row in unquoted)
    for who in ("head.arts", "teacher.dance"):
        words = words_of(person(who).get(outward[1]))
        assert "they stay in the room" in words
        assert not [row for row in (*gone, *unquoted) if row in words]


def test_a_second_partnership_has_no_study(app, db):
    fill(app.extensions["instruments"].latest(INSTRUMENT), password="only for this test", scale=2)
    assert [db.session.scalar(select(func.count()).select_from(model)) for model in (Study, Participant)] == [1, 25]
    assert db.session.scalar(select(func.count()).select_from(Coding)) > 300


def turns_of(label, name):
    found = understand("txt", (FOLDER / f"{name}.txt").read_bytes())
    return [turn.text for turn in found.turns if turn.speaker == label]


def windows(text):
    words = text.split()
    return [" ".join(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1)]


def words_of(response):
    """What a page or a file says, without marks, on one line."""
    assert response.status_code == 200, response.request.path
    data = response.data
    if is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as package:
            data = b" ".join(package.read(name) for name in package.namelist())
    text = data.decode("utf-8", "replace")
    plain = html.unescape(re.sub(r"<[^>]*>", "", text.replace("</p>", " ").replace("\\u2019", "'")))
    return " ".join(plain.split())
