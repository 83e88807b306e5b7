"""Several people press the same button at the same moment."""

from concurrent.futures import ThreadPoolExecutor

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
