"""A test client that reads every page it fetches as a careful visitor would, and fails on a page that is not whole."""

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from app.db import db

HTML = "{http://www.w3.org/1999/xhtml}"
HX = {"HX-Request": "true"}
QUIET_INPUTS = {"hidden", "submit", "button", "image"}


def without_tokens(html: str) -> str:
    """The page without its tokens: among letters drawn by chance any short word may stand."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]+', r"", html)


class PageClient(FlaskClient):
    """`page()` and `post_form()` return a `Page`; plain `get` and `post` return the bare response."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request in an app context of its own, as the server does: nothing of an earlier one is left in `g`.

        What the test did so far is committed, so that the request sees it and no lock is held.
        """
        if has_app_context():
            db.session.commit()
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def sign_in_as(self, person: Any) -> None:
        """Begin a session for the person as a completed sign-in would."""
        from app.people.session import begin

        with self.session_transaction() as session:
            begin(session, person)

    def page(self, url: str, status: int = 200, **kwargs: Any) -> "Page":
        """Fetch a whole page, follow no redirect, and check it."""
        return Page(self, self.get(url, **kwargs), status)

    def fragment(self, url: str, target: str, status: int = 200, **kwargs: Any) -> "Page":
        """Fetch the block that htmx would swap into the element with id `target`."""
        headers = {**HX, "HX-Target": f"section#{target}", **kwargs.pop("headers", {})}
        return Page(self, self.get(url, headers=headers, **kwargs), status, whole=False)

    def post_form(self, url: str, data: Any = None, *, status: int = 303, at: str = "", **kwargs: Any) -> "Page":
        """Post with the token of the form on page `at` (or `url` itself), as a browser would."""
        token = self.token(at or url)
        response = self.post(url, data={"csrf_token": token, **(data or {})}, **kwargs)
        return Page(self, response, status)

    def token(self, url: str) -> str:
        """The CSRF token of a page."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(url).text)
        assert found, f"{url} has no form with a token"
        return found.group(1)


class Page:
    """A parsed page: `text`, `links`, `forms`, `find(tag, **attributes)`."""

    def __init__(self, client: PageClient, response: TestResponse, status: int, *, whole: bool = True) -> None:
        assert response.status_code == status, f"{response.request.path}: {response.status}\n{_gist(response.text)}"
        self.response, self.status, self.html = response, response.status_code, response.text
        self.location = response.headers.get("Location", "")
        self.is_html = response.mimetype == "text/html" and bool(response.data) and status not in (301, 302, 303, 304)
        if self.is_html:
            self.root = _parse(response.text, whole)
            check_page(self, client, whole=whole)

    @property
    def text(self) -> str:
        """All words of the page, spaces folded."""
        return " ".join("".join(self.root.itertext()).split())

    def find_all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements by tag and exact attributes (`class_` for class contains)."""
        return [e for e in self.root.iter(HTML + tag) if all(_has(e, k, v) for k, v in attributes.items())]

    def find(self, tag: str, **attributes: str) -> Element:
        """The first such element; fails when there is none."""
        found = self.find_all(tag, **attributes)
        assert found, f"no <{tag} {attributes}>"
        return found[0]

    @property
    def links(self) -> dict[str, str]:
        """Link text to address."""
        return {words(a): a.get("href", "") for a in self.find_all("a")}


def words(element: Element) -> str:
    """The words inside an element, spaces folded."""
    return " ".join("".join(element.itertext()).split())


def _has(element: Element, name: str, value: str) -> bool:
    if name == "class_":
        return value in element.get("class", "").split()
    return element.get(name.replace("_", "-")) == value


def _gist(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())[:600]


def _parse(text: str, whole: bool) -> Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    root = parser.parse(text) if whole else parser.parseFragment(text)
    serious = [error for error in parser.errors if error[1] != "expected-doctype-but-got-chars"]
    assert not serious, f"broken HTML: {serious[:3]}"
    return root


def check_page(page: Page, client: PageClient, *, whole: bool) -> None:
    """Fail on what makes a page less than whole."""
    if whole:
        check_outline(page)
    ids = [e.get("id") for e in page.root.iter() if e.get("id") is not None]
    assert len(ids) == len(set(ids)), f"repeated id: {sorted({i for i in ids if ids.count(i) > 1})}"
    check_forms(page)
    check_scripts(page)
    check_addresses(page, client, set(ids), whole=whole)


def check_outline(page: Page) -> None:
    """One h1, a title, a language."""
    headings = page.find_all("h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    assert words(headings[0]), "an empty h1"
    assert words(page.find("title")), "an empty title"
    assert page.find("html").get("lang"), "no language"


def check_forms(page: Page) -> None:
    """Every input has a label; every form an action; every posting form a token."""
    labelled = {label.get("for") for label in page.find_all("label")}
    wrapped = {id(e) for label in page.find_all("label") for e in label.iter()}
    for tag in ("input", "select", "textarea"):
        for field in page.find_all(tag):
            if tag == "input" and field.get("type") in QUIET_INPUTS:
                continue
            named = field.get("aria-label") or field.get("aria-labelledby")
            assert named or id(field) in wrapped or field.get("id") in labelled, f"no label: {field.attrib}"
    for form in page.find_all("form"):
        assert form.get("action"), f"form without action: {form.attrib}"
        if form.get("method", "get").lower() == "post":
            tokens = [i for i in form.iter(HTML + "input") if i.get("name") == "csrf_token" and i.get("value")]
            assert tokens, f"form without token: {form.get('action')}"


def check_scripts(page: Page) -> None:
    """No inline script, style or handler."""
    for script in page.find_all("script"):
        assert script.get("src"), "inline script"
    assert not page.find_all("style"), "inline style"
    for element in page.root.iter():
        bad = [n for n in element.attrib if n == "style" or n.startswith(("on", "hx-on"))]
        assert not bad, f"inline {bad} on {element.tag}"


def check_addresses(page: Page, client: PageClient, ids: set[str | None], *, whole: bool) -> None:
    """Every address leads somewhere in this app; every htmx target is on the page."""
    adapter = client.application.url_map.bind("localhost")
    for element in page.root.iter():
        for name, method in (("href", "GET"), ("action", None), ("hx-get", "GET"), ("hx-post", "POST")):
            address = element.get(name)
            if address is None:
                continue
            if name == "action":
                method = element.get("method", "get").upper()
            check_address(adapter, address, str(method), ids, whole=whole)
        target = element.get("hx-target", "")
        if whole and target.startswith("#"):
            assert target[1:] in ids, f"dead target {target}"


def check_address(adapter: Any, address: str, method: str, ids: set[str | None], *, whole: bool) -> None:
    """A local address must route; an address elsewhere is refused; an anchor must exist."""
    parts = urlsplit(address)
    if parts.scheme in ("mailto", "tel", "data"):
        return
    assert not parts.netloc or parts.netloc == "localhost", f"address elsewhere: {address}"
    if not parts.path:
        assert not whole or not parts.fragment or parts.fragment in ids, f"dead anchor {address}"
        return
    try:
        adapter.match(parts.path, method=method)
    except RequestRedirect:
        return
    except HTTPException as error:
        raise AssertionError(f"dead address {method} {address}: {error.code}") from None
