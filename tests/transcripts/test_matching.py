"""Labels find their people and turns their questions; where two would do, nobody is chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transcripts.matching import REASONS, SCORES, Person, match_speakers
from app.transcripts.model import Turn
from app.transcripts.questions import REASONS as OF_QUESTIONS
from app.transcripts.questions import Question, match_questions, questions_of_turns

PEOPLE = [
    Person("i", "Maya Osei", role="interviewer"),
    Person("h", "Ann Brown", "Willow", role="head"),
    Person("t1", "Zoë Ó Briain", "S1T1", role="teacher"),
    Person("t2", "Jean-Luc Frey", "S1T2", role="teacher"),
    Person("p1", "Sam Brown", "Otter", role="pupil"),
    Person("p2", "Samuel Green", "Heron", role="pupil"),
]


@pytest.mark.parametrize(
    ("label", "key", "reason"),
    [
        ("Ann Brown", "h", "name"),
        ("BROWN, Ann", "h", "name"),
        ("Zoe O’Briain", "t1", "spelling"),
        ("zoe ó briain", "t1", "name"),
        ("willow", "h", "pseudonym"),
        ("S1T2", "t2", "pseudonym"),
        ("Ann", "h", "part"),
        ("Ann B.", "h", "part"),
        ("Sam", "p1", "part"),
        ("Interviewer", "i", "role"),
        ("INT", "i", "role"),
        ("Q", "i", "role"),
        ("Head teacher", "h", "role"),
        ("AB", "h", "initials"),
        ("J.L.F.", "t2", "initials"),
        ("Teacher 2", "t2", "number"),
        ("T1", "t1", "number"),
        ("P2", "p2", "number"),
        ("Student 1", "p1", "number"),
        ("Samual Green", "p2", "spelling"),
    ],
)
def test_a_label_finds_its_person(label, key, reason):
    (match,) = match_speakers([label], PEOPLE)
    assert (match.person, match.reason, match.score) == (key, reason, SCORES[reason])


@pytest.mark.parametrize(
    ("label", "rivals"), [("Brown", ("h", "p1")), ("Teacher", ("t1", "t2")), ("Pupil", ("p1", "p2"))]
)
def test_a_label_that_fits_two_people_finds_neither(label, rivals):
    (match,) = match_speakers([label], PEOPLE)
    assert (match.person, match.score, match.reason, match.rivals) == (None, 0.0, "rivals", rivals)


@pytest.mark.parametrize("label", ["Unknown", "P3", "Teacher 9", "?", "", "Ox", "Support assistant"])
def test_a_label_that_fits_nobody_finds_nobody(label):
    (match,) = match_speakers([label], PEOPLE)
    assert (match.person, match.score, match.reason) == (None, 0.0, "none")


@given(st.lists(st.text(max_size=20), max_size=5))
def test_every_label_gets_an_answer_in_its_place(labels):
    matches = match_speakers(labels, PEOPLE)
    assert [match.label for match in matches] == labels
    assert all(match.reason in REASONS and 0 <= match.score <= 1 for match in matches)


SCHEDULE = [
    Question("background", "Could you tell me about your school and your part in the programme?"),
    Question("chosen", "How were the pupils chosen, and who chose them?"),
    Question("gains", "What did the pupils gain from the courses?"),
    Question("less", "Where did it work less well?"),
    Question("else", "Is there anything else you would like to say?"),
]


def talk(*said):
    """Turns by turns of an interviewer and of a head."""
    return [Turn("Int" if place % 2 == 0 else "Head", None, None, text) for place, text in enumerate(said)]


def asked(turns):
    return [(match.turn, match.question) for match in match_questions(turns, SCHEDULE, interviewers={"Int"})]


ORDERLY = talk(
    "Thank you for your time. So, could you tell me about your school, and your part in the programme?",
    "We are small. How were the pupils chosen, you will ask.",
    "Right. And how were pupils chosen? Who chose them?",
    "The teachers did.",
    "Mm.",
    "It was hard.",
    "What would you say the pupils gained from these courses?",
    "Confidence.",
    "And where did it work less well, do you think?",
    "The bus.",
    "Anything else you would like to say?",
    "No.",
)


def test_questions_are_found_in_what_the_interviewer_says():
    assert asked(ORDERLY) == [(0, "background"), (2, "chosen"), (6, "gains"), (8, "less"), (10, "else")]


def test_only_an_interviewer_asks():
    assert match_questions(ORDERLY, SCHEDULE, interviewers={"Head"})[0].turn == 1
    assert match_questions(ORDERLY, SCHEDULE, interviewers=set()) == ()


def test_the_very_words_score_most_and_say_so():
    matches = match_questions(talk(SCHEDULE[1].text), SCHEDULE, interviewers={"Int"})
    assert [(match.score, match.reason) for match in matches] == [(1.0, "same")]


def test_turns_between_two_questions_belong_to_the_first():
    matches = match_questions(ORDERLY, SCHEDULE, interviewers={"Int"})
    told = questions_of_turns(len(ORDERLY), matches)
    assert told[:2] == ("background",) * 2
    assert told[2:6] == ("chosen",) * 4
    assert told[6:] == ("gains", "gains", "less", "less", "else", "else")
    assert questions_of_turns(2, matches[1:]) == (None, None)


def test_going_back_is_possible_and_said():
    turns = talk(SCHEDULE[3].text, "x", SCHEDULE[1].text, "y", SCHEDULE[2].text, "z")
    matches = match_questions(turns, SCHEDULE, interviewers={"Int"})
    assert [(match.question, match.reason) for match in matches] == [
        ("less", "same"),
        ("chosen", "back"),
        ("gains", "same"),
    ]


def test_the_order_decides_between_questions_that_sound_alike():
    alike = [
        Question("a", "What changed for the pupils?"),
        Question("b", "How was it?"),
        Question("c", "What changed for pupils?"),
    ]
    turns = talk("What changed for the pupils?", "x", "How was it?", "y", "What changed for the pupils?", "z")
    assert [match.question for match in match_questions(turns, alike, interviewers={"Int"})] == ["a", "b", "c"]


def test_a_turn_about_something_else_asks_nothing():
    assert (
        asked(talk("Shall we open the window?", "Yes.", "And the pupils?", "Good.", "Where is the tea?", "There."))
        == []
    )


def test_an_empty_schedule_and_an_empty_question_ask_nothing():
    assert match_questions(ORDERLY, [], interviewers={"Int"}) == ()
    assert match_questions(ORDERLY, [Question("x", "?")], interviewers={"Int"}) == ()


@given(st.lists(st.sampled_from([question.text for question in SCHEDULE] + ["Mm.", "", "Why?"]), max_size=12))
def test_whatever_is_said_gets_scores_and_reasons(texts):
    turns = [Turn("Int", None, None, text) for text in texts]
    matches = match_questions(turns, SCHEDULE, interviewers={"Int"})
    known = {question.text: question.key for question in SCHEDULE}
    assert [(match.turn, match.question) for match in matches] == [
        (place, known[text]) for place, text in enumerate(texts) if text in known
    ]
    assert all(match.reason in OF_QUESTIONS and 0.5 <= match.score <= 1 for match in matches)
