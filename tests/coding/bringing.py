"""Going through the pages of a project that comes in, as a person does; and a project as others write them."""

from typing import Any

from sqlalchemy import delete

from app.coding.models import Coding
from app.db import db
from app.interviews.models import Interview
from app.interviews.texts import Transcript
from app.qda.model import Case, Code, Note, Project, Selection, Source, User, Value, ValueKind, Variable
from app.qda.model import Coding as Mark
from app.qda.writing import to_qdpx
from app.studies.models import Study
from tests.interviews.uploading import chosen_on, send
from tests.pages import Page
from tests.qda.projects import guid

TALK = (
    "Interviewer: What has changed?\n\nHead of Ash: The bus was late.\n\nIt is better now.\n\n"
    "Ms Quill: Zqora learned a lot 😀 and so did we.\n\nResearcher: Thank you."
)
DIARY = "Monday was wet.\n\nNobody came to the club."


def filled(page: Page) -> dict[str, str]:
    """What the form of a page begins with, and what is ticked in it."""
    found = {}
    for one in page.find_all("input"):
        if one.get("type") == "checkbox" and one.get("checked") is None:
            continue
        found[one.get("name", "")] = one.get("value", "")
    found |= chosen_on(page)
    found.pop("csrf_token", None)
    return found


def address(talk: Any) -> str:
    """Where a project is brought in."""
    return f"/partnerships/{talk.researcher.roles[0].partnership_id}/projects/new"


def look(browser: Any, talk: Any, project: Project | None = None, *, data: bytes = b"") -> tuple[str, Page]:
    """The preview of a project, and its address."""
    at = send(browser, address(talk), data or to_qdpx(project or foreign())).location
    return at, browser.page(at)


def store(browser: Any, talk: Any, project: Project | None = None, *, data: bytes = b"", **changes: str) -> Study:
    """Store a project with these fields changed; the study."""
    at, page = look(browser, talk, project, data=data)
    fields = filled(page) | {"school": str(talk.school.id)} | changes
    location = browser.post_form(at, fields).location
    db.session.expire_all()
    return db.session.get_one(Study, int(location.rpartition("/")[2]))


def agreed(**more: str) -> dict[str, str]:
    """The fields that say that everybody agreed."""
    return {"all_agreed": "y", "given_on": "2026-09-01", "sheet_version": "Sheet 1", **more}


def forget(study: Study) -> None:
    """The study as if it had never been here."""
    talks = db.session.query(Transcript.id).join(Interview).filter(Interview.study_id == study.id)
    db.session.execute(delete(Coding).where(Coding.transcript_id.in_([number for (number,) in talks])))
    db.session.execute(delete(Study).where(Study.id == study.id))
    db.session.commit()
    db.session.expire_all()


def marked(number: int, text: str, words: str, *marks: Mark, **fields: Any) -> Selection:
    start = text.index(words)
    return Selection(guid(number), start, start + len(words), words, codings=marks, **fields)


def foreign() -> Project:
    """As another program writes it: cases with names, one selection with two codings, notes, values, a diary."""
    anna, ben, idle = User(guid(1), "Coder Anna"), User(guid(2), "Coder Ben"), User(guid(3), "Coder Idle")
    codes = (
        Code(guid(10), "Learning", codes=(Code(guid(11), "Pupils", notes=(guid(50),)), Code(guid(12), "pupils"))),
        Code(guid(13), "Getting there", colour="#ff0000"),
    )
    kinds = (Variable(guid(40), "Gender", ValueKind.TEXT), Variable(guid(41), "Years", ValueKind.INTEGER))
    first = Mark(guid(60), guid(11), anna.guid, "2025-03-01T10:00:00Z", (guid(51),))
    talk = Source(
        guid(20), "Two of Ash", TALK,
        selections=(
            marked(30, TALK, "learned a lot 😀", first, Mark(guid(61), guid(12), ben.guid)),
            marked(31, TALK, "late.\n\nIt is", Mark(guid(62), guid(13), ben.guid)),
            marked(32, TALK, "Researcher:", Mark(guid(63), guid(13), ben.guid)),
            marked(33, TALK, "Thank you", notes=(guid(52),)),
            marked(34, TALK, "Zqora learned a lot 😀 and so did we."),
        ),
    )  # fmt: skip
    diary = Source(guid(21), "Diary", DIARY, codings=(Mark(guid(64), guid(13), anna.guid),))
    cases = (
        Case(guid(70), "Head of Ash", values=(_text("male"), _years("12")), sources=(guid(20),)),
        Case(guid(71), "Ms Quill", "Told by her friend", values=(_text("female"),), selections=(guid(34),)),
        Case(guid(72), "Ash School"),
    )
    notes = (
        Note(guid(50), "On pupils", "Look again", anna.guid), Note(guid(51), "Why", "So clear", anna.guid),
        Note(guid(52), "At the end", "Polite"), Note(guid(53), "Journal", "Day one", ben.guid),
    )  # fmt: skip
    sources = (talk, diary, Source(guid(22), "Empty", " "))
    return Project("Clubs of Ash", "Another 1.0", "What changed", users=(anna, ben, idle), codes=codes,
                   variables=kinds, cases=cases, sources=sources, notes=notes)  # fmt: skip


def _text(words: str) -> Value:
    return Value(guid(40), ValueKind.TEXT, words)


def _years(number: str) -> Value:
    return Value(guid(41), ValueKind.INTEGER, number)
