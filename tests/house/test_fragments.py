"""Every fragment that a view declares, fetched alone as htmx does: it stands by itself and is no whole page."""

import ast

import pytest

from tests.house.test_structure import CODE, name
from tests.pages import Page


def declared():
    """`file: fragment` for every `fragments=(...)` in the app."""
    for path in CODE:
        if not name(path).startswith("app/") or name(path) == "app/web/htmx.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "fragments":
                yield from (f"{name(path)}: {each}" for each in ast.literal_eval(node.value))


FRAGMENTS = {
    "app/coding/views_coding.py: words": ("staff", "/transcripts/{transcript}/coding", 200),
    "app/coding/views_coding.py: desk": ("staff", "/transcripts/{transcript}/coding", 200),
    "app/coding/views_incoming.py: progress": ("lead", "/project-files/{cut_off_file}", 200),
    "app/coding/views_memos.py: memos": ("staff", "/studies/{study}/memos", 200),
    "app/coding/views_passages.py: panel": ("staff", "/codings/{coding}", 200),
    "app/results/views.py: figures": ("lead", "/results/{survey}", 200),
    "app/schools/views/imports.py: progress": ("head", "/schools/imports/{done_import}", 200),
    "app/waves/views.py: preview": ("lead", "/partnerships/{partnership}/surveys/new", 200),
    "app/waves/views_sittings.py: live": ("teacher", "/sittings/{sitting}", 200),
}


def test_every_declared_fragment_is_fetched_here():
    assert set(declared()) == set(FRAGMENTS)


@pytest.mark.parametrize("declaration", FRAGMENTS)
def test_a_fragment_stands_alone(world, browser_of_world, declaration):
    role, address, status = FRAGMENTS[declaration]
    fragment = declaration.rpartition(": ")[2]
    client, address = browser_of_world(role), address.format(**world.things)
    whole = Page(client, client.get(address), status)
    assert whole.find_all("*", id=fragment) or f'id="{fragment}"' in whole.html
    part = client.fragment(address, fragment, status=status)
    assert "<html" not in part.html
    assert 0 < len(part.html) < len(whole.html)


@pytest.mark.parametrize("declaration", FRAGMENTS)
@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_the_back_button_get_the_whole_page(world, browser_of_world, declaration, header):
    role, address, status = FRAGMENTS[declaration]
    client = browser_of_world(role)
    target = {"HX-Request": "true", "HX-Target": f"div#{declaration.rpartition(': ')[2]}", header: "true"}
    Page(client, client.get(address.format(**world.things), headers=target), status)


@pytest.mark.parametrize("declaration", FRAGMENTS)
def test_caches_are_told_what_the_answer_depends_on(world, browser_of_world, declaration):
    role, address, _ = FRAGMENTS[declaration]
    response = browser_of_world(role).get(address.format(**world.things))
    assert {"HX-Request", "HX-Target"} <= set(response.vary)
    assert response.headers["Cache-Control"] == "no-store"
