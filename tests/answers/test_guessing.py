"""Wrong codes: thirty children who mistype get in, and a million guesses find nothing, from one address or a thousand.

The clock is a made-up one, the throttle the real one. A guesser is answered for as many wrong codes as the throttle
tells of; all others get one and the same sentence, and leave no trace in the database. So a million guesses learn what
the told ones do, and each pair still has the chance of its length.
"""

import random
from datetime import timedelta

import pytest
import time_machine

from app.answers import guessing
from app.audit.models import AuditEvent
from app.db import db as database
from app.db import now
from app.waves import codes, sittings
from app.web.limits import RateLimit
from tests import factories
from tests.answers.conftest import Seat, a_card, a_lesson

MILLION = 1_000_000
CLASS_CODES, CARD_CODES = len(codes.SYMBOLS) ** codes.CLASS_LENGTH, len(codes.SYMBOLS) ** codes.CARD_LENGTH
LESSONS = 1_000  # open at the same moment, in all of a national programme
CLASS = 30
CARDS = 100_000  # of one survey
WINDOWS = 7  # of ten minutes, that an hour can touch
ADDRESSES = [f"10.{place // 250}.{place % 250}.7" for place in range(1_000)]
LEARNS_NOTHING = "There were many wrong codes"
SHIFTS = {"5": "S", "2": "Z", "D": "O", "8": "B", "6": "G", "V": "U"}


class Guesser:
    """Sends pairs from any address, with one page's token, as fast as it likes."""

    def __init__(self, browser):
        self.client, self.chance = browser, random.Random(2026)
        self.token = browser.token("/answer")

    def code(self, length):
        return "".join(self.chance.choices(codes.SYMBOLS, k=length))

    def guess(self, address="10.9.9.9", class_code="", card_code=""):
        pair = {"class_code": class_code or self.code(6), "card_code": card_code or self.code(8)}
        data = {**pair, "csrf_token": self.token}
        return self.client.post("/answer", data=data, environ_overrides={"REMOTE_ADDR": address})

    def tell(self, addresses, **known):
        """How many guesses, one from each address, were told which code is wrong; the rest learn nothing."""
        replies = [self.guess(address, **known) for address in addresses]
        assert {reply.status_code for reply in replies} <= {422, 429}
        refused = [reply.text for reply in replies if reply.status_code == 429]
        assert all(LEARNS_NOTHING in text for text in refused)
        return len(replies) - len(refused)


@pytest.fixture
def clock():
    """Noon of a day, standing still until it is moved."""
    with time_machine.travel(now().replace(hour=12, minute=0), tick=False) as clock:
        yield clock


@pytest.fixture
def room(db, clock):
    """A lesson of a class of thirty that began just now."""
    return a_lesson(CLASS)


@pytest.fixture
def guesser(room, browser_of):
    return Guesser(browser_of())


@pytest.fixture
def few(monkeypatch):
    """All strangers together are told of twenty codes in ten minutes: the rules are the same, and sooner shown."""
    monkeypatch.setattr(guessing, "OF_STRANGERS", "20 per 10 minutes")


def swapped(code, chance):
    place = chance.randrange(len(code) - 1)
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def one_wrong(code, chance):
    place = chance.randrange(len(code))
    return code[:place] + chance.choice(codes.SYMBOLS) + code[place + 1 :]


def one_short(code, chance):
    place = chance.randrange(len(code))
    return code[:place] + code[place + 1 :]


def like(code):
    """As somebody reads it off a smudged card: look-alikes, small letters, a space."""
    return " ".join(("".join(SHIFTS.get(one, one) for one in code).lower()[:4], code[4:].lower()))


def mistakes(child, chance):
    """What a child types before it is right: two or three tries, now this code wrong, now that."""
    tries = []
    for _ in range(chance.choice((1, 2, 2, 3))):
        slip = chance.choice((swapped, one_wrong, one_short))
        field, code = chance.choice((("card_code", child.code), ("class_code", child.lesson.class_code)))
        if (typed := slip(code, chance)) != code:
            tries.append({field: typed})
    return tries


@pytest.mark.parametrize("beside", ["nobody", "a guesser"])
def test_thirty_mistyping_children_behind_one_address_get_in_with_the_first_right_pair(
    room, clock, guesser, browser_of, beside
):
    chance = random.Random(30)
    children = [Seat(browser_of(), room, number) for number in range(CLASS)]
    waiting = [(child, mistakes(child, chance)) for child in children]
    refused = 0
    if beside == "a guesser":
        assert guesser.tell(["127.0.0.1"] * 125) == 120
    while waiting:
        clock.shift(4)  # thirty children, some eighty tries, five or six minutes
        child, tries = waiting.pop(chance.randrange(len(waiting)))
        if beside == "a guesser":
            guesser.tell(["127.0.0.1"])
        if tries:
            token = child.client.token("/answer")
            data = {"class_code": room.class_code, "card_code": child.code, **tries.pop(), "csrf_token": token}
            reply = child.client.post("/answer", data=data)
            refused += reply.status_code == 429
            waiting.append((child, tries))
        else:
            assert child.enter(card_code=like(child.code), class_code=like(room.class_code)).location == "/answer/start"
    assert refused == 0 or beside == "a guesser", "without a guesser each child is told which code to look at"


def test_a_thousand_addresses_learn_of_class_codes_what_one_ration_tells(room, clock, guesser):
    assert guesser.tell(ADDRESSES[:605]) == 600
    before = database.session.query(RateLimit.key, RateLimit.hits).all()
    alike = {guesser.guess(address, class_code=room.class_code).text for address in ADDRESSES[900:905]}
    alike |= {guesser.guess(address).text for address in ADDRESSES[910:915]}
    assert len(alike) == 1, "a right class code sounds different"
    database.session.rollback()
    assert database.session.query(RateLimit.key, RateLimit.hits).all() == before, "a refused guess was written down"
    clock.shift(601)
    assert guesser.tell(ADDRESSES[:5]) == 5
    assert 600 * WINDOWS * LESSONS / CLASS_CODES < 1 / 30  # of one class code of a thousand, which opens nothing alone
    assert MILLION * (LESSONS / CLASS_CODES) * (CLASS / CARD_CODES) < 1e-8  # of a pair, by a million blind guesses


def test_one_address_learns_less(room, guesser):
    assert guesser.tell(["10.0.0.1"] * 125) == 120
    assert guesser.tell(["10.0.0.2"] * 5) == 5


def test_who_knows_the_class_code_finds_no_card(room, guesser, few):
    assert guesser.tell(ADDRESSES[:25], class_code=room.class_code) == 20
    assert MILLION * CLASS / CARD_CODES < 1 / 2_500  # of a card of the class that sits
    assert 600 * WINDOWS * CARDS / CARD_CODES < 1 / 150  # of learning that a card is one of another class


def test_who_may_hear_no_more_of_class_codes_hears_nothing_of_cards(room, guesser, few):
    guesser.tell(ADDRESSES[:20])
    assert guesser.tell(["10.0.0.1"] * 5, class_code=room.class_code) == 0


def test_a_class_is_told_what_to_put_right_while_a_thousand_addresses_guess(room, guesser, few, browser_of):
    Seat(browser_of(), room, 0).enter()
    guesser.tell(ADDRESSES[:21])
    assert "We do not know this card here" in Seat(browser_of(), room, 1).enter(422, card_code="CCCCCCCC").text
    stranger = Seat(browser_of(), room, 2)
    stranger.client.environ_base["REMOTE_ADDR"] = "10.77.0.1"
    assert LEARNS_NOTHING in stranger.enter(429, card_code="CCCCCCCC").text
    assert stranger.enter().location == "/answer/start"
    assert "We do not know this card here" in stranger.enter(422, card_code="CCCCCCCC").text


def test_an_address_is_a_stranger_again_after_three_hours(room, clock, few, browser_of):
    Seat(browser_of(), room, 0).enter()
    clock.shift(3 * 3600 + 1)
    guesser = Guesser(browser_of())
    guesser.tell(ADDRESSES[:20])
    assert guesser.tell(["127.0.0.1"]) == 0


def test_one_card_does_not_vouch_for_a_thousand_addresses(room, guesser, few):
    mine = {"class_code": room.class_code, "card_code": room.codes[0]}
    for address in ADDRESSES[:5]:
        assert guesser.guess(address, **mine).status_code == 303
        guesser.token = guesser.client.token("/answer")
    guesser.tell(ADDRESSES[10:30])
    assert guesser.tell(ADDRESSES[:5]) == 2


def test_guessing_is_noted_once_an_hour_and_told_to_those_who_look_after_it(
    room, clock, guesser, browser_of, monkeypatch
):
    monkeypatch.setattr(guessing, "OF_ADDRESS", "3 per 10 minutes")
    guesser.tell(["10.0.0.1"] * 8)
    guesser.tell(["10.0.0.2"] * 8, class_code=room.class_code)
    events = database.session.query(AuditEvent).filter_by(action="notice guessing").order_by(AuditEvent.id).all()
    assert [(one.detail.get("survey"), one.school_id) for one in events] == [
        (None, None),
        (room.survey.id, room.sitting.school_ids[0]),
    ]
    administrator = browser_of(factories.a_person("administrator")).page("/people").text
    assert "Somebody may have been guessing pupils' codes" in administrator
    assert "many wrong class codes" in administrator
    assert "many wrong card codes in one lesson" in administrator
    lead, associate = (
        browser_of(factories.a_person(kind, partnership=room.survey.partnership)) for kind in ("lead", "associate")
    )
    at = f"/surveys/{room.survey.id}"
    assert "Somebody may have been guessing cards" in lead.page(at).text
    assert "guessing" not in associate.page(at).text
    clock.shift(3601)
    guesser = Guesser(browser_of())
    guesser.tell(["10.0.0.1"] * 8)
    assert database.session.query(AuditEvent).filter_by(action="notice guessing").count() == 3
    clock.shift(timedelta(days=8))
    assert "guessing" not in browser_of(factories.a_person("administrator")).page("/people").text


def test_a_few_wrong_codes_are_nothing_to_tell_of(room, guesser, browser_of):
    guesser.tell(["10.0.0.1"] * 50)
    assert "guessing" not in browser_of(factories.a_person("administrator")).page("/people").text


def test_the_class_code_dies_when_the_lesson_is_closed(room, browser_of):
    outside, inside = Seat(browser_of(), room, 0), Seat(browser_of(), room, 1).begin()
    hidden = inside.hidden
    sittings.close_sitting(room.sitting, person_id=factories.a_person("administrator").id)
    database.session.commit()
    assert "We do not know this class code" in outside.enter(status=422).text
    reply = inside.client.post("/answer/questions/1", data={**hidden, "move": "next", "answer": "4"})
    assert reply.status_code == 409


def test_the_class_code_dies_when_the_time_is_over(room, clock, browser_of):
    last = Seat(browser_of(), room, 0)
    clock.move_to(room.sitting.closes_at - timedelta(seconds=1))
    assert last.enter().location == "/answer/start"
    clock.shift(1)
    assert "We do not know this class code" in Seat(browser_of(), room, 1).enter(status=422).text
    last.agree(status=409)


def test_a_card_opens_nothing_in_a_lesson_of_another_survey(room, guesser):
    room.sitting.class_code = "MMMM33"
    database.session.commit()
    other = a_lesson(1)
    assert guesser.guess(class_code=other.class_code, card_code=room.codes[0]).status_code == 422
    extra, code = a_card(room.survey, factories.a_pupil(factories.a_school("Elm School")), number=99)
    assert guesser.guess(class_code="MMMM33", card_code=code).status_code == 422
