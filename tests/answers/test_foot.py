"""Help, and who sees the answers: on every page of a pupil, in their words, and never away from the survey's pages."""

import pytest

from app.waves.wording import who_will_see

STARTS = ("/answer", "#", "tel:")


def addresses(page):
    return [link.get("href") for link in page.find_all("a")]


@pytest.fixture
def begun(seat):
    return seat.begin()


@pytest.mark.parametrize("path", ["", "/questions/1", "/review", "/language", "/who", "/still-there", "/stopped"])
def test_help_stands_in_the_page_itself_and_no_link_leads_away(begun, client, path):
    page = client.page(f"/answer{path}")
    assert "Look at the board first." in "".join(page.find("details", id="help").itertext())
    assert addresses(page)
    assert [one for one in addresses(page) if not one.startswith(STARTS)] == []


@pytest.mark.parametrize("path", ["/thanks", "/questions/99"])
def test_the_last_page_and_a_refusal_have_it_too(begun, client, path):
    page = client.page(f"/answer{path}", status=404 if path.endswith("99") else 200)
    assert page.find("details", id="help") is not None
    assert [one for one in addresses(page) if not one.startswith(STARTS)] == []


def test_who_sees_the_answers_is_said_as_it_was_before_the_yes_and_leads_back(begun, client, lesson):
    for here in ("questions/2", "review"):
        at = here.rpartition("/")[2]
        assert f"/answer/who?at={at}" in addresses(client.page(f"/answer/{here}"))
        page = client.page(f"/answer/who?at={at}")
        assert all(fact in page.text for fact in who_will_see(lesson.survey))
        assert f"/answer/{here}" in addresses(page)


def test_before_the_codes_are_typed_it_says_when_it_will_be_said(client, seat):
    page = client.page("/answer/who?at=2")
    assert "We tell you before the first question." in page.text
    assert "/answer" in addresses(page)
    seat.enter()
    assert "/answer/start" in addresses(client.page("/answer/who"))
