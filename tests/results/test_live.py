"""A page that is left open: when it moves, when it does not, and what a poll costs."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import event

from app.answers.models import Response
from app.db import db as database
from app.db import now
from app.disclosure import ledger
from app.prepared import Prepared
from app.results import actions, live
from app.results.models import Release
from app.results.sets import pack, unpack
from tests import factories
from tests.pages import HX, PageClient
from tests.results.worlds import answer, answer_both, some_answers

POLL = {**HX, "HX-Target": "section#figures"}


def poll(client: PageClient, url: str, tag: str = "") -> object:
    return client.get(url, headers={**POLL, "HX-PTag": tag})


def n_released() -> int:
    """Releases of any view; the reliability of the scales, kept beside them, is none."""
    return database.session.query(Release).filter(~Release.view.startswith("alpha")).count()


def n_shown(client: PageClient, url: str) -> str:
    page = client.fragment(url, "figures")
    return page.text.split("Pupils who answered both before and after: ")[1].split(".")[0]


@pytest.fixture
def watched(world):
    answer_both(world, world.pupils[:8])
    return world


@pytest.mark.parametrize(("viewer", "lens", "enough"), [("lead", "partnership", 6), ("head", "school", 3)])
def test_a_view_moves_when_enough_pupils_have_finished(watched, browser_of, viewer, lens, enough):
    client = browser_of(getattr(watched, viewer))
    url = f"{watched.url}?lens={lens}" + (f"-{watched.ash.id}" if lens == "school" else "")
    assert n_shown(client, url) == "8"
    for pupil in watched.pupils[8 : 8 + enough - 1]:
        answer_both(watched, [pupil], seed=pupil.id)
        assert n_shown(client, url) == "8"
    answer_both(watched, [watched.pupils[13]], seed=5)
    assert n_shown(client, url) == str(8 + enough)


def test_the_teacher_of_the_course_sees_each_pupil_at_once(watched, browser_of):
    client, url = browser_of(watched.teacher), f"{watched.url}?lens=course-{watched.sport.id}"
    assert n_shown(client, url) == "8"
    answer_both(watched, [watched.pupils[8]])
    assert n_shown(client, url) == "9"
    assert database.session.query(Release).filter(Release.tier == "T0").count() == 0


def test_answers_that_are_given_again_wait_too(watched, browser_of):
    client = browser_of(watched.lead)
    before = client.get(watched.url + "/figures.csv").data
    for response in database.session.query(Response).filter_by(wave_id=watched.last.id).limit(5):
        response.score_1, response.updated_at = 0.0, now()
    database.session.commit()
    assert client.get(watched.url + "/figures.csv").data == before


def test_an_unchanged_poll_is_answered_without_a_body(watched, browser_of):
    client = browser_of(watched.lead)
    first = poll(client, watched.url)
    tag = first.headers["HX-PTag"]
    assert first.status_code == 200
    assert tag
    again = poll(client, watched.url, tag)
    assert (again.status_code, again.data) == (304, b"")


def test_a_poll_during_the_lesson_changes_nothing_until_the_view_moves(watched, browser_of):
    client = browser_of(watched.lead)
    tag = poll(client, watched.url).headers["HX-PTag"]
    answer(watched.last, watched.pupils[10], state="open")
    answer_both(watched, watched.pupils[11:13])
    assert poll(client, watched.url, tag).status_code == 304
    answer_both(watched, watched.pupils[13:18])
    moved = poll(client, watched.url, tag)
    assert moved.status_code == 200
    assert moved.headers["HX-PTag"] != tag


def test_a_poll_of_a_teachers_course_is_304_too(watched, browser_of):
    client, url = browser_of(watched.teacher), f"{watched.url}?lens=course-{watched.sport.id}"
    tag = poll(client, url).headers["HX-PTag"]
    assert poll(client, url, tag).status_code == 304
    answer(watched.first, watched.pupils[9])
    assert poll(client, url, tag).status_code == 200


def leaves_the_course(world):
    world.pupils[0].enrolments[0].to_on = now().date() - timedelta(days=3)


def is_taken_off_the_course(world):
    database.session.delete(world.pupils[0].enrolments[0])


def is_set_aside(world):
    response = database.session.query(Response).filter_by(pupil_id=world.pupils[0].id, wave_id=world.last.id).one()
    response.state, response.updated_at = "void", now() - timedelta(minutes=5)


def ends_the_wave(world):
    world.last.closes_on = now().date() - timedelta(days=1)


@pytest.mark.parametrize(
    ("happens", "n"), [(leaves_the_course, 7), (is_taken_off_the_course, 7), (is_set_aside, 7), (ends_the_wave, 9)]
)
def test_a_teachers_open_page_moves_without_a_new_answer(watched, browser_of, happens, n):
    """One pupil began the last wave and did not finish: counted once it is over."""
    answer(watched.first, watched.pupils[9])
    answer(watched.last, watched.pupils[9], state="open", answers=some_answers(random.Random(1)))
    client, url = browser_of(watched.teacher), f"{watched.url}?lens=course-{watched.sport.id}"
    tag = poll(client, url).headers["HX-PTag"]
    assert poll(client, url, tag).status_code == 304
    watched.last.opens_on = now().date() - timedelta(days=2)
    watched.first.opens_on = watched.first.closes_on = now().date() - timedelta(days=30)
    happens(watched)
    database.session.commit()
    assert poll(client, url, tag).status_code == 200
    assert n_shown(client, url) == str(n)


def test_only_the_figures_are_swapped(watched, browser_of):
    fragment = browser_of(watched.lead).fragment(watched.url, "figures")
    assert not fragment.find_all("h1")
    assert not fragment.find_all("form")
    page = browser_of(watched.lead).page(watched.url)
    section = page.find("section", id="figures")
    assert section.get("hx-ptag") == fragment.response.headers["HX-PTag"]
    assert section.get("hx-trigger") == "every 4s"
    assert section.get("hx-swap") == "innerMorph"


def test_an_unchanged_poll_looks_into_few_tables(watched, browser_of, monkeypatch):
    """Also one for which nothing is remembered; the answers themselves are not read."""
    client = browser_of(watched.lead)
    url = f"{watched.url}?first={watched.first.id}&last={watched.last.id}"
    tag = poll(client, url).headers["HX-PTag"]
    reads: list[str] = []
    send, run = Prepared.send, Prepared.run
    monkeypatch.setattr(Prepared, "send", lambda self, *args: reads.append(self._sql) or send(self, *args))
    monkeypatch.setattr(Prepared, "run", lambda self, *args: reads.append(self._sql) or run(self, *args))
    event.listen(database.engine, "before_cursor_execute", note := lambda _c, _cursor, sql, *_: reads.append(sql))
    try:
        assert poll(client, url, tag).status_code == 304
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert 4 <= len(set(reads)) <= 8, reads
    assert not [sql for sql in reads if "responses.answers" in sql or "score_1" in sql]


def test_the_ledger_keeps_whom_each_figure_was_about(watched, browser_of):
    browser_of(watched.lead).get(watched.url)
    release = database.session.query(Release).filter(Release.view.startswith("T2|partnership|all")).one()
    sets = unpack(release.sets)
    ids = {pupil.id for pupil in watched.pupils[:8]}
    assert {n for n in range(max(ids) + 2) if sets[f"mean/{watched.first.id}/0"] >> n & 1} == ids
    assert release.n == 8


def test_the_same_look_twice_is_one_release(watched, browser_of):
    for person in (watched.lead, watched.lead, watched.teacher):
        browser_of(person).get(watched.url + "?lens=partnership")
    assert database.session.query(Release).filter(Release.view.startswith("T2|")).count() == 1


def test_a_release_judged_beside_an_older_ledger_is_not_kept(watched, browser_of):
    survey_id = watched.survey.id
    database.session.rollback()
    kept = {"view": "x", "tier": "T2", "as_of": now(), "n": 8, "payload": {}, "sets": pack({})}
    first = actions.keep_release(survey_id, seen=0, **kept)
    assert first
    assert actions.keep_release(survey_id, seen=0, **kept) is None
    assert actions.keep_release(survey_id, seen=first[0], **kept)


@pytest.mark.parametrize(("n_meanwhile", "is_shown"), [(8, True), (7, False)])
def test_what_another_viewer_is_shown_meanwhile_is_reckoned_with(
    watched, browser_of, monkeypatch, n_meanwhile, is_shown
):
    """While one viewer's eight are being judged, another is shown some of them: eight beside seven tell of one."""
    make = live.change_figures
    meanwhile = sum(1 << pupil.id for pupil in watched.pupils[:n_meanwhile])
    sets = {f"mean/{wave.id}/{n}": meanwhile for wave in (watched.first, watched.last) for n in range(9)}
    survey_id, made_by_now = watched.survey.id, []

    def make_slowly(*args, **kwargs):
        made = make(*args, **kwargs)
        made_by_now.append(made)
        if len(made_by_now) == 1:
            kept = {"view": "another", "tier": "T2", "as_of": now(), "n": n_meanwhile, "payload": {}}
            assert actions.keep_release(survey_id, seen=None, **kept, sets=pack(sets))
            database.session.rollback()  # from here on a read would find it
        return made

    monkeypatch.setattr(live, "change_figures", make_slowly)
    page = browser_of(watched.lead).page(watched.url)
    assert ("Too few pupils to show" not in page.text) is is_shown
    assert len(made_by_now) == 2
    assert n_released() == 1 + is_shown


def test_what_was_refused_is_judged_anew_only_beside_a_longer_ledger(world, browser_of, monkeypatch):
    """Looking again costs little; what anybody is shown meanwhile, and a ledger that was put back, are looked at."""
    answer_both(world, world.pupils[:4])
    make, made = live.change_figures, []
    monkeypatch.setattr(live, "change_figures", lambda *args, **kwargs: made.append(1) or make(*args, **kwargs))
    client, survey_id = browser_of(world.lead), world.survey.id
    for _ in range(3):
        assert "Too few pupils to show" in client.page(world.url).text
    assert (len(made), n_released()) == (1, 0)
    kept = {"view": "another", "tier": "T2", "as_of": now(), "n": 8, "payload": {}, "sets": pack({})}
    database.session.rollback()
    assert actions.keep_release(survey_id, seen=None, **kept)
    for _ in range(2):
        assert "Too few pupils to show" in client.page(world.url).text
    assert len(made) == 2
    database.session.query(Release).filter_by(view="another").update({"released_at": now() + timedelta(minutes=1)})
    database.session.commit()
    assert "Too few pupils to show" in client.page(world.url).text
    assert len(made) == 3


@pytest.mark.parametrize(("viewer", "lens", "least"), [("lead", "partnership", 6), ("head", "school", 3)])
def test_a_view_stays_until_as_many_pupils_have_changed_as_a_group_needs(watched, browser_of, viewer, lens, least):
    """Rule 5 alone: who answered once is in no mean, so nothing else holds these figures back."""
    client = browser_of(getattr(watched, viewer))
    url = f"{watched.url}?lens={lens}" + (f"-{watched.ash.id}" if lens == "school" else "")
    tag = poll(client, url).headers["HX-PTag"]
    for pupil in watched.pupils[8 : 8 + least - 1]:
        answer(watched.first, pupil)
        assert poll(client, url, tag).status_code == 304
    assert n_released() == 1
    answer(watched.first, watched.pupils[13])
    moved = poll(client, url, tag)
    assert moved.status_code == 200
    assert moved.headers["HX-PTag"] != tag
    assert n_released() == 2


@pytest.mark.parametrize("days_ago", [1, 2])
def test_unfinished_answers_count_once_the_wave_is_over(watched, browser_of, days_ago):
    """Also where the figures were shown last on the wave's own last day, which was yesterday."""
    client = browser_of(watched.lead)
    for pupil in watched.pupils[8:16]:
        answer_both(watched, [pupil], seed=pupil.id)
    for pupil in watched.pupils[16:]:
        answer(watched.first, pupil)
        answer(watched.last, pupil, state="open", answers=some_answers(random.Random(1)))
    assert n_shown(client, watched.url) == "16"
    watched.last.closes_on = now().date() - timedelta(days=1)
    release = database.session.query(Release).filter(Release.view.startswith("T2|")).one()
    release.released_at = now() - timedelta(days=days_ago)
    database.session.commit()
    assert n_shown(client, watched.url) == "23"


def test_a_school_nobody_may_subtract_is_not_shown(world, browser_of):
    """All but two of the partnership's pupils are Ash's: Ash's figures beside everybody's would give those two away."""
    cedar = factories.a_school("Cedar")
    two = [factories.a_pupil(cedar, world.drama) for _ in range(2)]
    database.session.commit()
    answer_both(world, [*world.pupils[:14], *two])
    client = browser_of(world.lead)
    assert n_shown(client, world.url) == "16"
    page = client.page(f"{world.url}?by=school&of={world.ash.id}")
    assert "Too few pupils to show" in page.text


def test_figures_that_cannot_be_proved_safe_are_not_called_too_few(world, browser_of, monkeypatch):
    """Cedar's eight are four of one year and four of another, and both years were shown."""
    cedar = factories.a_school("Cedar")
    eight = [factories.a_pupil(cedar, world.sport, year_group=year) for year in ("9", "10") for _ in range(4)]
    database.session.commit()
    answer_both(world, [*world.pupils, *eight])
    client = browser_of(world.lead)
    for year in ("9", "10"):
        client.get(f"{world.url}?by=year&of={year}")
    url = f"{world.url}?by=school&of={cedar.id}"
    monkeypatch.setattr(ledger, "MOST_ATOMS", 2)
    for address in (url, url.replace("?", "/print?")):
        text = client.page(address).text
        assert "can't be shown beside what was shown before" in text
        assert "too few" not in text.lower()
    csv = client.get(url.replace("?", "/figures.csv?")).text
    assert "so much was shown before" in csv
    assert "too few" not in csv
    assert "too much shown before" in client.page(f"{world.url}?by=school").text
    live._refused.clear()
    monkeypatch.undo()
    assert n_shown(client, url) == "8"
