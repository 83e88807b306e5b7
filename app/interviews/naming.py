"""What kinds, states and links of interviews are called on pages."""

from typing import Any

from app.interviews.models import InterviewKind, InterviewState, LinkState, ParticipantLink
from app.studies.models import Participant
from app.studies.words import ROLES
from app.web.languages import later

KIND_NAMES = {
    InterviewKind.INDIVIDUAL: later("Individual"),
    InterviewKind.GROUP: later("Group"),
    InterviewKind.WRITTEN: later("In writing, by link"),
    InterviewKind.TELEPHONE: later("By telephone"),
}
STATE_NAMES = {
    InterviewState.PLANNED: later("Planned"),
    InterviewState.HELD: later("Held"),
    InterviewState.DRAFTED: later("Written down"),
    InterviewState.RETURNED: later("With the speakers"),
    InterviewState.APPROVED: later("Approved"),
    InterviewState.CODED: later("Coded"),
    InterviewState.WITHDRAWN: later("Withdrawn"),
}
STATE_LOOKS = {
    InterviewState.HELD: "busy",
    InterviewState.DRAFTED: "busy",
    InterviewState.RETURNED: "busy",
    InterviewState.APPROVED: "good",
    InterviewState.CODED: "good",
    InterviewState.WITHDRAWN: "bad",
}
LINK_NAMES = {
    LinkState.WAITING: later("Not opened yet"),
    LinkState.OPENED: later("Opened"),
    LinkState.DONE: later("Sent"),
    LinkState.EXPIRED: later("Its time is over"),
    LinkState.ENDED: later("Taken back"),
}


def told(participant: Participant) -> str:
    """Who somebody is to whoever plans: a pseudonym says little by itself."""
    parts = [str(ROLES[participant.role]), *(school.name for school in participant.schools)]
    return f"{participant.pseudonym} · {', '.join(parts)}"


def link_name(link: ParticipantLink) -> Any:
    """What became of it. What was sent stays sent, though a newer link has taken its place."""
    return LINK_NAMES[LinkState.DONE if link.done_at else link.state]
