"""A breakdown with more groups than fit on a page: every one of them can be reached."""

import pytest

from app.db import db as database
from tests import factories
from tests.pages import HX


@pytest.fixture
def long(answered):
    """Forty-one courses beside the first two."""
    more = [factories.a_course(answered.partnership, answered.beech, title=f"Extra {n:02}") for n in range(41)]
    answered.survey.courses.extend(more)
    database.session.commit()
    return answered


def groups_on(page) -> list[str]:
    return ["".join(heading.itertext()).strip() for heading in page.find_all("th", scope="row")]


def test_every_group_is_on_one_page_or_another(long, browser_of):
    client = browser_of(long.lead)
    first = client.page(f"{long.url}?by=course")
    following = first.find("a", rel="next").get("href")
    second = client.page(following)
    assert len(groups_on(first)) == 40
    assert groups_on(first) + groups_on(second) == ["Drama", *(f"Extra {n:02}" for n in range(41)), "Sport"]
    assert second.find("a", rel="prev").get("href") == following.replace("page=2", "page=1")


def test_a_group_of_a_later_page_leads_to_its_own_figures(long, browser_of):
    client = browser_of(long.lead)
    sport = client.page(f"{long.url}?by=course&page=2").find_all("th", scope="row")[-1]
    assert f"of={long.sport.id}" in sport[0].get("href")


def test_poll_file_and_print_stay_on_their_page(long, browser_of):
    client = browser_of(long.lead)
    second = client.page(f"{long.url}?by=course&page=2")
    poll = second.find("section", id="figures").get("hx-get")
    again = client.get(poll, headers={**HX, "HX-Target": "section#figures"})
    assert "Sport" in again.text
    assert "Drama" not in again.text
    assert "Sport" in client.get(f"{long.url}/figures.csv?by=course&page=2").text
    assert "Drama" not in client.page(f"{long.url}/print?by=course&page=2").text


@pytest.mark.parametrize("odd", ["0", "-1", "3", "99999999999", "x", ""])
def test_a_page_that_is_not_there_is_the_nearest(long, browser_of, odd):
    assert groups_on(browser_of(long.lead).page(f"{long.url}?by=course&page={odd}"))
