"""Several people press the same button at the same moment."""

import time
from concurrent.futures import ThreadPoolExecutor

from app.answers.models import Response
from app.waves.models import Card, Sitting
from tests.factories import a_person, a_pupil


def all_at_once(browsers, url, sent):
    """Post the same from every browser at the same moment; the status and address each of them got."""

    def press(browser_and_token):
        browser, token = browser_and_token
        response = browser.post(url, data={**sent, "csrf_token": token})
        return response.status_code, response.headers.get("Location")

    ready = [(browser, browser.token("/surveys")) for browser in browsers]
    with ThreadPoolExecutor(len(ready)) as pool:
        return list(pool.map(press, ready))


def test_two_staff_who_open_the_same_lesson_meet_on_one_board(db, field, browser_of):
    people = [field.teacher, *(a_person("leader", school=field.host) for _ in range(5))]
    url = f"/surveys/{field.survey.id}/waves/{field.wave.id}/sittings"
    answers = all_at_once([browser_of(one) for one in people], url, {"group": f"course-{field.course.id}"})
    assert {status for status, _ in answers} == {303}
    assert len({location for _, location in answers}) == 1
    assert db.session.query(Sitting).count() == 1
    assert sorted(card.number for card in db.session.query(Card)) == [1, 2, 3]


def test_cards_printed_by_several_at_once_are_numbered_once(db, field, browser_of):
    for _ in range(10):
        a_pupil(field.host, field.course)
    people = [field.teacher, *(a_person("leader", school=field.host) for _ in range(3))]
    url = f"/surveys/{field.survey.id}/cards/print"
    answers = all_at_once([browser_of(one) for one in people], url, {"group": f"course-{field.course.id}"})
    assert {status for status, _ in answers} == {200}
    assert sorted(card.number for card in db.session.query(Card)) == list(range(1, 14))


def test_a_survey_is_not_deleted_while_a_pupil_begins_it(db, field, browser_of):
    """The pupil's beginning is written and not yet committed when the lead presses Delete."""
    url, lead = f"/surveys/{field.survey.id}/delete", browser_of(field.lead)
    token = lead.token(url)
    row = {"wave_id": field.wave.id, "pupil_id": field.pupils[0].id, "answers": "." * 45, "state": "open"}
    db.session.rollback()
    with ThreadPoolExecutor(1) as pool, db.engine.connect() as pupil:
        pupil.execute(db.insert(Response).values(row))
        pressed = pool.submit(lead.post, url, data={"csrf_token": token})
        time.sleep(1)
        assert not pressed.done()
        pupil.commit()
        assert pressed.result().status_code == 409
    assert db.session.query(Response).count() == 1
