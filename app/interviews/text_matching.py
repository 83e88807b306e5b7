"""Who a file's labels are and which questions its turns ask: proposals, for a person to confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.instruments.model import Instrument
from app.interviews.models import Interview
from app.interviews.reading import TAKEN_OUT
from app.interviews.speaking import Speaking
from app.interviews.text_uploads import Label
from app.studies.models import ParticipantRole
from app.transcripts.matching import REASONS, Person, SpeakerMatch, match_speakers
from app.transcripts.model import Transcript
from app.transcripts.questions import REASONS as QUESTION_REASONS
from app.transcripts.questions import Question, QuestionMatch, match_questions, questions_of_turns
from app.web.languages import _, later

INTERVIEWER = "i"
EXCERPT = 240  # characters of a turn beside its choice
ROLES = {
    ParticipantRole.LEADER: later("leader"),
    ParticipantRole.TEACHER: later("teacher"),
    ParticipantRole.SUPPORT: later("support assistant"),
    ParticipantRole.PUPIL: later("pupil"),
    ParticipantRole.OTHER: later("other"),
}
MATCHED_AS = {ParticipantRole.SUPPORT: "support assistant"}


@dataclass(frozen=True)
class Proposal:
    """Who a label may be, as a choice's value, and why."""

    label: Label
    value: str
    reason: str


def choices_of(interview: Interview, names: Mapping[int, str]) -> list[tuple[str, str]]:
    """Whom a label can be: those who spoke, the interviewer, or nobody in particular."""
    speakers = [
        (
            str(one.participant_id),
            _called(one.participant.pseudonym, one.participant.role, names.get(one.participant_id)),
        )
        for one in interview.speakers
    ]
    return [("", _("Nobody in particular")), (INTERVIEWER, _("The interviewer")), *speakers]


def _called(pseudonym: str, role: str, name: str | None) -> str:
    who = _("%(pseudonym)s, %(role)s", pseudonym=pseudonym, role=ROLES[ParticipantRole(role)])
    return _("%(who)s: %(name)s", who=who, name=name) if name else who


def propose_speakers(interview: Interview, labels: Sequence[Label], names: Mapping[int, str]) -> list[Proposal]:
    """A proposal for each label. Turns without a name are nobody's, unless one person alone spoke."""
    people = [
        Person(
            key=str(one.participant_id),
            name=names.get(one.participant_id, ""),
            pseudonym=one.participant.pseudonym,
            role=MATCHED_AS.get(ParticipantRole(one.participant.role), one.participant.role),
        )
        for one in interview.speakers
    ]
    asks = Person(key=INTERVIEWER, name=interview.interviewer.name if interview.interviewer else "", role="interviewer")
    named = [label for label in labels if label.name is not None]
    matches = match_speakers((label.name or "" for label in named), [*people, asks])
    told = [_proposal(label, match) for label, match in zip(named, matches, strict=True)]
    return [*told, *(Proposal(label, "", _("These turns name nobody")) for label in labels if label.name is None)]


def _proposal(label: Label, match: SpeakerMatch) -> Proposal:
    return Proposal(label, match.person or "", _(REASONS[match.reason]))


def readable_words(
    transcript: Transcript, labels: Sequence[Label], chosen: Sequence[str], speaking: Speaking
) -> list[str]:
    """The words of each turn, without those of people who are out, as far as it is known whose they are."""
    who = {label.name: value for label, value in zip(labels, chosen, strict=True)}
    closed = {
        name
        for name, value in who.items()
        if (speaking.is_withdrawn if value == INTERVIEWER else not speaking.is_open(int(value) if value else None))
    }
    return [TAKEN_OUT if turn.speaker in closed else turn.text for turn in transcript.turns]


def propose_questions(
    transcript: Transcript, labels: Sequence[Label], chosen: Sequence[str], schedule: Instrument
) -> tuple[QuestionMatch, ...]:
    """Which turns of the interviewer ask which question of the schedule."""
    asks = {label.name for label, value in zip(labels, chosen, strict=True) if value == INTERVIEWER}
    questions = [Question(one.id, one.text) for one in schedule.questions]
    return match_questions(transcript.turns, questions, interviewers=asks)


def turns_to_show(
    transcript: Transcript,
    labels: Sequence[Label],
    chosen: Sequence[str],
    matches: Sequence[QuestionMatch],
    *,
    most: int,
) -> list[int]:
    """The interviewer's turns, or where there are too many those that seem to ask something, in their order."""
    asks = {label.name for label, value in zip(labels, chosen, strict=True) if value == INTERVIEWER}
    told = [at for at, turn in enumerate(transcript.turns) if turn.speaker in asks]
    return told if len(told) <= most else [match.turn for match in matches][:most]


@dataclass(frozen=True)
class Row:
    """A turn on the page of questions: how it begins, and why a question is proposed."""

    at: int
    words: str
    reason: str


def rows_of(transcript: Transcript, turns: Sequence[int], matches: Sequence[QuestionMatch]) -> list[Row]:
    """What is shown beside each choice."""
    why = {match.turn: _(QUESTION_REASONS[match.reason]) for match in matches}
    return [Row(at, shortened(transcript.turns[at].text, EXCERPT), why.get(at, "")) for at in turns]


def shortened(text: str, most: int) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def spread(n_turns: int, asked: Mapping[int, str]) -> list[str]:
    """The question each turn belongs to, from those that ask one; empty before the first."""
    matches = [QuestionMatch(turn, question, 1.0, "same") for turn, question in asked.items() if question]
    return [question or "" for question in questions_of_turns(n_turns, matches)]
