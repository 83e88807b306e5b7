"""What a visitor is told first: where Lateral is, who they can be, and how to answer as a pupil."""

from flask import current_app

from app.config import Settings
from app.db import db
from app.demo import cast, finding
from app.demo.partnership import address
from app.waves.cards import code_of
from app.waves.codes import readable
from app.waves.groups import Group, Lesson
from app.waves.models import Sitting
from app.waves.sittings import open_sitting
from app.web.filters import today

SHOWN_CARDS = 3
EVERYBODY = (
    ("lead", "leads the partnership: plans surveys, sees the whole programme"),
    (f"teacher.{cast.OPEN_NOW}", "teaches Sport leaders: runs the lesson that is open now"),
    ("head.sports", "heads the Sports College: imports pupils, prints cards"),
    ("pastoral.sports", "looks after pupils of the Sports College: sees each one's profile"),
    ("research", "researches for the partnership"),
    ("admin", "looks after the installation"),
)


def lines(settings: Settings, *, password: str) -> list[str]:
    """The tour's beginning, line by line. `password` is empty where somebody chose their own."""
    root = f"http://{settings.host}:{settings.port}"
    sitting = lesson_in_hand()
    people = [f"    {address(who, 1):28} {what}" for who, what in EVERYBODY]
    known = f"with the password   {password}" if password else "with the password you chose"
    return [
        "",
        f"  Lateral:  {root}",
        "",
        f"  Sign in at {root}{path('people.sign_in')} {known}",
        *people,
        "",
        *(
            _pupils_part(root, sitting)
            if sitting
            else ["  The demo's last wave is over. Remove instance/ to begin anew."]
        ),
        "",
    ]


def _pupils_part(root: str, sitting: Sitting) -> list[str]:
    cards = finding.list_unused_cards(sitting)[:SHOWN_CARDS]
    found = [f"    {readable(code_of(card))}   (card {card.number})" for card in cards]
    return [
        f"  Answer as a pupil at {root}{path('answers.enter')} with the class code   {readable(sitting.class_code)}",
        *(found or ["    Everybody in this lesson has answered."]),
        "",
        "  Let a class answer, in another terminal:   make simulate",
    ]


def path(endpoint: str) -> str:
    """The address of a page without its host."""
    return current_app.url_map.bind("localhost").build(endpoint)


def lesson_in_hand() -> Sitting | None:
    """The demo's open lesson; opened again when its time ran out, while the wave is open."""
    return open_lesson(cast.OPEN_NOW)


def open_lesson(course_key: str) -> Sitting | None:
    """The open lesson of a course of the demo in its last wave, opened if need be; None when the wave is over."""
    wave, course = finding.find_last_wave(), finding.find_course(course_key)
    if wave is None or course is None or not wave.is_open_on(today()):
        return None
    lesson = Lesson(wave, Group(wave.survey, course=course))
    sitting = open_sitting(lesson, today(), person_id=course.teacher_ids[0])
    db.session.commit()
    return sitting


def lessons_with_room(n_pupils: int) -> list[Sitting]:
    """Open lessons that have unused cards for so many pupils, as far as the demo's courses go."""
    lessons = finding.list_open_lessons()
    waiting = [programme.key for programme in cast.PROGRAMMES]
    while waiting and len(finding.pupils_without_answers(lessons)) < n_pupils:
        lesson = open_lesson(waiting.pop(0))
        if lesson is None:
            break
        if lesson not in lessons:
            lessons.append(lesson)
    return lessons
