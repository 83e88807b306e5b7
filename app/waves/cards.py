"""Writes of cards: made for pupils who have none, printed, replaced. Their codes are never stored (see `codes`)."""

from collections.abc import Sequence
from datetime import date

from app.audit.actions import record
from app.db import db, now
from app.schools.models import Pupil
from app.waves import codes, rosters
from app.waves.groups import Group, Groups
from app.waves.models import Card, Survey

MOST_AT_ONCE = 120  # cards a sheet, fifteen pages: drawing one square code takes some 17 ms


def code_of(card: Card) -> str:
    """The card's code, made again from the key."""
    return codes.card_code(card.survey_id, card.pupil_id, card.issue)


def make_cards(survey: Survey, groups: Sequence[Group], day: date) -> list[Card]:
    """Give a card to every pupil of the groups who has none; numbers go on from the last and stay for ever."""
    lock(survey)
    pupils = rosters.list_pupils_without_card(survey, tuple(groups), day)
    first = rosters.last_number(survey) + 1
    made = [Card(survey_id=survey.id, pupil=pupil, number=number) for number, pupil in enumerate(pupils, first)]
    _give_codes(survey, made)
    db.session.add_all(made)
    db.session.flush()
    return made


def print_cards(order: Groups, day: date, chosen: set[int], *, person_id: int, part: int = 1) -> list[Card]:
    """The cards to print, made where there were none: those whose ids are chosen, or all; 120 a part, by number."""
    made = make_cards(order.survey, order.groups, day)
    cards = [card for card in rosters.list_cards(order.groups, day) if not chosen or card.id in chosen]
    cards = cards[(part - 1) * MOST_AT_ONCE : part * MOST_AT_ONCE]
    moment = now()
    for card in cards:
        card.printed_at = moment
    for group in order.groups:
        detail = {"group": group.key, "cards": len(cards), "new": len(made)}
        record("print cards", person_id=person_id, subject=order.survey, school_id=group.school_ids[0], **detail)
    return cards


def replace_card(card: Card, *, person_id: int) -> None:
    """A new code for the same card number; the old one opens nothing from now on."""
    lock(card.survey)
    db.session.refresh(card)
    card.issue += 1
    _give_codes(card.survey, [card])
    card.issued_at, card.printed_at = now(), None
    db.session.flush()
    record(
        "replace card",
        person_id=person_id,
        subject=card,
        school_id=card.pupil.home_school_id,
        survey=card.survey_id,
        number=card.number,
    )


def lock(survey: Survey) -> None:
    """Let one person at a time number cards and open lessons; on SQLite every writer waits already."""
    db.session.refresh(survey, ["title"], with_for_update=True)


def _give_codes(survey: Survey, cards: list[Card]) -> None:
    """Set the fingerprints; a code that some card has already moves its card on to the next issue."""
    given: set[str] = set()
    waiting = cards
    while waiting:
        made = {card: _fingerprint(survey, card) for card in waiting}
        taken = given | rosters.find_taken(list(made.values()))
        waiting = []
        for card, fingerprint in made.items():
            if fingerprint in taken:
                card.issue = (card.issue or 1) + 1
                waiting.append(card)
            else:
                card.code_fingerprint = fingerprint
                given.add(fingerprint)
                taken.add(fingerprint)


def _fingerprint(survey: Survey, card: Card) -> str:
    card.issue = card.issue or 1
    pupil: Pupil = card.pupil
    return codes.card_fingerprint(codes.card_code(survey.id, pupil.id, card.issue))
