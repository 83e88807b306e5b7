"""A project and a code book come in by keys alone, on a phone, with scripts and without: refused, looked at, stored."""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

import pytest
from playwright.sync_api import Locator, Page, expect

from app.coding.held import ProjectUpload
from app.coding.incoming_held import PLACE
from app.coding.incoming_reading import READ_KIND
from app.db import db, vault
from app.people.models import Person
from app.qda.archive import pack
from app.qda.model import Code, CodeBook, Project
from app.qda.plain import from_json, to_json
from app.qda.writing import to_qdc, to_qdpx
from app.web.jobs import Job
from tests.browser.interviewing import Served, clean
from tests.browser.pages import PATIENCE
from tests.coding.bringing import foreign
from tests.qda.projects import guid
from tests.qda.test_faults import parts_of

MOST_TABS = 150
GUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
HELD_BACK = """addEventListener("submit", (event) => {
  window.sent = (window.sent ?? 0) + (event.defaultPrevented ? 0 : 1);
  event.preventDefault();
})"""
"""Forms are counted and not sent, as if the server took its time."""
WAYS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def of_its_own(project: Project, title: str) -> Project:
    """The same with ids that no other file has, and a title of its own."""
    seed = str(uuid4())
    told = GUID.sub(lambda found: str(uuid5(NAMESPACE_OID, seed + found[0])), to_json(project))
    return from_json(Project, told.replace("Clubs of Ash", title))


def broken(data: bytes) -> bytes:
    """A coding leads to no code, and a passage ends beyond its text."""
    parts = parts_of(data)
    xml = parts["project.qde"].decode()
    xml = re.sub(r'<CodeRef targetGUID="[^"]+"', f'<CodeRef targetGUID="{guid(999)}"', xml, count=1)
    parts["project.qde"] = re.sub(r'endPosition="\d+"', 'endPosition="9999"', xml, count=1).encode()
    return pack(parts)


class Keys:
    """Somebody who uses no mouse, and looks at each page on the way."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page, self.scripts, self.sent_from = page, scripts, ""
        page.on("dialog", lambda one: one.accept())

    def look(self) -> None:
        expect(self.page.locator("h1")).to_have_count(1)
        self.page.wait_for_load_state()
        if self.scripts:
            clean(self.page)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, self.page.url

    def reach(self, wanted: Locator) -> None:
        self.page.wait_for_load_state()
        for _ in range(MOST_TABS):
            if wanted.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not to be reached by Tab")

    def press(self, role: Any, name: Any, key: str = "Enter") -> None:
        """Go to it and press it; the page that follows is looked at."""
        wanted = self.page.locator("main, nav.before-main").get_by_role(role, name=name).first
        self.reach(wanted)
        self.page.keyboard.press(key)

    def type(self, label: str, words: str) -> None:
        self.reach(self.page.get_by_label(label).first)
        self.page.keyboard.type(words)

    def bring(self, data: bytes, name: str, button: str = "Look at it first") -> None:
        """Choose a file (the window of the system does that) and send it by keys."""
        field, self.sent_from = self.page.locator("input[type=file]"), self.page.url
        self.reach(field)
        field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
        self.press("button", button)

    def wait(self) -> None:
        """Until the file is read: the page goes on by itself, or is asked for again."""
        self.page.wait_for_url(lambda url: url != self.sent_from)
        reading = self.page.get_by_role("heading", level=1, name="The file is being read")
        until = time.monotonic() + PATIENCE / 1000
        while not self.scripts and reading.is_visible():
            assert time.monotonic() < until, "the file is not read"
            self.page.reload()
        expect(reading).to_have_count(0)


@pytest.fixture
def keys(visitor: Callable[..., Page]) -> Callable[..., Keys]:
    return lambda path, *, scripts: Keys(visitor(path, java_script_enabled=scripts), scripts=scripts)


def main(one: Keys) -> Locator:
    return one.page.locator("main")


def title_of(one: Keys) -> Locator:
    return one.page.locator("h1")


@WAYS
def test_a_project_is_refused_looked_at_and_stored_and_its_coder_known(
    served: Served, keys: Callable[..., Keys], scripts: bool
) -> None:
    title = f"Clubs {uuid4().hex[:6]}"
    data = to_qdpx(of_its_own(foreign(), title))
    lead = keys("/studies", scripts=scripts)
    lead.press("link", "Bring in a project")
    expect(title_of(lead)).to_have_text("Bring in a project")
    lead.look()
    lead.press("button", "Look at it first")
    expect(main(lead)).to_contain_text("Choose a file")
    lead.look()
    lead.bring(broken(data), "broken.qdpx")
    lead.wait()
    expect(lead.page.get_by_role("alert").first).to_contain_text("This file has 2 faults, told below.")
    faults = main(lead).get_by_role("region", name="What is wrong in the file").get_by_role("listitem")
    expect(faults).to_have_text([re.compile(r"Line \d+: .*characters"), re.compile(r"Line \d+: .*no such Code")])
    lead.look()
    lead.bring(data, "clubs.qdpx")
    lead.wait()
    _choose_and_store(lead, title)
    expect(title_of(lead)).to_have_text(title)
    expect(main(lead)).to_contain_text(f"“{title}” is stored. Next: record what people allow.")
    lead.look()
    _again(lead, data, title)
    _known(lead, title)


def test_while_a_file_is_read_the_page_says_so_and_sends_it_once(keys: Callable[..., Keys]) -> None:
    lead = keys("/studies", scripts=True)
    lead.press("link", "Bring in a project")
    expect(title_of(lead)).to_have_text("Bring in a project")
    lead.page.evaluate(HELD_BACK)
    lead.bring(to_qdpx(foreign()), "slow.qdpx")
    expect(lead.page.get_by_role("status")).to_contain_text("The file is being sent.")
    expect(lead.page.locator(".working__time")).to_have_text(re.compile(r"^[1-9]\d* seconds so far"))
    lead.page.locator("main form").evaluate("form => form.requestSubmit()")
    lead.look()
    assert lead.page.evaluate("window.sent") == 1


@WAYS
def test_a_file_whose_reading_was_cut_off_says_so_and_is_read_again(
    served: Served, keys: Callable[..., Keys], scripts: bool
) -> None:
    """The process that was at it is gone: nobody beats for its job, and the server notices."""
    with served.installation.app():
        person = db.session.query(Person).filter_by(name="Ann Vale").one()
        data = to_qdpx(of_its_own(foreign(), f"Cut off {uuid4().hex[:6]}"))
        held = ProjectUpload(partnership_id=person.roles[0].partnership_id, person_id=person.id, file_name="cut.qdpx")
        held.sealed_content = vault.seal_bytes(data, PLACE)
        db.session.add(held)
        db.session.flush()
        db.session.add(Job(kind=READ_KIND, subject_id=held.id, state="running", n_done=1, n_total=3))
        db.session.commit()
        address = f"/project-files/{held.id}"
    lead = keys(address, scripts=scripts)
    again = main(lead).get_by_role("button", name="Read it again")
    until = time.monotonic() + PATIENCE / 1000
    while not scripts and not again.is_visible():
        assert time.monotonic() < until, "nobody noticed"
        lead.page.reload()
    expect(main(lead)).to_contain_text("The file was not read, and nothing is stored", timeout=PATIENCE)
    lead.look()
    lead.press("button", "Read it again")
    expect(again).to_have_count(0)
    lead.wait()
    expect(title_of(lead)).to_have_text("What is in the file")
    lead.press("button", "Delete the file and stop")
    expect(main(lead)).to_contain_text("The file is deleted. Nothing was stored.")


def _choose_and_store(lead: Keys, title: str) -> None:
    expect(title_of(lead)).to_have_text("What is in the file")
    expect(lead.page.get_by_label("Title of the study")).to_have_value(title)
    for told in ("Coder Anna and Coder Ben", "1 text without words.", "Ms Quill"):
        expect(main(lead)).to_contain_text(told)
    lead.look()
    lead.press("button", "Store the study")
    expect(main(lead)).to_contain_text("Choose a school, or the role “Somebody else”")
    lead.look()
    lead.press("checkbox", "Everybody in this project agreed to take part, and I have their word for it", "Space")
    lead.type("Day on which they agreed", "01092026")
    lead.type("Version of the information sheet", "Sheet 1")
    lead.type("School of everybody for whom you choose none below", "Ash")
    lead.press("button", "Store the study")


def _again(lead: Keys, data: bytes, title: str) -> None:
    """The same file once more: it is said where it is, and the link leads there."""
    lead.press("link", "Interviews")
    expect(title_of(lead)).to_have_text("Interviews")
    lead.press("link", "Bring in a project")
    expect(title_of(lead)).to_have_text("Bring in a project")
    lead.bring(data, "clubs.qdpx")
    lead.wait()
    expect(main(lead)).to_contain_text("This project is here already. Nothing was stored.")
    lead.look()
    lead.press("link", title)
    expect(title_of(lead)).to_have_text(title)


def _known(lead: Keys, title: str) -> None:
    """Whoever coded elsewhere says so, and takes it back."""
    lead.press("link", "Take the study along, for other programs or on paper")
    expect(title_of(lead)).to_have_text("Files")
    lead.look()
    lead.press("link", "Say who of you that was")
    expect(title_of(lead)).to_have_text("Who coded the file")
    lead.look()
    lead.press("button", re.compile("That was me.*Coder Anna"))
    expect(main(lead)).to_contain_text("“Coder Anna” in the file is Ann Vale from now on.")
    expect(main(lead)).to_contain_text("This is Ann Vale, who said so on")
    lead.look()
    lead.press("button", re.compile("Take it back.*Coder Anna"))
    expect(main(lead)).to_contain_text("The codings stand under the name in the file again: Coder Anna.")
    lead.reach(lead.page.locator("summary", has_text=re.compile("That was somebody else.*Coder Ben")))
    lead.page.keyboard.press("Enter")
    lead.type("Who “Coder Ben” is", "Ann")
    lead.press("button", "Save")
    expect(main(lead)).to_contain_text("“Coder Ben” in the file is Ann Vale from now on.")
    lead.look()


@WAYS
def test_a_project_that_was_looked_at_is_thrown_away(keys: Callable[..., Keys], scripts: bool) -> None:
    lead = keys("/studies", scripts=scripts)
    lead.press("link", "Bring in a project")
    expect(title_of(lead)).to_have_text("Bring in a project")
    lead.bring(to_qdpx(of_its_own(foreign(), f"Gone {uuid4().hex[:6]}")), "gone.qdpx")
    lead.wait()
    expect(title_of(lead)).to_have_text("What is in the file")
    address = lead.page.url
    lead.press("button", "Delete the file and stop")
    expect(main(lead)).to_contain_text("The file is deleted. Nothing was stored.")
    lead.page.goto(address)
    expect(main(lead)).to_contain_text("The file is no longer held")
    lead.look()


@WAYS
def test_a_code_book_is_refused_looked_at_and_added(keys: Callable[..., Keys], scripts: bool) -> None:
    name, other = f"Courage {uuid4().hex[:6]}", f"Patience {uuid4().hex[:6]}"
    book = CodeBook((Code(str(uuid4()), name, codes=(Code(str(uuid4()), other),)),))
    lead = keys("/studies", scripts=scripts)
    lead.press("link", "What it changed")
    expect(title_of(lead)).to_have_text("What it changed")
    lead.press("link", "Take the study along, for other programs or on paper")
    expect(title_of(lead)).to_have_text("Files")
    lead.look()
    twice = str(uuid4())
    lead.bring(to_qdc(CodeBook((Code(twice, "A"), Code(twice, "B")))), "twice.qdc")
    expect(main(lead).get_by_text(re.compile(r"Line \d+: the GUID"))).to_be_visible()
    lead.look()
    lead.bring(to_qdc(book), "book.qdc")
    expect(title_of(lead)).to_have_text("What the code book would add")
    lead.look()
    lead.press("button", "Add 2 themes")
    expect(main(lead)).to_contain_text(name)
    expect(main(lead)).to_contain_text(other)
    lead.look()
