"""The main job, end to end: a lead plans, a teacher opens, a class answers, and the change appears."""

import secrets
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ALL_MEANS, Means
from tests.browser.pages import Pupil, Seat, Staff, today

COURSE, TEACHER = "Sport leaders", "teacher.leaders"
LOW, HIGH = 0, 2


@pytest.mark.parametrize("means", ALL_MEANS)
def test_a_class_answers_twice_and_the_teacher_sees_the_change(window: Callable[..., Page], means: Means) -> None:
    def staff(who: str) -> Staff:
        return Staff(window(means), scripts=means.scripts).sign_in(who)

    def pupil() -> Pupil:
        return Pupil(window(means), scripts=means.scripts)

    title, day = f"A journey on a {means} {secrets.token_hex(3)}", today()
    lead, teacher = staff("lead"), staff(TEACHER)
    lead.plan(title, COURSE, opens_on=day, closes_on=day + timedelta(days=1))

    cards = teacher.print_cards(title, COURSE)[:2]
    class_code = teacher.open_lesson(title, COURSE)
    for n_finished, card in enumerate(cards, start=1):
        answer_all(pupil(), Seat(class_code, card), LOW)
        teacher.sees_on_the_board("Finished", n_finished)

    lead.move_waves([(day - timedelta(days=1), day - timedelta(days=1)), (day, day + timedelta(days=6))])
    class_code = teacher.open_lesson(title, COURSE)
    answer_all(pupil(), Seat(class_code, cards[0]), HIGH)
    teacher.open_change(title)
    teacher.sees_compared(1)
    with undisturbed(teacher):
        resume_elsewhere(pupil, Seat(class_code, cards[1]))
        teacher.sees_compared(2)


def answer_all(pupil: Pupil, seat: Seat, choice: int) -> None:
    pupil.come_in(seat)
    pupil.agree()
    pupil.answer(1, pupil.n_questions(), choice)
    pupil.finish()


def resume_elsewhere(pupil: Callable[[], Pupil], seat: Seat) -> None:
    """Answer a few, lose the page, and carry on at another computer where one was."""
    lost = pupil()
    lost.come_in(seat)
    lost.agree()
    n_questions = lost.n_questions()
    lost.answer(1, 6, HIGH)
    expect(lost.question(7)).to_be_visible()
    lost.has_sent_everything()
    lost.page.context.close()

    elsewhere = pupil()
    elsewhere.come_in(seat)
    elsewhere.answer(7, n_questions, HIGH)
    elsewhere.finish()


@contextmanager
def undisturbed(staff: Staff):
    """What the person is on and where they have scrolled to stay as they were."""
    if not staff.scripts:
        yield
        return
    staff.page.get_by_label("From", exact=True).focus()
    staff.page.evaluate("window.scrollTo(0, 200)")
    before = staff.page.evaluate("[document.activeElement.id, window.scrollY]")
    assert before == ["first", 200]
    yield
    assert staff.page.evaluate("[document.activeElement.id, window.scrollY]") == before
