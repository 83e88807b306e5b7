"""Cards: made once, numbered for ever, printed again, replaced; names only for the pupil's own school."""

from datetime import timedelta

import pytest
import time_machine

from app.audit.models import AuditEvent
from app.db import now
from app.people.session import actor_of
from app.policy import Permission, allows
from app.schools.models import Enrolment
from app.waves import cards, codes, queries, rosters, views_cards
from app.waves.groups import Group, Groups, HeldCard
from app.waves.models import Card
from tests.factories import a_course, a_person, a_pupil, a_school, a_sitting, a_survey

TODAY = now().date()


def everybody(field):
    """All groups of the survey, to print."""
    groups = [Group(field.survey, course=course) for course in field.survey.courses]
    groups += [Group(field.survey, school=school) for school in field.survey.schools]
    return Groups(field.survey, tuple(groups))


def printed(field, chosen=()):
    from app.db import db

    made = cards.print_cards(everybody(field), TODAY, set(chosen), person_id=field.teacher.id)
    db.session.commit()
    return made


def test_every_pupil_gets_one_card_with_a_number_from_one(field):
    made = printed(field)
    assert [card.number for card in made] == [1, 2, 3]
    assert {card.pupil_id for card in made} == {pupil.id for pupil in field.pupils}


def test_numbers_stay_and_a_new_pupil_gets_the_next(field):
    before = {card.pupil_id: card.number for card in printed(field)}
    newcomer = a_pupil(field.host, field.course)
    after = {card.pupil_id: card.number for card in printed(field)}
    assert after == {**before, newcomer.id: 4}


def test_a_card_printed_again_is_the_same_card(field):
    first = {card.number: cards.code_of(card) for card in printed(field)}
    assert {card.number: cards.code_of(card) for card in printed(field)} == first


def test_the_database_holds_no_code(db, field):
    card = printed(field)[0]
    code = cards.code_of(card)
    row = db.session.execute(db.select(Card.__table__).where(Card.id == card.id)).one()
    assert code not in " ".join(str(value) for value in row)
    assert queries.find_card(code).id == card.id


def test_a_replaced_card_dies_at_once_and_keeps_its_number(db, field):
    card = printed(field)[0]
    old, number = cards.code_of(card), card.number
    cards.replace_card(card, person_id=field.teacher.id)
    db.session.commit()
    assert queries.find_card(old) is None
    assert queries.find_card(cards.code_of(card)).number == number
    assert db.session.query(AuditEvent).filter_by(action="replace card").one().detail["number"] == number


def test_a_code_that_is_taken_moves_the_card_on(db, field, monkeypatch):
    real = codes.card_code

    def often_the_same(survey_id, pupil_id, issue):
        return "KTMR4782" if issue == 1 else real(survey_id, pupil_id, issue)

    monkeypatch.setattr(codes, "card_code", often_the_same)
    made = printed(field)
    assert sorted(card.issue for card in made) == [1, 2, 2]
    assert len({card.code_fingerprint for card in made}) == 3
    assert all(queries.find_card(cards.code_of(card)).id == card.id for card in made)


def test_a_pupil_on_two_lists_gets_one_card(db, field):
    field.survey.schools.append(field.host)
    db.session.commit()
    assert len(printed(field)) == 3


def test_pupils_who_will_be_enrolled_when_the_wave_opens_get_cards_before(db, field):
    pupil = a_pupil(field.host)
    db.session.add(Enrolment(course_id=field.course.id, pupil_id=pupil.id, from_on=TODAY + timedelta(days=5)))
    field.wave.opens_on, field.wave.closes_on = TODAY + timedelta(days=5), TODAY + timedelta(days=9)
    db.session.commit()
    day = rosters.roster_day(rosters.wave_in_hand(field.survey, TODAY), TODAY)
    made = cards.make_cards(field.survey, everybody(field).groups, day)
    assert pupil.id in {card.pupil_id for card in made}


def test_the_sheet_has_eight_cards_a_page_each_with_a_square_code(field, browser_of):
    for _ in range(6):
        a_pupil(field.host, field.course)
    page = the_sheet(field, browser_of(field.teacher))
    sheets = page.find_all("section", class_="sheet")
    slips = [len([e for e in sheet if e.get("class") == "slip"]) for sheet in sheets]
    assert slips == [8, 1]
    assert all(len(div) == 1 for div in page.find_all("div", class_="slip__qr"))


def the_sheet(field, browser, **data):
    url = f"/surveys/{field.survey.id}/cards"
    sent = {"group": f"course-{field.course.id}", **data}
    return browser.post_form(f"{url}/print", sent, at=url, status=200)


def test_a_printed_card_says_code_number_survey_and_where_to_go(field, browser_of):
    text = the_sheet(field, browser_of(field.teacher)).text
    for card in rosters.list_cards(everybody(field).groups, TODAY):
        assert codes.readable(cards.code_of(card)) in text
        assert f"Card {card.number}. Before and after." in text
    assert "/answer" in text


def test_names_are_printed_for_the_pupils_own_school_only(field, browser_of):
    text = the_sheet(field, browser_of(field.teacher)).text
    own, other = field.pupils[0], field.pupils[2]
    assert f"{own.sealed_given_name} {own.sealed_family_name}" in text
    assert other.sealed_family_name not in text
    assert other.pseudonym in text
    assert "Beech School" in text


def test_chosen_cards_alone_are_printed(db, field, browser_of):
    card = printed(field)[1]
    page = the_sheet(field, browser_of(field.teacher), card=str(card.id))
    assert "1 card on 1 page" in page.text
    assert f"Card {card.number}." in page.text


def test_nothing_ticked_prints_nothing(db, field, browser_of):
    printed(field)
    url, browser = f"/surveys/{field.survey.id}/cards", browser_of(field.teacher)
    sent = {"group": f"course-{field.course.id}", "ticked": "only"}
    page = browser.page(browser.post_form(f"{url}/print", sent, at=url).location)
    assert "Tick the cards you want to print first" in page.text
    assert db.session.query(AuditEvent).filter_by(action="print cards").count() == 1


def test_printing_is_recorded_with_its_group(db, field, browser_of):
    the_sheet(field, browser_of(field.teacher))
    event = db.session.query(AuditEvent).filter_by(action="print cards").one()
    assert event.school_id == field.host.id
    assert event.detail == {"group": f"course-{field.course.id}", "cards": 3, "new": 3}
    assert all(card.printed_at for card in db.session.query(Card))


def test_only_those_who_teach_or_head_the_group_print(field, browser_of):
    url = f"/surveys/{field.survey.id}/cards"
    sent = {"group": f"course-{field.course.id}"}
    expected = {
        field.teacher: 200,
        a_person("leader", school=field.host): 200,
        a_person("practitioner", school=field.host): 404,
        a_person("leader", school=field.home): 404,
        field.lead: 404,
    }
    for person, status in expected.items():
        browser = browser_of(person)
        token = browser.token("/surveys")
        assert browser.post(f"{url}/print", data={**sent, "csrf_token": token}).status_code == status, person.roles[0]


@pytest.mark.parametrize("key", ["course-999", "school-1", "nothing", "", "course-1-10"])
def test_a_group_that_the_survey_does_not_ask_is_not_found(field, browser_of, key):
    browser = browser_of(field.teacher)
    url = f"/surveys/{field.survey.id}/cards"
    sent = {"group": key.replace("course-1-", f"course-{field.course.id}-"), "csrf_token": browser.token(url)}
    assert browser.post(f"{url}/print", data=sent).status_code == 404


def test_several_groups_are_printed_together_by_whoever_may_print_each(field, browser_of):
    second = a_course(field.partnership, field.host, title="Dance", teachers=(field.teacher,))
    third = a_course(field.partnership, field.home, title="Choir")
    a_pupil(field.host, second)
    survey = a_survey(field.partnership, field.course, second, third)
    browser, url = browser_of(field.teacher), f"/surveys/{survey.id}/cards"
    assert "Print the cards of all 2 groups" in browser.page(url).text
    both = {"group": [f"course-{field.course.id}", f"course-{second.id}"]}
    assert "4 cards" in browser.post_form(f"{url}/print", both, at=url, status=200).text
    beyond = {"group": [f"course-{field.course.id}", f"course-{third.id}"]}
    browser.post_form(f"{url}/print", beyond, at=url, status=404)


def test_a_lead_sees_who_prints_and_no_cards(field, browser_of):
    printed(field)
    page = browser_of(field.lead).page(f"/surveys/{field.survey.id}/cards")
    assert "Cards are printed by the schools" in page.text
    assert not page.find_all("table")


def test_a_teacher_replaces_a_card_after_asking_and_sees_its_code_for_a_while(db, field, browser_of):
    card = printed(field)[0]
    old = codes.readable(cards.code_of(card))
    browser, url = browser_of(field.teacher), f"/surveys/{field.survey.id}/cards/{card.number}/replace"
    assert "The old card stops working at once" in browser.page(url).text
    page = browser.page(browser.post_form(url).location)
    db.session.refresh(card)
    new = codes.readable(cards.code_of(card))
    assert new in page.text
    assert old not in page.text
    card.issued_at = now() - timedelta(minutes=16)
    db.session.commit()
    assert new not in browser.page(f"/surveys/{field.survey.id}/cards/{card.number}/code").text


def test_a_code_that_was_never_replaced_is_not_shown_on_screen(field, browser_of):
    card = printed(field)[0]
    page = browser_of(field.teacher).page(f"/surveys/{field.survey.id}/cards/{card.number}/code")
    assert codes.readable(cards.code_of(card)) not in page.text


def test_a_card_may_be_replaced_by_whoever_may_print_one_of_its_groups(db, field):
    field.survey.schools.append(field.home)
    db.session.commit()
    card = next(card for card in printed(field) if card.pupil_id == field.pupils[2].id)
    held = HeldCard(card, tuple(rosters.groups_of_pupil(field.survey, card.pupil, TODAY)))
    people = [field.teacher, a_person("practitioner", school=field.home), a_person("leader", school=field.host)]
    assert all(allows(actor_of(person), Permission.CARDS_PRINT, held) for person in people)
    for person in (field.lead, a_person("practitioner", school=field.host), a_person("leader", school=a_school())):
        assert not allows(actor_of(person), Permission.CARDS_PRINT, held)


def test_before_any_card_there_is_a_sentence_and_a_button(field, browser_of):
    page = browser_of(field.teacher).page(f"/surveys/{field.survey.id}/cards")
    assert "3 pupils have no card yet" in page.text
    assert "No cards yet" in page.text


def test_a_large_group_is_printed_in_parts_and_says_so(field, browser_of, monkeypatch):
    monkeypatch.setattr(cards, "MOST_AT_ONCE", 2)
    url, browser = f"/surveys/{field.survey.id}/cards", browser_of(field.teacher)
    sent = {"group": f"course-{field.course.id}"}
    page = browser.page(url)
    assert "come in 2 parts" in page.text
    assert "Print part 2 of 2" in page.text
    refused = browser.page(browser.post_form(f"{url}/print", sent, at=url).location)
    assert "A sheet holds 2 cards at most" in refused.text
    first = the_sheet(field, browser, part="1").text
    second = the_sheet(field, browser, part="2").text
    assert [f"Card {number}." in first for number in (1, 2, 3)] == [True, True, False]
    assert [f"Card {number}." in second for number in (1, 2, 3)] == [False, False, True]
    assert the_sheet(field, browser, part="9").text.count("Card ") == 0


def test_cards_are_drawn_when_everything_is_written_and_nobody_waits(db, field, browser_of, monkeypatch):
    """While the square codes are drawn another connection may write, and finds the printing recorded."""
    seen = []

    def draw(address):
        with db.engine.begin() as connection:
            connection.execute(db.update(Card).values(printed_at=now()))
            seen.append(connection.execute(db.select(AuditEvent.action)).scalars().all())
        return ""

    monkeypatch.setattr(views_cards, "qr_svg", draw)
    the_sheet(field, browser_of(field.teacher))
    assert seen == [["print cards"]] * 3


def looks(db):
    """Whose names were looked at: school and how many pupils."""
    db.session.rollback()
    events = db.session.query(AuditEvent).filter_by(action="view names").order_by(AuditEvent.id)
    return [(event.school_id, event.detail["n_pupils"]) for event in events]


def test_a_look_at_names_is_recorded_where_a_real_name_was_given_out(db, field, browser_of):
    card = printed(field)[0]
    other = printed(field)[2]
    cards.replace_card(card, person_id=field.teacher.id)
    sitting = a_sitting(field.wave, field.course)
    own, url = field.host.id, f"/surveys/{field.survey.id}/cards"
    browser = browser_of(field.teacher)
    for address, expected in {
        url: [(own, 2)],
        f"{url}/{card.number}/replace": [(own, 1)],
        f"{url}/{card.number}/code": [(own, 1)],
        f"{url}/{other.number}/replace": [],
        f"/sittings/{sitting.id}": [],
        f"/sittings/{sitting.id}/cards/{card.number}": [(own, 1)],
        f"/sittings/{sitting.id}/cards/{other.number}": [],
    }.items():
        before = looks(db)
        browser.page(address)
        assert looks(db)[len(before) :] == expected, address


def test_a_board_with_names_is_recorded_once_while_it_is_watched(db, field, browser_of):
    printed(field)
    sitting = a_sitting(field.wave, field.course)
    browser = browser_of(field.teacher)
    for _ in range(3):
        browser.page(f"/sittings/{sitting.id}?names=1")
    assert looks(db) == [(field.host.id, 2)]
    with time_machine.travel(now() + timedelta(minutes=11)):
        browser.page(f"/sittings/{sitting.id}?names=1")
    assert looks(db) == [(field.host.id, 2)] * 2
