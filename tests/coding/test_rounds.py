"""Coding blind: who codes, what they see meanwhile, and when each may go on."""

import pytest

from app.coding import book, rounds, seeing
from app.coding.models import CoderProgress, Coding
from app.db import db
from app.people.session import actor_of
from tests.factories import a_coding, a_person, a_theme


@pytest.fixture
def coders(talk):
    """Two of the partnership, coding the transcript blind, each with a passage of their own."""
    found = [talk.researcher, a_person("associate", partnership=talk.study.partnership)]
    talk.theme = a_theme(talk.study)
    for coder, words in zip(found, ("Zoe found", "The bus"), strict=True):
        a_coding(talk, talk.theme, coder, words)
    rounds.begin_blind(talk.transcript, actor_of(talk.researcher), [one.id for one in found])
    return found


def seen(coder):
    return sorted(one.coder_id for one in db.session.query(Coding).filter(seeing.seen_by(coder.id)))


def test_it_takes_two_who_may_code_in_the_study(talk):
    stranger = a_person()
    with pytest.raises(rounds.TooFewCoders):
        rounds.begin_blind(talk.transcript, actor_of(talk.researcher), [talk.researcher.id, stranger.id])
    assert db.session.query(CoderProgress).all() == []


def test_each_sees_their_own_until_the_last_has_finished(talk, coders):
    first, second = coders
    rounds.finish(talk.transcript, actor_of(first))
    assert (seen(first), seen(second), seen(a_person())) == ([first.id], [second.id], [])
    rounds.finish(talk.transcript, actor_of(second))
    assert seen(first) == seen(second) == sorted([first.id, second.id])


def test_who_has_finished_goes_on_until_all_have_and_never_after(talk, coders):
    first, second = map(actor_of, coders)
    rounds.finish(talk.transcript, first)
    rounds.go_on(talk.transcript, first)
    assert rounds.standing_of(talk.transcript, first.id).mine.finished_at is None
    for one in (first, second):
        rounds.finish(talk.transcript, one)
    with pytest.raises(rounds.RoundOver):
        rounds.go_on(talk.transcript, first)
    assert rounds.standing_of(talk.transcript, first.id).mine.finished_at is not None


def test_a_round_that_begins_anew_is_finished_by_nobody(talk, coders):
    for one in coders:
        rounds.finish(talk.transcript, actor_of(one))
    rounds.begin_blind(talk.transcript, actor_of(talk.researcher), [one.id for one in coders])
    assert rounds.standing_of(talk.transcript, talk.researcher.id).names_left == [one.name for one in coders]
    assert seen(coders[0]) == [coders[0].id]


def test_a_round_can_be_ended_before_all_have_finished(talk, coders):
    rounds.end_blind(talk.transcript, actor_of(talk.researcher))
    assert seen(coders[0]) == sorted(one.id for one in coders)
    assert not rounds.standing_of(talk.transcript, talk.researcher.id).is_blind


def test_no_theme_goes_while_somebody_codes_blind(talk, coders):
    """Who takes it out would learn how often others used it."""
    actor, other = actor_of(talk.researcher), a_theme(talk.study)
    for into in (None, other):
        with pytest.raises(book.CodedBlind):
            book.remove_theme(talk.theme, actor, version=talk.theme.version, into=into)
    rounds.end_blind(talk.transcript, actor)
    assert book.remove_theme(talk.theme, actor, version=talk.theme.version) == 2
