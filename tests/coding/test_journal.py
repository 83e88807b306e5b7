"""Undo and redo: whatever a coder does, taking it back leads to the state before, and doing it again to that after."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.coding import book, journal, marking
from app.coding.corpus import quotations_of
from app.coding.marking import Change, Place
from app.coding.models import Coding, Theme
from app.db import db
from app.interviews import corrections
from app.interviews.text_queries import lock_transcript
from app.interviews.texts import TextEdit
from app.people.session import actor_of
from tests.factories import a_person

DEEDS = st.lists(st.tuples(st.sampled_from(("mark", "move", "theme", "remove", "undo", "redo")), st.integers(0, 9)))


@pytest.fixture
def themes(talk):
    found = [Theme(study_id=talk.study.id, name=name) for name in ("Belonging", "Voice")]
    db.session.add_all(found)
    db.session.commit()
    return found


def state(talk):
    found = db.session.query(Coding).filter(Coding.deleted_at.is_(None)).order_by(Coding.id)
    return [(one.id, one.theme_id, one.start, one.end) for one in found]


def do(talk, themes, deed, n):
    """One thing; False when there was nothing to do it to."""
    me = talk.researcher.id
    living = db.session.query(Coding).filter(Coding.deleted_at.is_(None)).order_by(Coding.id).all()
    if deed == "mark":
        return bool(marking.mark(talk.transcript, me, place=Place(n, n + 3), theme_ids=[themes[n % 2].id]))
    if not living:
        return False
    one = living[n % len(living)]
    before = journal.state_of(one)
    if deed == "move":
        marking.change(one, one.version, Change(place=Place(n, n + 5)))
    elif deed == "theme":
        marking.change(one, one.version, Change(theme_id=themes[n % 2].id))
    else:
        marking.remove(one, one.version)
        return True
    return journal.state_of(one) != before


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(deeds=DEEDS)
def test_undo_and_redo_walk_the_same_states_back_and_forth(talk, themes, deeds):
    db.session.query(Coding).delete()
    db.session.commit()
    past, future = [state(talk)], []
    for deed, n in deeds:
        if deed in ("undo", "redo"):
            source, target = (past, future) if deed == "undo" else (future, past)
            if len(source) > (1 if deed == "undo" else 0):
                getattr(journal, deed)(talk.transcript, talk.researcher.id)
                target.append(source.pop())
            else:
                with pytest.raises(journal.NothingToUndo):
                    getattr(journal, deed)(talk.transcript, talk.researcher.id)
        elif do(talk, themes, deed, n):
            past.append(state(talk))
            future = []
        db.session.flush()
        assert state(talk) == past[-1]


def test_a_passage_of_two_themes_is_taken_back_at_once(talk, themes):
    me = talk.researcher.id
    marking.mark(talk.transcript, me, place=Place(0, 4), theme_ids=[one.id for one in themes])
    journal.undo(talk.transcript, me)
    db.session.flush()
    assert state(talk) == []
    journal.redo(talk.transcript, me)
    db.session.flush()
    assert len(state(talk)) == 2


def test_nobody_takes_back_what_another_did(talk, themes):
    marking.mark(talk.transcript, talk.researcher.id, place=Place(0, 4), theme_ids=[themes[0].id])
    other = a_person("associate", partnership=talk.study.partnership)
    with pytest.raises(journal.NothingToUndo):
        journal.undo(talk.transcript, other.id)


def test_a_change_from_an_old_version_is_refused(talk, themes):
    (one,) = marking.mark(talk.transcript, talk.researcher.id, place=Place(0, 4), theme_ids=[themes[0].id])
    marking.change(one, 1, Change(place=Place(0, 6)))
    with pytest.raises(marking.Stale):
        marking.change(one, 1, Change(theme_id=themes[1].id))
    assert (one.theme_id, one.end) == (themes[0].id, 6)


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        ((0, "ab", "abcd"), (12, 22)),
        ((12, "ab", ""), (10, 18)),
        ((8, "abcd", "x"), (9, 17)),
        ((30, "a", "bb"), (10, 20)),
    ],
)
def test_places_of_old_steps_follow_corrections(edit, place):
    start, before, after = edit
    assert journal.carried((10, 20), [TextEdit(start=start, sealed_before=before, sealed_after=after)]) == place


def struck(talk, words):
    """A speaker has these words taken out for good."""
    transcript = lock_transcript(talk.transcript.id)
    start = transcript.sealed_text.index(words)
    corrections.strike(transcript, start, start + len(words), actor_id=None)
    db.session.commit()
    db.session.expire_all()


def take_away(talk, theme, words):
    """The coder removes a passage of theirs: undo brings it back."""
    (one,) = marking.mark(talk.transcript, talk.researcher.id, place=Place(*talk.place(words)), theme_ids=[theme.id])
    marking.remove(one, one.version)
    return lambda: journal.undo(talk.transcript, talk.researcher.id)


def take_back_the_mark(talk, theme, words):
    """The coder marks a passage and takes that back: redo brings it back."""
    marking.mark(talk.transcript, talk.researcher.id, place=Place(*talk.place(words)), theme_ids=[theme.id])
    journal.undo(talk.transcript, talk.researcher.id)
    return lambda: journal.redo(talk.transcript, talk.researcher.id)


def take_out_theme(talk, theme, words):
    """The theme goes with its passages: the code book brings both back."""
    marking.mark(talk.transcript, talk.researcher.id, place=Place(*talk.place(words)), theme_ids=[theme.id])
    book.remove_theme(theme, actor_of(talk.researcher), version=theme.version)
    return lambda: book.bring_back(theme, actor_of(talk.researcher))


@pytest.mark.parametrize("deed", [take_away, take_back_the_mark, take_out_theme])
@pytest.mark.parametrize("gone", ["she speaks up now.", "The bus was late every week."])
def test_a_passage_whose_words_were_struck_never_comes_back_over_other_words(talk, themes, deed, gone):
    """Behind the last turn there are none at all: every page of the study would break on it."""
    undo = deed(talk, themes[0], gone)
    db.session.commit()
    struck(talk, gone)
    undo()
    db.session.commit()
    assert quotations_of(talk.study, None) == []


@pytest.mark.parametrize("deed", [take_away, take_back_the_mark, take_out_theme])
def test_a_passage_comes_back_on_its_words_where_others_were_struck(talk, themes, deed):
    undo = deed(talk, themes[0], "The bus was late")
    db.session.commit()
    struck(talk, "Zoe found friends at Beech, ")
    undo()
    db.session.commit()
    assert [one.text for one in quotations_of(talk.study, None)] == ["The bus was late"]
