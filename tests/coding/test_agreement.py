"""Agreement of coders on a study's transcripts, from their codings to the coefficient."""

import random

import pandas as pd
import pytest

from app.coding import journal, marking
from app.coding.agreement import Undefined, Unit, agreement_on, finished_of
from app.coding.analysis_queries import keys_by_transcript, list_parts
from app.coding.desk import Desk
from app.coding.marking import Place
from app.coding.models import CoderProgress
from app.db import db, now
from app.stats.agreement import cohen_kappa, krippendorff_alpha
from tests.factories import a_coding, a_participant, a_person, a_theme

WORDS = ["Zoe found friends", "friends at Beech", "she speaks up now.", "The bus was late", "every week.", "late"]


def finish(talk, *coders, blind=False):
    for coder in coders:
        db.session.add(
            CoderProgress(transcript_id=talk.transcript.id, coder_id=coder.id, is_blind=blind, finished_at=now())
        )
    db.session.commit()


def agreed(talk, unit=Unit.TURN):
    db.session.commit()
    db.session.expire_all()
    desk = Desk(talk.study, talk.researcher.id)
    finished = finished_of(desk.readings, list_parts(talk.study), keys_by_transcript(talk.study))
    return agreement_on(desk.branches, finished, desk.quotations, unit=unit)


def marks(talk, theme, coder, unit):
    """Each unit of the answers, marked or not: straight from the definition, one by one."""
    spans = [talk.place(words) for words in theme.marked.get(coder.id, ())]
    answers = [turn for turn in talk.transcript.turns if not turn.is_interviewer]
    if unit == Unit.TURN:
        return [any(start < turn.end and end > turn.start for start, end in spans) for turn in answers]
    places = [at for turn in answers for at in range(turn.start, turn.end)]
    return [any(start <= at < end for start, end in spans) for at in places]


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("n_coders", [2, 3])
def test_coefficients_are_those_of_every_unit_one_by_one(talk, unit, n_coders):
    coders = [a_person() for _ in range(n_coders)]
    finish(talk, *coders)
    drawn = random.Random(7)
    themes = []
    for _ in range(12):
        theme = a_theme(talk.study)
        theme.marked = {coder.id: drawn.choices(WORDS, k=drawn.randint(0, 4)) for coder in coders}
        themes.append(theme)
        for coder in coders:
            for words in theme.marked[coder.id]:
                a_coding(talk, theme, coder, words)
    kept = {theme.id: theme.marked for theme in themes}
    for one in agreed(talk, unit):
        one.branch.theme.marked = kept[one.branch.theme.id]
        rows = [marks(talk, one.branch.theme, coder, unit) for coder in coders]
        expected = krippendorff_alpha(pd.DataFrame(rows))
        assert one.n_units == len(rows[0])
        assert one.alpha == (None if expected is None else pytest.approx(expected, abs=1e-9))
        if n_coders == 2:
            kappa = cohen_kappa(pd.Series(rows[0]), pd.Series(rows[1]))
            assert one.kappa == (None if kappa.value is None else pytest.approx(kappa.value, abs=1e-9))
            assert one.share == pytest.approx(kappa.agreement, abs=1e-12)
        else:
            assert one.kappa is None


def test_marking_the_same_words_twice_is_marking_them_once(talk):
    theme, other = a_theme(talk.study), a_person()
    finish(talk, talk.researcher, other)
    for words in ("friends at Beech", "friends at Beech", "at Beech"):
        a_coding(talk, theme, talk.researcher, words)
    a_coding(talk, theme, other, "friends at Beech")
    (one,) = agreed(talk, Unit.CHARACTER)
    assert (one.kappa, one.alpha, one.share, one.n_marked) == (1, 1, 1, len("friends at Beech"))


def test_a_theme_that_nobody_used_has_no_coefficient_and_says_why(talk):
    a_theme(talk.study)
    finish(talk, talk.researcher, a_person())
    (one,) = agreed(talk)
    assert (one.kappa, one.alpha, one.why, one.share) == (None, None, Undefined.NOBODY, 1)


def test_a_theme_on_everything_has_no_coefficient_and_says_why(talk):
    theme, other = a_theme(talk.study), a_person()
    finish(talk, talk.researcher, other)
    for coder in (talk.researcher, other):
        a_coding(talk, theme, coder, "friends")
        a_coding(talk, theme, coder, "bus")
    (one,) = agreed(talk)
    assert one.why == Undefined.EVERYWHERE


def test_one_who_has_not_finished_is_not_compared(talk):
    finish(talk, talk.researcher)
    db.session.add(CoderProgress(transcript_id=talk.transcript.id, coder_id=a_person().id))
    a_theme(talk.study)
    assert agreed(talk)[0].why == Undefined.NO_UNITS


def test_nothing_is_compared_before_all_blind_coders_have_finished(talk):
    finish(talk, talk.researcher, a_person(), blind=True)
    third = CoderProgress(transcript_id=talk.transcript.id, coder_id=a_person().id, is_blind=True)
    db.session.add(third)
    a_theme(talk.study)
    assert agreed(talk)[0].n_units == 0
    third.finished_at = now()
    assert agreed(talk)[0].n_units == 2


def test_words_that_were_taken_out_are_compared_no_more(talk):
    theme = a_theme(talk.study)
    finish(talk, talk.researcher, a_person())
    a_coding(talk, theme, talk.researcher, "friends")
    talk.participant.withdrawn_at = now()
    assert agreed(talk)[0].n_units == 0


def test_coders_of_different_transcripts_leave_gaps(talk):
    """Alpha takes them all together; who coded another transcript has no say in this one."""
    theme, second, third = a_theme(talk.study), a_person(), a_person()
    finish(talk, talk.researcher, second)
    transcript = talk.talk_of(a_participant(talk.study, talk.school), "More than we hoped.")
    for coder in (second, third):
        db.session.add(CoderProgress(transcript_id=transcript.id, coder_id=coder.id, finished_at=now()))
    for coder in (talk.researcher, second):
        a_coding(talk, theme, coder, "friends")
    a_coding(transcript, theme, second, "More")
    (one,) = agreed(talk)
    expected = krippendorff_alpha(pd.DataFrame([[1, 0, None], [1, 0, 1], [None, None, 0]]))
    assert one.alpha == pytest.approx(expected, abs=1e-9)


def test_the_page_says_why_a_coefficient_is_missing(talk, browser_of):
    a_theme(talk.study, "Unused")
    finish(talk, talk.researcher, a_person())
    page = browser_of(talk.researcher).page(f"/studies/{talk.study.id}/agreement")
    assert "Undefined: nobody used it" in page.text


def test_whoever_marks_after_having_finished_is_told_of(talk, browser_of):
    """They may have seen what the others marked."""
    theme, other = a_theme(talk.study), a_person("associate", partnership=talk.study.partnership)
    marking.mark(talk.transcript, other.id, place=Place(*talk.place(WORDS[0])), theme_ids=[theme.id])
    parts = [journal.lock_progress(talk.transcript, coder.id) for coder in (talk.researcher, other)]
    for part in parts:
        part.finished_at = now()
    db.session.commit()
    client, address = browser_of(talk.researcher), f"/studies/{talk.study.id}/agreement"
    assert "after its coder had finished" not in client.page(address).text
    marking.mark(talk.transcript, other.id, place=Place(*talk.place(WORDS[3])), theme_ids=[theme.id])
    db.session.commit()
    assert "1 coding was made or changed after its coder had finished" in client.page(address).text
    journal.undo(talk.transcript, other.id)
    db.session.commit()
    assert "after its coder had finished" not in client.page(address).text
    journal.undo(talk.transcript, other.id)  # marked before, taken back since
    db.session.commit()
    assert "1 coding was made or changed after its coder had finished" in client.page(address).text
