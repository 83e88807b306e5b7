"""What the pages of analysis call roles, times, impacts and kinds of source."""

from app.studies.models import ParticipantRole
from app.web.languages import later

ROLES = {
    ParticipantRole.LEADER: later("Leaders"),
    ParticipantRole.TEACHER: later("Teachers"),
    ParticipantRole.SUPPORT: later("Support staff"),
    ParticipantRole.PUPIL: later("Pupils"),
    ParticipantRole.OTHER: later("Others"),
}
ONE_OF = {
    ParticipantRole.LEADER: later("Leader"),
    ParticipantRole.TEACHER: later("Teacher"),
    ParticipantRole.SUPPORT: later("Support assistant"),
    ParticipantRole.PUPIL: later("Pupil"),
    ParticipantRole.OTHER: later("Somebody who took part"),
}
"""One person, as a quotation names them."""
WAVES = {
    "before": later("Before the programme"),
    "during": later("During the programme"),
    "after": later("After the programme"),
    "follow-up": later("Some time after it"),
}
IMPACTS = {
    "pupils": later("Pupils"),
    "teachers": later("Teachers"),
    "leaders": later("Leaders"),
    "partnership": later("The partnership"),
}
SOURCES = {
    "survey": later("A survey"),
    "visit": later("Notes of a visit"),
    "minutes": later("Minutes"),
    "document": later("A document"),
}
STRENGTHS = {
    "unsupported": (later("Nothing speaks for it"), "bad"),
    "single source": (later("Single source"), ""),
    "contested": (later("Contested"), "bad"),
    "supported": (later("Supported"), "busy"),
    "strong": (later("Strong"), "good"),
}
"""Words and look of each strength."""
