"""Schedules of interviews are instruments too: what they hold, what is refused, and what our own ones promise."""

from collections import defaultdict
from pathlib import Path

import pytest

from app.instruments.check import check_file
from app.instruments.load import read, read_all

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).parent / "samples" / "open.yaml"
LIBRARY = read_all(ROOT / "surveys")
OURS = ("leaders", "teachers", "support-assistants", "pupils-together")
PROGRAMME = [
    "pupils-chosen",
    "who-chose",
    "pupils-needs",
    "needs-met",
    "pupils-gains",
    "beyond-one-school",
    "worked-less",
]


def problems_of(text, tmp_path):
    path = tmp_path / "open" / "2026-1.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [one.sentence for one in check_file(path) if one.severity == "problem"]


def advice_of(text, tmp_path):
    path = tmp_path / "open" / "2026-1.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [one.sentence for one in check_file(path) if one.severity == "advice"]


def test_a_schedule_holds_its_opening_its_questions_and_what_to_ask_besides():
    schedule = read(SAMPLE)
    assert schedule.is_schedule
    assert schedule.opening == "Thank you for coming."
    assert schedule.question("garden-gains").prompts == ("How do you know?", "What surprised you?")


def test_a_survey_is_no_schedule():
    assert not LIBRARY.latest("school-and-me").is_schedule


@pytest.mark.parametrize(
    ("what", "by", "sentence"),
    [
        (
            "prompts:\n          - How do you know?\n          - What surprised you?",
            "prompts: How?",
            "takes a list of texts",
        ),
        ("text: What have", "scale: garden\n        text: What have", "is not in the list of scales"),
        ("text: What have pupils gained from the garden?", "explain: None", "Add “text:”"),
        ("defaults: {kind: open}", "defaults: {kind: talk}", "is not known"),
    ],
)
def test_a_wrong_part_is_told(tmp_path, what, by, sentence):
    text = SAMPLE.read_text(encoding="utf-8")
    assert what in text
    assert any(sentence in one for one in problems_of(text.replace(what, by), tmp_path))


def test_open_questions_and_statements_do_not_mix(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8")
    text += "      - {id: like, kind: statement, answers: yes-no, text: I like it.}\n"
    text += "answers:\n  yes-no:\n    - {code: 1, label: Yes}\n    - {code: 2, label: No}\n"
    found = problems_of(text, tmp_path)
    assert "Questions of kind open stand in a schedule of their own. Move it there." in found
    assert any("opening" in one or "for schedules" in one for one in found)


def test_a_question_that_can_be_met_with_yes_gets_advice(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").replace("What have pupils gained", "Did pupils gain anything? What")
    advice = advice_of(text, tmp_path)
    assert any("yes or no" in one for one in advice)
    assert any("asks twice" in one for one in advice)


@pytest.fixture(params=OURS)
def ours(request):
    return LIBRARY.latest(request.param)


def test_ours_have_nothing_to_mend_and_no_advice(ours):
    path = ROOT / "surveys" / "interviews" / ours.name / f"{ours.version}.yaml"
    assert [one.sentence for one in check_file(path)] == []


def test_ours_say_first_that_nobody_has_to_answer(ours):
    assert "You may leave out any question" in ours.opening or "or nothing" in ours.opening


def test_leaders_and_teachers_are_asked_the_same_on_pupils():
    for name in ("leaders", "teachers"):
        section = next(one for one in LIBRARY.latest(name).sections if one.id == "programme")
        assert [question.id for question in section.questions] == PROGRAMME


def test_leaders_get_fourteen_questions_and_pupils_four():
    assert {name: len(LIBRARY.latest(name).questions) for name in OURS} == {
        "leaders": 14,
        "teachers": 14,
        "support-assistants": 11,
        "pupils-together": 4,
    }


def test_a_question_of_one_id_asks_the_same_in_every_schedule():
    texts = defaultdict(set)
    for name in OURS:
        for question in LIBRARY.latest(name).questions:
            texts[question.id].add(question.text)
    assert {id: said for id, said in texts.items() if len(said) > 1} == {}
