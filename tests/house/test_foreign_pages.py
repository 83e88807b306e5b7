"""Every page of staff in a language that nobody speaks: what is still in English was never marked to be said.

Whatever a page shows must come out of the catalog, or be data: names, the words of instruments, codes, and the dates
and numbers that Babel writes. The pages are those of `policy.table`, asked as whoever gets each kind of answer.
"""

import ast
import re
from dataclasses import fields, is_dataclass
from functools import cache

import pytest
from babel import Locale

from app.instruments.languages import LANGUAGES
from app.instruments.model import RESERVED
from app.interviews.texts import TURN_GAP, Reply, Transcript
from app.web import languages
from app.web.languages import COOKIE, PUPILS, STAFF
from tests import foreign
from tests.house.population import CSV, ROLES
from tests.house.test_policy_table import READERS, ask, lines
from tests.house.test_structure import CODE, name
from tests.pages import HTML, Page

OF_PUPILS = {"answers"}
"""Said in the language that a pupil chose, and never in that of staff: tests/answers/test_languages.py asks there."""
SHOWN = {200, 400, 403, 404, 409, 410, 422}
NOT_SHOWN = {HTML + tag for tag in ("script", "style", "template", "code")}
SPOKEN = ("title", "placeholder", "aria-label", "aria-description", "alt", "data-label", "data-copied", "label")
NAMED = {
    *("name", "email", "title", "town", "type", "about", "file_name", "pseudonym", "qualification", "urn"),
    *("sealed_given_name", "sealed_family_name", "class_code", "key_stage", "sealed_name", "put", "claim"),
}
SAID = (Transcript, Reply)
"""Tables of what participants said and wrote."""
OURS = r"Lateral|d_av|d_pre|UPN|URN|CSV|XLSX|XLS|ODS|KS\d"
CODES = r"\S+@\S+|https?://\S+|/join/\S+|\b(?=\w*\d)[\w-]*\b|\b[A-Z]{2,5}(?:[ -][A-Z]{2,5})+\b|\b[A-Z]{4}\b"


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory):
    """Catalogs of the language nobody speaks, instead of ours."""
    ours, languages.FOLDER = languages.FOLDER, tmp_path_factory.mktemp("translations")
    foreign.drop_in(languages.FOLDER, STAFF, PUPILS)
    foreign.read_anew()
    yield
    languages.FOLDER = ours
    foreign.read_anew()


@pytest.fixture(scope="module")
def data(app, world):
    """One pattern for all that is data rather than said."""
    found = {str(row[name]) for rows in world.rows.values() for row in rows for name in row if name in NAMED}
    said = [row["sealed_text"] for table in SAID for row in world.rows[table.__table__]]
    found |= {turn for text in said for turn in text.split(TURN_GAP)}
    found |= set(texts_of(app.extensions["instruments"].all()))
    found |= set(re.split("[,\n]", CSV.decode()))
    found.add(languages.staff_languages()[foreign.CODE].name)
    locale = Locale.parse(foreign.CODE)
    found |= {locale.languages[code] for code in LANGUAGES}
    found |= set(RESERVED.values())
    found |= set(re.findall(r"[a-z]+", locale.list_patterns["standard"]["2"]))
    for named in (locale.months, locale.days):
        found |= {word for widths in named.values() for words in widths.values() for word in words.values()}
    phrases = sorted({" ".join(text.split()) for text in found if re.search("[a-zA-Z]", text)}, key=len, reverse=True)
    return re.compile("|".join([rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", rf"\b(?:{OURS})\b", CODES]))


def texts_of(thing):
    """Every text in an instrument."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from texts_of(getattr(thing, one.name))
    elif isinstance(thing, dict) or hasattr(thing, "items"):
        yield from (text for value in thing.values() for text in texts_of(value))
    elif isinstance(thing, (list, tuple, set, frozenset)):
        yield from (text for value in thing for text in texts_of(value))


def shown_on(page):
    """Every text that somebody sees or hears on a page: between tags, in attributes, and in its title."""
    yield "".join(page.find("title").itertext())
    yield from shown_in(page.find("body"))


def shown_in(element):
    """All of an element, but for what is marked as being in another language."""
    if element.tag in NOT_SHOWN or element.get("lang", foreign.CODE) != foreign.CODE:
        return
    if element.get("class") in ("code__value", "board__code"):
        return
    yield element.text or ""
    yield from (text for name, text in element.items() if name in SPOKEN or name.startswith("data-i18n."))
    if element.tag == HTML + "input" and element.get("type") in ("submit", "button", "reset"):
        yield element.get("value", "")
    for part in element:
        yield from shown_in(part)
        yield part.tail or ""


def left_in_english(page, data):
    """What is shown and neither said in the page's language nor data."""
    found = {" ".join(data.sub(" ", " ".join(text.split())).split()) for text in shown_on(page)}
    return sorted(text for text in found if re.search(r"[A-Za-z]{2,}", text))


def room_of(app, world, line):
    endpoint, _ = app.url_map.bind("localhost").match(line.address.format(**world.things), method=line.method)
    return endpoint.partition(".")[0]


@cache
def walked(line):
    """Everybody who reads the page, and one for each other answer."""
    by_status = {}
    for role, status in zip(ROLES, line.expected, strict=True):
        if status in SHOWN:
            by_status.setdefault(status, []).append(role)
    return [
        (role, status)
        for status, roles in by_status.items()
        for role in (([r for r in roles if r in READERS] or roles[:1]) if status == 200 else roles[:1])
    ]


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.name)
def test_nothing_on_a_page_of_staff_is_left_in_english(app, world, data, line):
    if room_of(app, world, line) in OF_PUPILS:
        pytest.skip("a page of pupils")
    for role, status in walked(line):
        client, response = ask(app, world, line, role, language=foreign.CODE)
        if line.method == "POST":
            world.restore()
        if response.mimetype != "text/html" or "Content-Disposition" in response.headers:
            continue  # a file to take along is data
        page = Page(client, response, status)
        assert page.find("html").get("lang") == foreign.CODE
        assert left_in_english(page, data) == [], role


def test_a_sentence_that_is_not_marked_is_found(app, world, data):
    client, response = ask(app, world, lines()[0], "stranger")
    assert "Sign in" in left_in_english(Page(client, response, 200), data)
    client.set_cookie(COOKIE, foreign.CODE)
    assert left_in_english(client.page("/"), data) == []


def shadows(function):
    """Lines of a function that give `_` another meaning; comprehensions and inner functions have their own names."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store):
            yield node.lineno
        if not isinstance(node, (ast.FunctionDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("path", CODE, ids=name)
def test_nothing_else_is_called_like_the_mark_of_a_sentence(path):
    """A function that assigns to `_` cannot say anything with it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            says = any(isinstance(n, ast.Call) and getattr(n.func, "id", "") == "_" for n in ast.walk(function))
            assert not says or not list(shadows(function)), function.name
