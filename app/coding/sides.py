"""Answers of two groups to the same questions, side by side: a question keeps its id in every schedule that asks it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.coding.corpus import Quotation
from app.coding.desk import Desk
from app.studies.models import ParticipantRole

SHOWN = 5
"""So many passages of a group stand under a question."""


@dataclass(frozen=True)
class Answers:
    """What one group said to a question. `n_answered` are people of it with words there, coded or not."""

    n_answered: int
    quotations: tuple[Quotation, ...]

    @property
    def first(self) -> tuple[Quotation, ...]:
        """Those that stand on the page; a list of its own holds all of them."""
        return self.quotations[:SHOWN]


@dataclass(frozen=True)
class Row:
    """A question that people of both groups answered."""

    question_id: str
    text: str
    left: Answers
    right: Answers


def asked_roles(args: Mapping[str, str]) -> tuple[str, str]:
    """The two groups that an address names."""
    known = {str(role) for role in ParticipantRole}
    left, right = args.get("left", ""), args.get("right", "")
    return (left if left in known else "leader"), (right if right in known else "teacher")


def rows_of(desk: Desk, left: str, right: str) -> list[Row]:
    """The questions that both groups answered, in the order of the schedules."""
    answered = {role: _answered(desk, role) for role in (left, right)}
    rows = []
    for question_id, text in desk.questions.items():
        people = [answered[role].get(question_id, set()) for role in (left, right)]
        if all(people):
            here = [_quotations(desk, role, question_id) for role in (left, right)]
            rows.append(Row(question_id, text, Answers(len(people[0]), here[0]), Answers(len(people[1]), here[1])))
    return rows


def _answered(desk: Desk, role: str) -> dict[str, set[int]]:
    """Who of the group has open words under each question."""
    found: dict[str, set[int]] = {}
    for reading in desk.readings:
        for turn in reading.transcript.turns:
            person = turn.participant
            if turn.question_id and person is not None and person.role == role and reading.is_open(turn):
                found.setdefault(turn.question_id, set()).add(person.id)
    return found


def _quotations(desk: Desk, role: str, question_id: str) -> tuple[Quotation, ...]:
    """One for each place, in the order of the transcripts."""
    fitting = (one for one in desk.quotations if question_id in one.question_ids and role in one.roles)
    return tuple({one.place: one for one in fitting}.values())
