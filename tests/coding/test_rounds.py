"""Coding blind: who codes, what they see meanwhile, and when each may go on."""

import pytest

from app.coding import book, rounds, seeing
from app.coding.models import CoderProgress, Coding
from app.db import db, now
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


def blind_page(talk, browser_of):
    lead = browser_of(a_person("lead", partnership=talk.study.partnership, name="Lea Lead"))
    return lead.page(f"/transcripts/{talk.transcript.id}/coding/blind").text


def agreement_page(talk, browser_of):
    db.session.commit()
    return browser_of(talk.researcher).page(f"/studies/{talk.study.id}/agreement").text


def told_by(page):
    return ["stood open to coders before" in page, "could see what others marked while" in page]


def test_a_first_round_is_blind_and_nothing_else_is_said(talk, browser_of):
    coders = [talk.researcher, a_person("associate", partnership=talk.study.partnership)]
    assert "would not be blind" not in blind_page(talk, browser_of)
    rounds.begin_blind(talk.transcript, actor_of(talk.researcher), [one.id for one in coders])
    for coder, words in zip(coders, ("Zoe found", "The bus"), strict=True):
        a_coding(talk, a_theme(talk.study), coder, words)
        rounds.finish(talk.transcript, actor_of(coder))
    page = agreement_page(talk, browser_of)
    assert "Coders:" in page
    assert told_by(page) == [False, False]


def test_a_second_round_says_who_has_seen_and_that_agreement_is_not_blind(talk, coders, browser_of):
    for one in coders:
        rounds.finish(talk.transcript, actor_of(one))
    page = blind_page(talk, browser_of)
    assert "would not be blind for everybody" in page
    assert all(one.name in page for one in coders)
    rounds.begin_blind(talk.transcript, actor_of(talk.researcher), [one.id for one in coders])
    assert "would not be blind" not in blind_page(talk, browser_of)
    for one in coders:
        rounds.finish(talk.transcript, actor_of(one))
    assert told_by(agreement_page(talk, browser_of)) == [True, False]


def test_who_marked_alone_has_seen_nobody_and_whoever_joins_has(talk):
    """Also where the marks are gone by then: they were there to be read."""
    other = a_person("associate", partnership=talk.study.partnership)
    a_coding(talk, a_theme(talk.study), talk.researcher, "Zoe found").deleted_at = now()
    assert rounds.list_informed(talk.transcript, [talk.researcher, other]) == [other]
    rounds.begin_blind(talk.transcript, actor_of(talk.researcher), [talk.researcher.id, other.id])
    parts = {one.coder_id: one.has_seen for one in seeing.list_coders(talk.transcript)}
    assert parts == {talk.researcher.id: False, other.id: True}


def test_who_codes_blind_already_stays_so_when_somebody_joins(talk):
    first, second, third = (a_person("associate", partnership=talk.study.partnership) for _ in range(3))
    for ids in ([first.id, second.id], [first.id, second.id, third.id]):
        rounds.begin_blind(talk.transcript, actor_of(talk.researcher), ids)
        a_coding(talk, a_theme(talk.study), first, "Zoe found")
    parts = {one.coder_id: one.has_seen for one in seeing.list_coders(talk.transcript)}
    assert parts == {first.id: False, second.id: False, third.id: True}


def test_codings_that_all_could_see_are_not_blind(talk, coders, browser_of):
    rounds.end_blind(talk.transcript, actor_of(talk.researcher))
    for one in coders:
        rounds.finish(talk.transcript, actor_of(one))
    assert told_by(agreement_page(talk, browser_of)) == [False, True]
