"""The board: live counts, seats by card number, names only on request and only of one's own school."""

from datetime import timedelta

from sqlalchemy import event

from app.db import now
from tests.factories import a_person, a_pupil, a_school
from tests.waves.conftest import at_work, poll, respond

TODAY = now().date()


def tiles(page):
    """Label to value of the board's tiles."""
    found = {}
    for tile in page.find_all("div", class_="tile"):
        label, value = list(tile)[:2]
        found["".join(label.itertext())] = "".join(value.itertext())
    return found


def test_the_board_shows_the_code_the_address_and_what_to_say(sitting, url, teacher):
    page = teacher.page(url)
    assert f"{sitting.class_code[:3]} {sitting.class_code[3:]}" in page.text
    assert "http://localhost/answer" in page.text
    assert "It is not a test" in page.text


def test_the_board_counts_each_pupil_once(field, url, teacher):
    respond(field.wave, field.pupils[0], "open")
    respond(field.wave, field.pupils[1], "void")
    respond(field.wave, field.pupils[1], "finished")
    counts = tiles(teacher.page(url))
    assert (counts["Finished"], counts["Answering"], counts["Not started"]) == ("1", "1", "1")


def test_a_neighbour_cannot_tell_who_said_no_thank_you(field, url, teacher):
    respond(field.wave, field.pupils[0], "finished")
    respond(field.wave, field.pupils[1], "declined")
    seats = [" ".join(seat.itertext()) for seat in teacher.page(url).find_all("a", class_="seat")]
    assert [seat.split()[-1] for seat in seats] == ["finished", "finished", "started"]
    assert "declined" not in teacher.page(url).html


def test_the_board_shows_numbers_until_names_are_asked_for(field, url, teacher):
    own, other = field.pupils[0], field.pupils[2]
    page = teacher.page(url)
    assert own.sealed_family_name not in page.text
    named = teacher.page(f"{url}?names=yes")
    assert own.sealed_family_name in named.text
    assert other.sealed_family_name not in named.text
    assert other.pseudonym in named.text
    assert named.find("section", id="live").get("hx-get") == f"{url}?names=yes"


def test_an_unchanged_board_is_answered_without_a_body(url, teacher):
    version = teacher.get(url).headers["HX-PTag"]
    assert teacher.page(url).find("section", id="live").get("hx-ptag") == version
    answer = poll(teacher, url, version)
    assert answer.status_code == 304
    assert answer.data == b""


def test_a_pupil_who_begins_changes_the_board(field, url, teacher):
    version = teacher.get(url).headers["HX-PTag"]
    respond(field.wave, field.pupils[0], "open")
    answer = poll(teacher, url, version)
    assert answer.status_code == 200
    assert answer.headers["HX-PTag"] != version
    assert "<h1" not in answer.text
    assert 'class="seats"' in answer.text


def test_an_answer_that_moves_neither_the_pace_nor_a_state_does_not_change_the_board(db, field, sitting, url, teacher):
    for pupil in field.pupils[:2]:
        quickest = at_work(sitting, pupil, given=2)
    version = teacher.get(url).headers["HX-PTag"]
    quickest.answers, quickest.updated_at = "3" * 3 + "." * 42, now()
    db.session.commit()
    assert poll(teacher, url, version).status_code == 304


def test_the_live_part_renders_alone(url, teacher):
    page = teacher.fragment(url, "live")
    assert tiles(page)["Not started"] == "3"


def test_an_unchanged_poll_reads_little(db, field, url, teacher):
    for _ in range(27):
        a_pupil(field.host, field.course)
    version = teacher.get(url).headers["HX-PTag"]
    statements = []

    def note(connection, cursor, statement, *rest):
        if not statement.startswith(("BEGIN", "ROLLBACK", "pragma")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert poll(teacher, url, version).status_code == 304
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    of_waves = [one for one in statements if "FROM people" not in one and "FROM roles" not in one]
    assert len(of_waves) == 3, "\n".join(one[:160] for one in of_waves)  # the sitting, who teaches it, the places


def test_a_board_that_ran_out_shows_itself_anew_and_stops_asking(db, sitting, url, teacher):
    sitting.closes_at = now() - timedelta(seconds=1)
    db.session.commit()
    answer = poll(teacher, url, "before")
    assert answer.headers["HX-Redirect"] == url
    page = teacher.page(url)
    assert "This lesson has ended" in page.text
    assert page.find("section", id="live").get("hx-get") is None
    assert sitting.class_code[:3] + " " + sitting.class_code[3:] not in page.text


def test_a_pupil_who_joined_since_is_counted_and_named_as_without_card(field, url, teacher):
    a_pupil(field.host, field.course)
    page = teacher.page(url)
    assert tiles(page)["Not started"] == "4"
    assert "1 pupil joined after the cards were made" in page.text


def test_only_those_who_teach_or_head_the_group_see_the_board(field, url, browser_of):
    expected = {
        a_person("leader", school=field.host): 200,
        a_person("practitioner", school=field.host): 404,
        a_person("leader", school=field.home): 404,
        a_person("leader", school=a_school()): 404,
        field.lead: 404,
    }
    for person, status in expected.items():
        assert browser_of(person).get(url).status_code == status
    assert browser_of().get(url).status_code == 303
