"""The change page: its numbers, its words, its empty states, its file and its print."""

import csv
import io
from collections.abc import Iterator

import pandas as pd
import pytest

from app.answers.models import Response
from app.db import db as database
from app.db import now
from app.results.figures.comparison import _unsure
from app.stats.change import paired_change
from tests.pages import HTML, PageClient
from tests.results.worlds import answer, answer_both


def lines_of(client: PageClient, url: str) -> Iterator[dict[str, str]]:
    response = client.get(url)
    assert response.status_code == 200, response.text
    return csv.DictReader(io.StringIO(response.data.decode("utf-8-sig")))


def scores(wave: object, number: int) -> pd.Series:
    rows = database.session.query(Response).filter_by(wave_id=wave.id, state="finished").all()
    return pd.Series({row.pupil_id: getattr(row, f"score_{number}") for row in rows}, dtype=float)


def test_every_number_of_the_file_is_the_statistic_rounded(answered, browser_of):
    rows = list(lines_of(browser_of(answered.lead), answered.url + "/figures.csv"))
    assert len(rows) == 9
    for number, row in enumerate(rows, 1):
        change = paired_change(scores(answered.first, number), scores(answered.last, number))
        assert row["Pupils in both"] == str(change.n) == "20"
        expected = {
            "Mean before": change.mean_before,
            "Mean after": change.mean_after,
            "Change": change.mean_change,
            "Change, 95 % interval from": change.low,
            "Change, 95 % interval to": change.high,
        }
        assert {name: row[name] for name in expected} == {n: f"{v:.1f}" for n, v in expected.items()}
        assert row["Effect size g_av"] == f"{change.g_av:.2f}"
        assert row["d_pre"] == f"{change.d_pre:.2f}"


def test_small_counts_are_hidden_with_their_reason(answered, browser_of):
    row = next(iter(lines_of(browser_of(answered.lead), answered.url + "/figures.csv")))
    assert row["Only before"] == "c"
    assert "too few to show: Only before, Rose" in row["reason"]
    assert row["reason"].count("too few to show") == 1
    assert row["Only after"] == "0"


LIMITS_OF_G = ("g_av, 95 % interval from", "g_av, 95 % interval to")


@pytest.mark.parametrize(("n", "is_shown"), [(19, False), (20, True)])
def test_the_interval_of_an_effect_size_is_not_shown_for_fewer_than_twenty(world, browser_of, n, is_shown):
    answer_both(world, world.pupils[:n])
    row = next(iter(lines_of(browser_of(world.lead), world.url + "/figures.csv")))
    assert row["Pupils in both"] == str(n)
    assert row["Effect size g_av"] != "x"
    for limit in LIMITS_OF_G:
        assert (row[limit] != "x") is is_shown
    assert ("too rough for so few pupils" in row["reason"]) is not is_shown
    assert ("not available: too rough" in browser_of(world.lead).page(world.url).text) is not is_shown


def test_an_interval_of_an_effect_size_that_contradicts_the_changes_is_not_shown():
    """The change of twenty pupils is 2.02 of its own errors: less than t asks for, more than 1.96."""
    spread = pd.Series([-1.0, 1.0] * 10)
    before, error = pd.Series(range(20), dtype=float), spread.std() / 20**0.5
    for errors, is_shown in ((1.5, True), (2.02, False), (3.0, True)):
        change = paired_change(before, before + spread + errors * error)
        assert (change.low > 0) is (errors == 3.0)
        assert (_unsure(change) == {}) is is_shown


def test_three_who_all_moved_by_the_same_are_no_clear_rise(world, browser_of):
    for pupil in world.pupils[:3]:
        answer(world.first, pupil, answers="3" * 45)
        answer(world.last, pupil, answers="4" * 45)
    client, lens = browser_of(world.teacher), f"lens=course-{world.sport.id}"
    page = client.page(f"{world.url}?{lens}")
    assert "not available: all moved alike" in page.text
    said = "".join(page.find("p", id="headline").itertext())
    assert said.startswith("Too few pupils to call any change clear: 3 pupils who answered both before and after.")
    row = next(iter(lines_of(client, f"{world.url}/figures.csv?{lens}")))
    assert row["Change"] not in ("x", "c", "0.0")
    assert row["Change, 95 % interval from"] == row["Change, 95 % interval to"] == "x"
    assert "everyone moved by the same" in row["reason"]


def test_a_file_on_its_own_says_what_it_holds(answered, browser_of):
    client = browser_of(answered.lead)
    about = {
        "Survey": answered.survey.title,
        "Group": "Hill Partnership",
        "Wave from": "before",
        "Wave to": "after",
        "Made on": now().date().isoformat(),
    }
    rows = list(lines_of(client, answered.url + "/figures.csv"))
    assert [name for name in rows[0]][:6] == [*about, "Scale"]
    assert all({name: row[name] for name in about} == about for row in rows)
    assert rows[0]["Scale"] == "Feelings about school"
    breakdown = list(lines_of(client, answered.url + "/figures.csv?by=school"))
    assert [(row["Group"], row["Survey"]) for row in breakdown] == [
        (name, answered.survey.title) for name in ("Ash College", "Beech School")
    ]
    assert {row["Whose pupils"] for row in breakdown} == {"Hill Partnership, by home school"}


def test_on_a_phone_each_figure_carries_its_own_heading(answered, browser_of):
    """A card a scale, so that the change stands on a narrow screen without pushing the table aside."""
    tables = browser_of(answered.lead).page(answered.url).find_all("table", class_="table-stack")
    assert len(tables) == 3
    for table in tables:
        _, *headings = [
            "".join(heading.itertext()) for heading in table.iter(f"{HTML}th") if heading.get("scope") == "col"
        ]
        labels = [[cell.get("data-label") for cell in row.iter(f"{HTML}td")] for row in table.iter(f"{HTML}tr")]
        assert labels == [[]] + [headings] * 9


def test_the_page_says_what_a_head_may_say_aloud(answered, browser_of):
    page = browser_of(answered.lead).page(answered.url)
    said = "".join(page.find("p", id="headline").itertext())
    assert said.startswith("Of 20 pupils who answered both before and after, “")
    assert "rose" in said
    assert "95 % interval" in said


def test_no_clear_change_is_said_as_it_is(world, browser_of):
    for place, pupil in enumerate(world.pupils[:20]):
        low, high = ("2" * 45, "4" * 45) if place % 2 else ("4" * 45, "2" * 45)
        answer(world.first, pupil, answers=low)
        answer(world.last, pupil, answers=high)
    said = browser_of(world.lead).page(world.url).text
    assert "no scale shows a clear change" in said
    assert "includes no change at all" in said


def test_the_cautions_always_stand_beside_the_numbers(answered, browser_of):
    for url in (answered.url, answered.url + "/print"):
        text = browser_of(answered.lead).page(url).text
        assert "A change is not proof" in text
        assert "0.50" in text
        assert "not ranked" in text
        assert "root mean square" in text


def test_the_chart_shows_the_numbers_of_the_table(answered, browser_of):
    page = browser_of(answered.lead).page(answered.url)
    chart = page.find("figure", id="change-chart")
    row = next(iter(lines_of(browser_of(answered.lead), answered.url + "/figures.csv")))
    words = " ".join("".join(chart.itertext()).split())
    assert f"Before: {row['Mean before']}" in words
    assert f"After: {row['Mean after']}" in words


def test_nobody_has_answered_twice_yet(world, browser_of):
    assert "No pupil has answered twice yet" in browser_of(world.lead).page(world.url).text
    answer(world.first, world.pupils[0])
    assert "No pupil has answered twice yet" in browser_of(world.lead).page(world.url).text


def test_too_few_is_said_in_words(world, browser_of):
    answer_both(world, world.pupils[:4])
    text = browser_of(world.lead).page(world.url).text
    assert "Too few pupils to show" in text
    assert "at least 6 pupils" in text


def test_a_survey_of_one_wave_asks_for_a_second(world, browser_of):
    database.session.delete(world.last)
    database.session.commit()
    assert "one wave only" in browser_of(world.lead).page(world.url).text


@pytest.mark.parametrize(("n_during", "told"), [(9, "9"), (16, "16"), (14, "c"), (11, "c")])
def test_the_during_wave_says_how_many_pupils_it_has_unless_few_are_missing(world, browser_of, n_during, told):
    from tests.factories import a_wave

    wave = a_wave("during", 3, world.first.opens_on, world.first.closes_on)
    world.last.position, wave.position = 4, 2
    world.survey.waves.append(wave)
    database.session.commit()
    database.session.refresh(world.survey)
    answer_both(world, world.pupils[:16])
    for pupil in world.pupils[:n_during]:
        answer(wave, pupil, answers="4" * 45)
    row = next(iter(lines_of(browser_of(world.lead), world.url + "/figures.csv")))
    assert (row["Mean during"], row["Pupils in all, during"]) == ("75.0", told)


def test_two_other_waves_can_be_compared_and_the_wrong_way_round_is_refused(answered, browser_of):
    url = f"{answered.url}?first={answered.last.id}&last={answered.first.id}"
    assert "Choose a wave that comes later" in browser_of(answered.lead).page(url).text


@pytest.mark.parametrize(
    "asked", ["first={0}&last=-1", "first={1}&last=9999999999", "first=-1&last={1}", "first={0}&last=x"]
)
@pytest.mark.parametrize("page", ["", "/print"])
def test_a_wave_that_is_not_there_is_refused_on_the_page(answered, browser_of, asked, page):
    """A link may have been kept for longer than its wave."""
    url = f"{answered.url}{page}?{asked.format(answered.first.id, answered.last.id)}"
    text = browser_of(answered.lead).page(url).text
    assert page or "Not a valid choice" in text or "Not a valid integer" in text or "Invalid" in text


def test_a_breakdown_lists_groups_by_name_and_not_by_figure(answered, browser_of):
    page = browser_of(answered.lead).page(answered.url + "?by=school")
    names = ["".join(th.itertext()).strip() for th in page.find_all("th", scope="row")]
    assert names == ["Ash College", "Beech School"]
    assert "not of their figures" in page.text


@pytest.mark.parametrize("by", ["all", "school", "course", "year"])
def test_every_breakdown_is_a_whole_page(answered, browser_of, by):
    browser_of(answered.lead).page(f"{answered.url}?by={by}")
    browser_of(answered.lead).page(f"{answered.url}/print?by={by}")


@pytest.mark.parametrize("query", ["lens=course-1", "lens=school-1", "by=postcode", "by=school&of=999", "by=hosted"])
def test_what_is_not_on_the_menu_is_not_found(answered, browser_of, query):
    assert browser_of(answered.lead).get(f"{answered.url}?{query}").status_code == 404


def test_the_list_shows_a_person_exactly_the_surveys_they_may_read(answered, browser_of):
    from tests import factories

    stranger = factories.a_person("leader", school=factories.a_school("Cedar"))
    for person, listed in ((answered.lead, True), (answered.head, True), (answered.teacher, True), (stranger, False)):
        page = browser_of(person).page("/results")
        assert (answered.survey.title in page.text) is listed
        assert browser_of(person).get(answered.url).status_code == (200 if listed else 404)
