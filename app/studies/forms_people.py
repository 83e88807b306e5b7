"""Forms of participants, permissions and consents: fields and messages; they are told their choices."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.people.models import Person
from app.schools.models import School
from app.studies.models import Participant, ParticipantRole
from app.studies.taking_part import MOST_AT_ONCE, ParticipantFields, Scopes, Word
from app.studies.words import ROLES
from app.web.filters import today
from app.web.forms import CheckboxesField, DayField, Form, TextField, trimmed
from app.web.languages import later

MOST_OF_NAME = 120


def not_in_future(form: Form, field: DayField) -> None:
    """Nobody can have said it tomorrow."""
    if field.data and field.data > today():
        raise ValidationError(later("This day is still to come"))


class ConfirmForm(Form):
    """Nothing but the token."""


class ResearcherForm(Form):
    person_id = SelectField(later("Who"), [InputRequired(later("Choose who it is"))])

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [SelectChoice(str(one.id), f"{one.name} ({one.email})") for one in people]
        self.person_id.choices = [SelectChoice("", later("Choose one")), *listed]


class PaperForm(Form):
    """A day and the sheet that somebody signed on it."""

    given_on = DayField(later("Day of the signature"), [InputRequired(later("Enter the day")), not_in_future])
    sheet_version = TextField(
        later("Version of the information sheet"),
        [
            InputRequired(later("Enter which sheet it was, like “Sheet 2”")),
            Length(max=40, message=later("Use 40 characters or fewer")),
        ],
    )

    @property
    def day(self) -> date:
        return self.given_on.data or today()

    @property
    def sheet(self) -> str:
        return self.sheet_version.data or ""


class ConsentForm(PaperForm):
    """What somebody allows."""

    to_take_part = RadioField(
        later("Do they take part?"),
        [InputRequired(later("Choose yes or no"))],
        choices=[SelectChoice("yes", later("Yes")), SelectChoice("no", later("No"))],
    )
    to_record = BooleanField(later("Their voice may be recorded"))
    to_quote = BooleanField(later("Their words may be quoted, word for word"))
    to_be_named = BooleanField(later("They may be named by role and school"))
    to_reuse = BooleanField(later("Other researchers may use their words later"))

    def validate_to_be_named(self, field: BooleanField) -> None:
        if field.data and not self.to_quote.data:
            raise ValidationError(later("Only somebody who may be quoted can be named beside the quotation"))

    @property
    def word(self) -> Word:
        """What was ticked."""
        scopes = Scopes(
            to_take_part=self.to_take_part.data == "yes",
            to_record=bool(self.to_record.data),
            to_quote=bool(self.to_quote.data),
            to_be_named=bool(self.data.get("to_be_named")),
            to_reuse=bool(self.to_reuse.data),
        )
        return Word(self.day, self.sheet, scopes)


class WithdrawForm(Form):
    forget_name = BooleanField(later("Also remove the name that is kept here"))


class _WhoForm(Form):
    """Role and schools, which every form of participants asks."""

    role = RadioField(
        later("Role"),
        [InputRequired(later("Choose a role"))],
        choices=[SelectChoice(str(role), label) for role, label in ROLES.items()],
    )
    school_ids = CheckboxesField(later("Schools"))

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._schools = {str(one.id): one for one in schools}
        self.school_ids.choices = [SelectChoice(number, one.name) for number, one in self._schools.items()]

    @property
    def schools(self) -> list[School]:
        """Those that were ticked."""
        return [self._schools[number] for number in self.school_ids.data or ()]

    def validate_school_ids(self, field: CheckboxesField) -> None:
        if not field.data and self.role.data != ParticipantRole.OTHER:
            raise ValidationError(later("Tick at least one school"))


class AddForm(_WhoForm):
    """One or several, with or without names."""

    names = TextAreaField(later("Names, one a line"), default="")
    n_without = IntegerField(
        later("How many without a name"),
        [Optional(), NumberRange(0, MOST_AT_ONCE, message=later("Enter a number from 0 to %(n)s", n=MOST_AT_ONCE))],
    )

    @property
    def lines(self) -> list[str]:
        """A name for each participant; empty for those without."""
        typed = [trimmed(line) or "" for line in (self.names.data or "").splitlines()]
        n_without = min(max(self.n_without.data or 0, 0), MOST_AT_ONCE)  # `n_without` says itself that it is too many
        return [line for line in typed if line] + [""] * n_without

    def validate_names(self, field: TextAreaField) -> None:
        if not self.lines:
            raise ValidationError(later("Paste names, or say how many take part without a name"))
        if any(len(line) > MOST_OF_NAME for line in self.lines):
            raise ValidationError(later("A name has 120 characters at most. Put each on a line of its own"))
        if len(self.lines) > MOST_AT_ONCE:
            raise ValidationError(later("Add %(n)s at a time at most", n=MOST_AT_ONCE))


class ParticipantForm(_WhoForm):
    pseudonym = TextField(
        later("Pseudonym"),
        [InputRequired(later("Enter a pseudonym")), Length(max=40, message=later("Use 40 characters or fewer"))],
    )
    name = TextField(
        later("Name"), [Optional(), Length(max=MOST_OF_NAME, message=later("Use 120 characters or fewer"))], default=""
    )
    forget_name = BooleanField(later("Remove the name that is kept"))

    @property
    def fields(self) -> ParticipantFields:
        """What was typed; a name left empty stays as it is."""
        name = "" if self.forget_name.data else (self.name.data or None)
        return ParticipantFields(self.role.data, self.schools, self.pseudonym.data or "", name)


def first_values(participant: Participant) -> dict[str, Any]:
    """What a form about the participant begins with: never the name."""
    ids = [str(school.id) for school in participant.schools]
    return {"role": participant.role, "pseudonym": participant.pseudonym, "school_ids": ids}
