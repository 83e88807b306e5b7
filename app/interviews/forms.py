"""Forms of interviews: fields and messages; they are told their choices."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.instruments.model import Instrument
from app.interviews.choosing import Choice
from app.interviews.models import Interview, InterviewKind
from app.interviews.naming import told
from app.interviews.planning import Plan
from app.people.models import Person
from app.schools.listing import has_words
from app.studies.models import Participant
from app.waves.models import WaveKind
from app.waves.naming import WAVE_NAMES
from app.web.filters import today
from app.web.forms import CheckboxesField, DayField, Form, TextField
from app.web.languages import _, later

LONG = 12
"""More people than this are searched, and scrolled in a box of their own."""


class PlanForm(Form):
    """Who is asked what, by whom and when. Only those who can be asked are offered."""

    title = TextField(
        later("Title"),
        [InputRequired(later("Enter a title")), Length(max=120, message=later("Use 120 characters or fewer"))],
    )
    schedule = SelectField(later("Schedule"), [InputRequired(later("Choose a schedule"))])
    find = TextField(later("Find people by pseudonym, role or school"), default="")
    participant = RadioField(later("Who is asked"), [InputRequired(later("Choose one person"))], validate_choice=False)
    participants = CheckboxesField(later("Who is asked"))
    interviewer = SelectField(later("Interviewer"), [InputRequired(later("Choose who asks"))])
    conflict_note = TextAreaField(
        later("If the interviewer works at a school of those who are asked: how are both parts kept apart?"),
        [Optional(), Length(max=500, message=later("Use 500 characters or fewer"))],
        default="",
    )
    wave_kind = SelectField(
        later("When, seen from the programme"),
        [Optional()],
        choices=[SelectChoice("", later("Not known")), *(SelectChoice(one, WAVE_NAMES[one]) for one in WaveKind)],
        default="",
    )
    planned_for = DayField(later("Day"), [Optional()])
    place = TextField(
        later("Place"), [Optional(), Length(max=120, message=later("Use 120 characters or fewer"))], default=""
    )
    is_recorded = BooleanField(later("It is recorded"))

    def __init__(
        self,
        *args: Any,
        kind: str,
        choices: Sequence[Choice],
        schedules: Sequence[Instrument],
        people: Sequence[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._askable = {str(one.participant.id): one.participant for one in choices if not one.against}
        self._schedules = {one.digest: one for one in schedules}
        self._people = {str(one.id): one for one in people}
        listed = [SelectChoice(number, told(one)) for number, one in self._askable.items()]
        self.participant.choices = self.participants.choices = listed
        titles = [SelectChoice(one.digest, f"{one.title} ({one.version})") for one in schedules]
        self.schedule.choices = [SelectChoice("", _("Choose one")), *titles]
        names = [SelectChoice(number, one.name) for number, one in self._people.items()]
        self.interviewer.choices = [SelectChoice("", _("Choose one")), *names]
        del self[("participant" if self.is_group else "participants")]

    @property
    def is_group(self) -> bool:
        return self.kind == InterviewKind.GROUP

    @property
    def who(self) -> Any:
        """The field of those who are asked."""
        return self["participants" if self.is_group else "participant"]

    @property
    def _chosen(self) -> list[str]:
        return (self.who.data or []) if self.is_group else [self.who.data]

    def take_along(self, numbers: Sequence[str]) -> None:
        """Whom another kind's page had chosen, where nobody is yet; of several, nobody where one is asked."""
        if any(self._chosen):
            return
        if self.is_group:
            self.who.data = [one for one in numbers if one in self._askable]
        elif len(numbers) == 1:
            self.who.data = numbers[0]

    @property
    def n_askable(self) -> int:
        return len(self._askable)

    @property
    def is_long(self) -> bool:
        return self.n_askable > LONG

    def narrow(self) -> None:
        """Show only those who fit the words searched for, and whoever is chosen."""
        words = self.find.data or ""
        self.who.choices = [one for one in self.who.choices if one.value in self._chosen or has_words(one.label, words)]

    @property
    def asked(self) -> list[Participant]:
        return [self._askable[number] for number in self._chosen if number in self._askable]

    @property
    def plan(self) -> Plan:
        """What was chosen; the form is valid."""
        return Plan(
            kind=self.kind,
            title=self.title.data or "",
            schedule=self._schedules[self.schedule.data],
            participants=self.asked,
            interviewer=self._people[self.interviewer.data],
            wave_kind=self.wave_kind.data or "",
            planned_for=self.planned_for.data,
            place=self.place.data or "",
            is_recorded=self.is_recorded.data,
            conflict_note=" ".join((self.conflict_note.data or "").split()),
        )

    def refuse(self, reasons: Sequence[tuple[str, str]]) -> None:
        """Put what stands against the plan beside its fields."""
        for field, sentence in reasons:
            self.add_error(self.who.name if field == "participants" else field, sentence)


def values_of(interview: Interview) -> dict[str, Any]:
    """What a form that changes a plan begins with."""
    speakers = [str(one.participant_id) for one in interview.speakers]
    names = ("title", "conflict_note", "wave_kind", "planned_for", "place", "is_recorded")
    return {
        **{name: getattr(interview, name) for name in names},
        "schedule": interview.schedule_digest,
        "participant": next(iter(speakers), None),
        "participants": speakers,
        "interviewer": str(interview.interviewer_id or ""),
    }


class HeldForm(Form):
    """That an interview was held, and with pupils what has to be so."""

    held_on = DayField(later("Held on"), [InputRequired(later("Enter the day"))], default=today)
    has_second_adult = BooleanField(later("A second adult was there"))
    script_was_read = BooleanField(later("The opening was read aloud"))


class ReadBackForm(Form):
    """That the whole group heard what was written, and agreed."""

    read_back_on = DayField(later("Read back on"), [InputRequired(later("Enter the day"))], default=today)


class Confirm(Form):
    """Nothing but the token."""
