"""How far a study has come, step by step, and what is next.

Interviews, themes and findings belong to rooms above this one: they are counted by table and linked by endpoint.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.studies import queries
from app.studies.allowing import allowed_by, is_permitted, permitted_school_ids
from app.studies.models import ConsentKind, Participant, Study
from app.studies.permitting import State, list_standings
from app.web.languages import _, ngettext


@dataclass(frozen=True)
class Step:
    """One step on the way: what it is, how far it is, where it is done, and whether nothing is left to do."""

    title: str
    state: str
    link: str
    is_done: bool
    hint: str = ""


@dataclass(frozen=True)
class Line:
    """A participant as a list shows them: what they allow, in a word and in full."""

    participant: Participant
    word: str
    scopes: tuple[str, ...]
    lacks_permission: bool


def lines_of(study: Study, participants: Sequence[Participant]) -> list[Line]:
    """One line for each."""
    permitted = permitted_school_ids(study)
    return [
        Line(one, word_of(one), scopes_of(one), lacks_permission=not is_permitted(one, permitted))
        for one in participants
    ]


def word_of(participant: Participant) -> str:
    """`withdrawn`, `carer` (who says no), `yes`, `no` or `waiting`: what their newest words come to."""
    if participant.withdrawn_at is not None:
        return "withdrawn"
    opted_out = [one for one in participant.consents if one.kind == ConsentKind.OPT_OUT]
    if opted_out and opted_out[-1].withdrawn_at is None:
        return "carer"
    if allowed_by(participant).to_take_part:
        return "yes"
    words = [one for one in participant.consents if one.kind != ConsentKind.OPT_OUT]
    return "no" if words and words[-1].withdrawn_at is None else "waiting"


def scopes_of(participant: Participant) -> tuple[str, ...]:
    """What they allow now, in words."""
    allowed = allowed_by(participant)
    said = {
        _("take part"): allowed.to_take_part,
        _("recorded"): allowed.to_record,
        _("quoted word for word"): allowed.to_quote,
        _("named by role and school"): allowed.to_be_named,
        _("used again"): allowed.to_reuse,
    }
    return tuple(words for words, is_so in said.items() if is_so)


def steps_of(study: Study) -> list[Step]:
    """The way of a study, from the first school to the finding."""
    participants = queries.list_participants(study)
    lines = lines_of(study, participants)
    return [_schools(study), _participants(len(participants)), _consents(lines), *_said(study)]


def next_of(steps: Sequence[Step]) -> Step | None:
    """The first step that is not done; findings never are, for there is always another."""
    return next((step for step in steps if not step.is_done), None)


def _schools(study: Study) -> Step:
    states = [one.state for one in list_standings(study)]
    n_yes, n_asked = states.count(State.YES), sum(state != State.NOT_ASKED for state in states)
    state = _("%(yes)s of %(asked)s asked have said yes", yes=n_yes, asked=n_asked) if n_asked else _("None asked yet")
    hint = _("Ask each school's head first: nobody is interviewed before they say yes.")
    return Step(_("Schools' permission"), state, "studies.list_schools", bool(n_yes), hint)


def _participants(n: int) -> Step:
    state = ngettext("%(n)s person", "%(n)s people", n, n=n) if n else _("Nobody yet")
    hint = _("Say whom you will ask, by role and school. A name is not needed.")
    return Step(_("Participants"), state, "studies.list_participants", bool(n), hint)


def _consents(lines: Sequence[Line]) -> Step:
    words = [line.word for line in lines]
    n_yes, waiting = words.count("yes"), words.count("waiting")
    state = _("%(yes)s said yes, %(waiting)s not asked yet", yes=n_yes, waiting=waiting) if words else _("None yet")
    hint = _("Hand out the information sheet, and note what each person allows.")
    return Step(_("Consents"), state, "studies.list_participants", bool(n_yes) and not waiting, hint)


def _said(study: Study) -> list[Step]:
    n_interviews, n_held = queries.count_interviews(study)
    n_themes, n_findings = queries.count_themes(study), queries.count_findings(study)
    interviews = _("%(held)s of %(n)s held", held=n_held, n=n_interviews) if n_interviews else _("None planned yet")
    themes = ngettext("%(n)s theme", "%(n)s themes", n_themes, n=n_themes) if n_themes else _("None yet")
    findings = ngettext("%(n)s finding", "%(n)s findings", n_findings, n=n_findings) if n_findings else _("None yet")
    return [
        Step(
            _("Interviews and focus groups"),
            interviews,
            "interviews.list_interviews",
            bool(n_held) and n_held == n_interviews,
            _("Plan who is asked when, by which schedule; then hold it and take notes."),
        ),
        Step(_("Themes"), themes, "coding.list_themes", bool(n_themes), _("Mark what was said with its themes.")),
        Step(
            _("Findings"),
            findings,
            "coding.list_findings",
            bool(n_findings),
            _("Say what was found, with quotations for and against."),
        ),
    ]
