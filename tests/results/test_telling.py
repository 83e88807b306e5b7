"""What a release says: in English as it was kept, the same told anew from its cells, and anew in other languages."""

import pytest
from sqlalchemy import select

from app.db import db
from app.results.figures.change import Figures
from app.results.figures.telling import tell
from app.results.models import Release
from app.web import languages
from app.web.languages import STAFF
from tests import foreign
from tests.results.worlds import answer_both


@pytest.fixture
def abroad(tmp_path, monkeypatch):
    """The foreign language, dropped in for staff."""
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    foreign.read_anew()
    foreign.drop_in(tmp_path, STAFF)
    yield
    foreign.read_anew()


def kept():
    """What the ledger keeps of the view that was looked at."""
    return Figures.from_plain(db.session.scalars(select(Release).order_by(Release.id.desc())).first().payload)


def looked_at_from_abroad(world, browser_of):
    client = browser_of(world.lead)
    client.post_form("/account/language", {"language": "eo"}, at="/account")
    return client


@pytest.mark.parametrize("n", [23, 20, 8])
def test_the_words_of_a_release_are_those_its_cells_tell(app, world, browser_of, n):
    answer_both(world, world.pupils[:n])
    browser_of(world.lead).page(world.url)
    figures = kept()
    with app.test_request_context():
        said = tell(dict(figures.lines), figures.waves, figures.facts)
    assert (said.headline, said.counts, said.notes) == (figures.headline, figures.table.counts, figures.table.notes)


def test_a_release_keeps_english_words_and_is_read_in_the_readers_language(abroad, answered, browser_of):
    page = looked_at_from_abroad(answered, browser_of).page(answered.url)
    figures = kept()
    assert "⟦" not in figures.headline + "".join(figures.table.notes)
    assert figures.headline not in page.text
    assert "⟦" in page.find("p", id="headline").text


def test_a_release_from_before_sentences_were_told_anew_is_read_as_it_was_written(abroad, answered, browser_of):
    client = looked_at_from_abroad(answered, browser_of)
    client.page(answered.url)
    release = db.session.scalars(select(Release).order_by(Release.id.desc())).first()
    release.payload = {name: value for name, value in release.payload.items() if name != "facts"}
    db.session.commit()
    assert kept().facts is None
    assert client.page(answered.url).find("p", id="headline").text == kept().headline


def test_files_stay_english_whoever_fetches_them(abroad, answered, browser_of):
    client = looked_at_from_abroad(answered, browser_of)
    for address in (answered.url + "/figures.csv", f"/surveys/{answered.survey.id}/code-book.csv"):
        assert "⟦" not in client.get(address).text
