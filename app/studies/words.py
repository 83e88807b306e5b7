"""How the parts of participants are called, one of them at a time."""

from app.studies.models import ParticipantRole
from app.web.languages import later

ROLES: dict[str, str] = {
    ParticipantRole.LEADER: later("Leader"),
    ParticipantRole.TEACHER: later("Teacher"),
    ParticipantRole.SUPPORT: later("Support staff"),
    ParticipantRole.PUPIL: later("Pupil"),
    ParticipantRole.OTHER: later("Somebody else"),
}
