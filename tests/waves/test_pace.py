"""How a lesson goes on: said early enough to help, never from too little, and never about one pupil by name."""

from datetime import UTC, datetime, timedelta

import pytest

from app.waves.pace import Stuck, pace_of, stuck_of
from app.waves.places import Place
from app.waves.progress import ANSWERING, FINISHED, WAITING

OPENED = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def at(minutes):
    return OPENED + timedelta(minutes=minutes)


def place(number, state=ANSWERING, *, given=0, began=1.0, last=5.0, asked=45, here=True):
    if state == WAITING:
        return Place(number, 100 + number, state)
    return Place(number, 100 + number, state, given, asked, at(began), at(last), here)


def test_nothing_is_said_of_a_lesson_in_which_nobody_answers():
    assert pace_of([place(1, WAITING), place(2, FINISHED, given=45)], OPENED, at(6)) is None
    assert pace_of([], OPENED, at(6)) is None


def test_the_middle_is_of_those_who_answer_now_in_this_lesson():
    places = [place(n, given=g) for n, g in ((1, 4), (2, 12), (3, 30))]
    places += [place(4, FINISHED, given=45), place(5, WAITING), place(6, given=1, here=False)]
    pace = pace_of(places, OPENED, at(6))
    assert (pace.n_median, pace.n_asked) == (12, 45)


def test_no_number_of_questions_is_named_where_pupils_have_different_ones():
    pace = pace_of([place(1, given=4), place(2, given=6, asked=20)], OPENED, at(6))
    assert pace.n_asked == 0


def test_most_will_be_done_when_three_quarters_are_rounded_up_to_five_minutes():
    """All began at 10:01 and gave ten answers by 10:05: 24 s each, so the other 35 take 14 minutes from 10:06."""
    pace = pace_of([place(n, given=10) for n in range(1, 5)], OPENED, at(6))
    assert pace.done_at == at(20)
    assert pace_of([place(n, given=10) for n in range(1, 5)], OPENED, at(6.5)).done_at == at(25)


def test_one_slow_pupil_in_four_does_not_put_off_when_most_are_done():
    quick = [place(n, given=10) for n in range(1, 4)]
    assert pace_of([*quick, place(4, given=3)], OPENED, at(6)).done_at == at(20)


def test_a_pupil_too_new_for_a_speed_is_taken_to_be_as_quick_as_the_middle():
    places = [place(n, given=10) for n in range(1, 4)]
    places += [place(4, given=1, began=5.5, last=5.9), place(5, given=0, began=5.9, last=5.9)]
    assert pace_of(places, OPENED, at(6)).done_at == at(25)


def test_it_is_too_early_to_say_with_fewer_than_three_speeds():
    pace = pace_of([place(1, given=10), place(2, given=10), place(3, given=2)], OPENED, at(6))
    assert pace.done_at is None
    assert not pace.are_most_done


def test_work_of_an_earlier_lesson_is_no_speed():
    back = [place(n, given=10, began=-9000) for n in range(1, 5)]
    assert pace_of(back, OPENED, at(6)).done_at is None


def test_most_are_done_when_three_quarters_are():
    places = [place(n, FINISHED, given=45) for n in (1, 2, 3)] + [place(4, given=10)]
    assert pace_of(places, OPENED, at(6)).are_most_done


def test_who_said_no_thank_you_is_not_counted_as_a_quick_pupil():
    places = [place(n, FINISHED, given=0) for n in range(1, 10)] + [place(n, given=10) for n in range(11, 15)]
    assert pace_of(places, OPENED, at(6)).done_at == at(20)


def test_a_card_without_a_new_answer_for_three_minutes_may_need_a_look_while_others_go_on():
    places = [place(1, last=5.9), place(2, last=3.1), place(3, last=3.0)]
    assert stuck_of(places, OPENED, at(6)).still == (3,)


def test_who_is_done_is_never_stuck():
    assert stuck_of([place(1, FINISHED, given=45, last=2), place(2, last=5.9)], OPENED, at(6)) == Stuck()


def test_when_nobody_goes_on_it_is_not_the_pupils_but_the_network():
    places = [place(1, last=2), place(2, last=2.5), place(3, WAITING)]
    assert stuck_of(places, OPENED, at(6)) == Stuck(all_still=True)


def test_one_pupil_alone_is_neither_stuck_nor_a_network():
    assert stuck_of([place(1, last=2)], OPENED, at(6)) == Stuck()


def test_a_pupil_who_goes_on_from_an_earlier_lesson_has_three_minutes_from_its_opening():
    places = [place(1, began=-9000, last=-8999), place(2, last=2.4)]
    assert stuck_of(places, OPENED, at(2.5)).still == ()
    assert stuck_of(places, OPENED, at(3.5)).still == (1,)


@pytest.mark.parametrize(("minutes", "expected"), [(3.9, ()), (4.0, (2, 3))])
def test_cards_that_are_not_in_are_named_three_minutes_after_the_first_began(minutes, expected):
    places = [place(1, began=1, last=3.5), place(2, WAITING), place(3, here=False, began=-9000, last=-8999)]
    assert stuck_of(places, OPENED, at(minutes)).not_in == expected


def test_nobody_is_missed_before_anybody_came_in():
    assert stuck_of([place(1, WAITING), place(2, WAITING)], OPENED, at(30)) == Stuck()


def test_a_pupil_without_a_card_has_no_number_to_name():
    places = [place(1, last=5.9), Place(None, 7, WAITING)]
    assert stuck_of(places, OPENED, at(6)).not_in == ()
