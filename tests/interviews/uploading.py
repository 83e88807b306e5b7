"""Going through the pages of an upload as a person does."""

from typing import Any

from tests.pages import Page


def send(
    browser: Any, address: str, content: bytes, *, name: str = "talk.qdpx", at: str = "", status: int = 303
) -> Page:
    """Send a file as a browser does; the body is made here, because werkzeug's client leaves big ones open on disk."""
    parts = (("csrf_token", "", browser.token(at or address).encode()), ("file", f'; filename="{name}"', content))
    body = b"".join(
        b'--cut\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (key.encode(), more.encode(), value)
        for key, more, value in parts
    )
    kind = "multipart/form-data; boundary=cut"
    return Page(browser, browser.post(address, data=body + b"--cut--\r\n", content_type=kind), status)


def upload(browser: Any, held: Any, content: bytes, *, name: str = "talk.txt", status: int = 303) -> Page:
    return send(browser, f"{held.address}/file", content, name=name, status=status)


def chosen_on(page: Page) -> dict[str, str]:
    """What each select of a page begins with."""
    fields = {}
    for one in page.find_all("select"):
        options = [option for option in one.iter() if option.tag.endswith("option")]
        chosen = [option.get("value") for option in options if option.get("selected") is not None]
        fields[one.get("name", "")] = chosen[0] if chosen else options[0].get("value")
    return fields


def go_on(browser: Any, address: str, **changes: str) -> str:
    """Send a page of choices as proposed, with changes; returns where it leads."""
    return browser.post_form(address, chosen_on(browser.page(address)) | changes).location


def store(browser: Any, held: Any, content: bytes, *, name: str = "talk.txt") -> Page:
    """Upload and store a file as proposed; returns the page of the transcript."""
    questions = go_on(browser, upload(browser, held, content, name=name).location)
    return browser.page(go_on(browser, questions))
