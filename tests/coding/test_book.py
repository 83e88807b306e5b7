"""The code book: what becomes of codings when a theme goes, and two who edit it at once."""

import pytest

from app.coding import book, marking
from app.coding.marking import Place
from app.coding.models import Coding, Theme
from app.db import db
from app.people.session import actor_of


@pytest.fixture
def themes(talk):
    found = [Theme(study_id=talk.study.id, name=name) for name in ("Belonging", "Voice")]
    db.session.add_all(found)
    db.session.commit()
    return found


def living():
    return {(one.theme.name, one.start) for one in db.session.query(Coding).filter(Coding.deleted_at.is_(None))}


@pytest.mark.parametrize("is_merged", [True, False])
def test_a_theme_that_went_comes_back_with_its_passages(talk, themes, is_merged):
    me, actor = talk.researcher.id, actor_of(talk.researcher)
    marking.mark(talk.transcript, me, place=Place(0, 4), theme_ids=[one.id for one in themes])
    marking.mark(talk.transcript, me, place=Place(9, 12), theme_ids=[themes[0].id])
    before = living()
    n = book.remove_theme(themes[0], actor, version=1, into=themes[1] if is_merged else None)
    assert n == 2
    assert living() == ({("Voice", 0), ("Voice", 9)} if is_merged else {("Voice", 0)})
    book.bring_back(themes[0], actor)
    assert living() == before


def test_who_saves_second_is_told(talk, themes, browser_of):
    one, address = browser_of(talk.researcher), f"/themes/{themes[0].id}/edit"
    one.post_form(address, {"version": "1", "parent_id": "", "name": "Being together"})
    page = one.post_form(address, {"version": "1", "parent_id": "", "name": "Home"}, status=409)
    assert "Being together" in page.text
    assert page.find("input", name="name").get("value") == "Home"
