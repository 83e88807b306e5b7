"""Codings keep their words when a transcript is corrected, or say that they have changed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.coding.anchoring import Codings
from app.coding.models import Coding, Theme
from app.db import db
from app.interviews import corrections
from app.interviews.models import Note, NoteEvent
from app.interviews.text_queries import lock_transcript
from app.interviews.texts import HiddenName, Replacement, TextEdit, Turn
from app.people.session import actor_of


def a_coding(talk, start, end):
    theme = db.session.query(Theme).first() or Theme(study_id=talk.study.id, name="Friends")
    db.session.add(theme)
    db.session.flush()
    coding = Coding(transcript_id=talk.transcript.id, theme_id=theme.id, start=start, end=end)
    db.session.add(coding)
    db.session.flush()
    return coding


def words_of(talk, coding):
    db.session.refresh(coding)
    db.session.refresh(talk.transcript, ["sealed_text", "turns"])
    return talk.transcript.sealed_text[coding.start : coding.end]


def correct(talk, old, new):
    start, end = talk.place(old)
    lock_transcript(talk.transcript.id)
    return corrections.correct(talk.transcript, start, end, new, actor_id=talk.researcher.id)


def test_a_misheard_word_moves_what_is_behind_it(talk):
    before, behind = a_coding(talk, *talk.place("Zoe found")), a_coding(talk, *talk.place("bus was late"))
    correct(talk, "Beech", "the Beechwood")
    assert (words_of(talk, before), before.is_doubtful) == ("Zoe found", False)
    assert (words_of(talk, behind), behind.is_doubtful) == ("bus was late", False)


def test_a_coding_around_the_word_holds_the_new_one_and_is_doubtful(talk):
    coding = a_coding(talk, *talk.place("friends at Beech"))
    correct(talk, "at Beech", "at Birch")
    assert (words_of(talk, coding), coding.is_doubtful) == ("friends at Birch", True)


def test_a_coding_without_words_is_gone(talk):
    coding = a_coding(talk, *talk.place("at Beech, "))
    correct(talk, "friends at Beech, and", "friends and")
    db.session.refresh(coding)
    assert coding.deleted_at is not None
    assert Codings().count(talk.transcript) == 0


def test_a_correction_is_taken_back_word_for_word(talk):
    coding = a_coding(talk, *talk.place("bus was late"))
    text = talk.transcript.sealed_text
    correct(talk, "Zoe found friends at Beech", "Zara found many friends")
    corrections.undo_last(talk.transcript, actor_of(talk.researcher))
    assert (talk.transcript.sealed_text, words_of(talk, coding)) == (text, "bus was late")
    assert corrections.last_correction(talk.transcript.id) == []


def test_corrections_are_taken_back_one_after_the_other(talk):
    actor, text = actor_of(talk.researcher), talk.transcript.sealed_text
    correct(talk, "Zoe", "Zara")
    correct(talk, "bus", "coach")
    corrections.undo_last(talk.transcript, actor)
    assert "Zara" in talk.transcript.sealed_text
    assert "bus" in talk.transcript.sealed_text
    corrections.undo_last(talk.transcript, actor)
    assert talk.transcript.sealed_text == text


def test_a_correction_takes_the_approval_back(talk):
    correct(talk, "bus", "coach")
    assert (talk.interview.state, talk.interview.speakers[0].approved_at) == ("drafted", None)


def test_hidden_names_move_and_a_name_that_comes_in_is_hidden_at_once(talk):
    name = HiddenName(study_id=talk.study.id, sealed_name="Zoe", fingerprint="f", put="[a pupil]")
    db.session.add(name)
    db.session.flush()
    start, end = talk.place("Zoe")
    row = {"transcript_id": talk.transcript.id, "hidden_name_id": name.id, "put": name.put}
    db.session.add(Replacement(**row, start=start, end=end))
    correct(talk, "What have", "So what have")
    correct(talk, "The bus", "Zoe's bus")
    places = {talk.transcript.sealed_text[one.start : one.end] for one in db.session.query(Replacement)}
    assert places == {"Zoe"}
    assert db.session.query(Replacement).count() == 2


def test_a_strike_leaves_no_copy_of_the_words(talk):
    correct(talk, "The bus was late", "The coach was late")
    behind = a_coding(talk, *talk.place("every week"))
    corrections.strike(talk.transcript, *talk.place("The coach was late "), actor_id=None)
    db.session.flush()
    assert talk.transcript.sealed_text.endswith("less well?\n\nevery week.")
    assert words_of(talk, behind) == "every week"
    kept = "".join(edit.sealed_before + edit.sealed_after for edit in db.session.query(TextEdit))
    assert set(kept) == {corrections.GONE}
    assert corrections.last_correction(talk.transcript.id) == []


def note(talk, text, *, is_late=False, as_event=True, question="pupils-gains"):
    """What stands in a note, or one of the writes on the way to it."""
    place = {"interview_id": talk.interview.id, "question_id": question, "speaker_key": "1", "lease": 0, "seq": 1}
    made = NoteEvent(**place, write_id=f"{text}{is_late}", is_late=is_late) if as_event else Note(**place)
    made.sealed_text = text
    db.session.add(made)
    db.session.flush()
    return made


def test_a_strike_leaves_none_of_the_writes_on_the_way_to_the_words(talk):
    """Each was saved while it was typed: the words stand there cut off anywhere."""
    stands = note(talk, "The bus was late every week.", as_event=False)
    typed = [note(talk, "The bus was late every week."[:n]) for n in (7, 12, 28)]
    late = [note(talk, "So. The bus was", is_late=True), note(talk, "Beech is nice", is_late=True)]
    corrections.strike(talk.transcript, *talk.place("The bus was late every week."), actor_id=None)
    assert [one.sealed_text for one in (stands, *typed, *late)] == ["", "", "", "", "", "Beech is nice"]


def test_a_strike_takes_the_note_that_was_worded_otherwise_before_it_was_put_right(talk):
    talk.transcript.source = "notes"
    talk.transcript.turns[3].question_id = "worked-less"
    stands = note(talk, "The coach came late, I heard.", as_event=False, question="worked-less")
    other = note(talk, "Zoe found friends.", as_event=False)
    corrections.strike(talk.transcript, *talk.place("The bus was late every week."), actor_id=None)
    assert (stands.sealed_text, other.sealed_text) == ("", "Zoe found friends.")


def test_a_strike_in_a_file_leaves_notes_of_other_words(talk):
    stands = note(talk, "She laughed.", as_event=False, question="")
    corrections.strike(talk.transcript, *talk.place("The bus was late every week."), actor_id=None)
    assert stands.sealed_text == "She laughed."


def test_a_turn_that_is_struck_whole_goes_with_its_gap(talk):
    behind = a_coding(talk, *talk.place("bus was late"))
    corrections.strike(
        talk.transcript, *talk.place("Zoe found friends at Beech, and she speaks up now."), actor_id=None
    )
    texts = [talk.transcript.sealed_text[one.start : one.end] for one in db.session.query(Turn).order_by(Turn.position)]
    assert "\n\n".join(texts) == talk.transcript.sealed_text
    assert len(texts) == 3
    assert words_of(talk, behind) == "bus was late"


def test_the_last_turn_can_be_struck(talk):
    corrections.strike(talk.transcript, *talk.place("The bus was late every week."), actor_id=None)
    assert talk.transcript.sealed_text.endswith("less well?")
    assert talk.transcript.turns[-1].end == len(talk.transcript.sealed_text)


WORDS = st.lists(st.sampled_from(["a", "bee", "Zoe", "speaks", "up,", "friends", "😀"]), min_size=1, max_size=12).map(
    " ".join
)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.data())
def test_every_coding_that_is_not_doubtful_keeps_its_very_words(talk, data):
    db.session.rollback()
    text = talk.transcript.sealed_text
    places = data.draw(st.lists(st.tuples(st.integers(0, len(text) - 2), st.integers(1, 30)), max_size=6))
    codings = [a_coding(talk, start, min(start + n, len(text))) for start, n in places]
    before = [text[one.start : one.end] for one in codings]
    turn = data.draw(st.sampled_from(talk.transcript.turns))
    kept = text[turn.start : turn.end].split()
    gone = data.draw(st.integers(0, len(kept)))
    words = " ".join([*kept[:gone], data.draw(WORDS), *kept[gone + data.draw(st.integers(0, 3)) :]])
    corrections.correct(talk.transcript, turn.start, turn.end, words, actor_id=None)
    turns = [talk.transcript.sealed_text[one.start : one.end] for one in talk.transcript.turns]
    assert "\n\n".join(turns) == talk.transcript.sealed_text
    for coding, was in zip(codings, before, strict=True):
        now_words = words_of(talk, coding)
        assert coding.is_doubtful or coding.deleted_at or now_words == was
