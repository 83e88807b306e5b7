"""Forms of the schools feature: fields and messages; they are told their choices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp, StopValidation, ValidationError

from app.people.models import RoleKind
from app.schools.columns import FIELDS
from app.schools.models import PHASES, Membership, Pupil, School
from app.schools.naming import Identity
from app.schools.phases import key_stage_label, phase_label
from app.schools.upn import UpnRefused, read_upn
from app.schools.years import YEARS, year_label
from app.web.forms import CheckboxesField, DayField, Form, NotBefore, TextField
from app.web.languages import _, later

KEY_STAGES = ("", "KS1", "KS2", "KS3", "KS4", "KS5", "mixed")
PARTS = {"lead": later("Lead school"), "partner": later("Partner")}
SCHOOL_ROLES = {
    RoleKind.LEADER: later("School leader"),
    RoleKind.PRACTITIONER: later("Practitioner (teaches or supports)"),
}
PARTNERSHIP_ROLES = {RoleKind.LEAD: later("Partnership lead"), RoleKind.ASSOCIATE: later("Research associate")}


def choices(pairs: Iterable[tuple[object, str]]) -> list[SelectChoice]:
    """Value and label of each choice."""
    return [SelectChoice(str(value), label) for value, label in pairs]


def ticked(sentence: str) -> Any:
    """At least one box must be ticked."""

    def check(form: Form, field: CheckboxesField) -> None:
        if not field.data:
            raise StopValidation(sentence)

    return check


class PartnershipForm(Form):
    name = TextField(
        later("Name"),
        [InputRequired(later("Enter a name")), Length(max=120, message=later("Use 120 characters or fewer"))],
    )
    about = TextAreaField(
        later("What it is for"),
        [Optional(), Length(max=1000, message=later("Use 1,000 characters or fewer"))],
        default="",
    )


class MembershipForm(Form):
    school_id = SelectField(later("School"), [InputRequired(later("Choose a school"))])
    part = RadioField(later("Part"), [InputRequired(later("Choose lead or partner"))], choices=choices(PARTS.items()))
    from_on = DayField(later("Member from"), [InputRequired(later("Enter the first day"))])
    to_on = DayField(
        later("Member until"), [Optional(), NotBefore("from_on", later("The last day cannot be before the first"))]
    )

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(school.id, _("%(name)s (URN %(urn)s)", name=school.name, urn=school.urn)) for school in schools]
        self.school_id.choices = choices([("", _("Choose one")), *listed])


class ChangeMembershipForm(MembershipForm):
    """The same without the school, which stays."""

    school_id = None

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super(MembershipForm, self).__init__(*args, obj=membership, **kwargs)


class SchoolForm(Form):
    urn = TextField(
        later("URN"),
        [InputRequired(later("Enter the URN")), Regexp(r"^[0-9]{6}\Z", message=later("A URN has 6 digits"))],
    )
    name = TextField(
        later("Name"),
        [InputRequired(later("Enter a name")), Length(max=160, message=later("Use 160 characters or fewer"))],
    )
    phase = SelectField(later("Phase"), [InputRequired(later("Choose a phase"))])
    type = TextField(
        later("Type"), [Optional(), Length(max=80, message=later("Use 80 characters or fewer"))], default=""
    )
    town = TextField(
        later("Town"), [Optional(), Length(max=80, message=later("Use 80 characters or fewer"))], default=""
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phase.choices = choices([("", _("Choose one")), *((phase, phase_label(phase)) for phase in PHASES)])


class CourseForm(Form):
    title = TextField(
        later("Title"),
        [InputRequired(later("Enter a title")), Length(max=120, message=later("Use 120 characters or fewer"))],
    )
    qualification = TextField(
        later("Qualification"), [Optional(), Length(max=120, message=later("Use 120 characters or fewer"))], default=""
    )
    key_stage = SelectField(later("Key stage"), [Optional()])
    host_school_id = SelectField(
        later("Host school"), [InputRequired(later("Choose the school that teaches it"))], coerce=str
    )
    starts_on = DayField(later("First day"), [InputRequired(later("Enter the first day"))])
    ends_on = DayField(
        later("Last day"),
        [
            InputRequired(later("Enter the last day")),
            NotBefore("starts_on", later("The last day cannot be before the first")),
        ],
    )
    teacher_ids = CheckboxesField(later("Who teaches or supports it"))

    def __init__(self, *args: Any, hosts: Sequence[School], staff: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key_stage.choices = choices((stage, key_stage_label(stage) or _("Not set")) for stage in KEY_STAGES)
        self.host_school_id.choices = choices([("", _("Choose one")), *((school.id, school.name) for school in hosts)])
        self.teacher_ids.choices = choices((person.id, person.name) for person in staff)


class PupilForm(Form):
    given_name = TextField(
        later("Forename"), [Optional(), Length(max=80, message=later("Use 80 characters or fewer"))], default=""
    )
    family_name = TextField(
        later("Surname"), [Optional(), Length(max=80, message=later("Use 80 characters or fewer"))], default=""
    )
    year_group = SelectField(later("Year group"), [InputRequired(later("Choose a year group"))])
    mis_id = TextField(
        later("MIS id or admission number"),
        [Optional(), Length(max=40, message=later("Use 40 characters or fewer"))],
        default="",
    )
    upn = TextField(later("UPN"), [Optional()], default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year_group.choices = choices([("", _("Choose one")), *((year, year_label(year)) for year in YEARS)])

    def validate_upn(self, field: TextField) -> None:
        """Refuse what is no UPN; keep the plain form of what is one."""
        try:
            number = read_upn(field.data or "")
        except UpnRefused as refused:
            raise ValidationError(str(refused)) from None
        field.data = number.text if number else ""


class EnrolForm(Form):
    pupils = CheckboxesField(later("Pupils"), [ticked(later("Tick at least one pupil"))])
    from_on = DayField(later("On the course from"), [InputRequired(later("Enter the first day"))])
    to_on = DayField(
        later("Until"), [Optional(), NotBefore("from_on", later("The last day cannot be before the first"))]
    )

    def __init__(self, *args: Any, pupils: Sequence[Pupil], names: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pupils.choices = choices(
            (pupil.id, f"{names[pupil.id]}, {year_label(pupil.year_group)}") for pupil in pupils
        )


class EndForm(Form):
    """The last day of something."""

    to_on = DayField(later("Last day"), [InputRequired(later("Enter the last day"))])


class LeaveForm(EndForm):
    """The last day in a partnership, and what ends with it."""

    with_pupils = BooleanField(later("Take our pupils off the courses of other schools on that day"))


class ConfirmForm(Form):
    """Nothing but a token: the person presses the button."""


class PastoralForm(Form):
    person_id = SelectField(later("Who it is"), coerce=int)

    def __init__(self, *args: Any, staff: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = choices([(0, _("Nobody")), *((person.id, person.name) for person in staff)])


class InviteForm(Form):
    name = TextField(
        later("Name"),
        [
            InputRequired(later("Enter the person's name")),
            Length(max=120, message=later("Use 120 characters or fewer")),
        ],
    )
    email = TextField(
        later("E-mail address"),
        [InputRequired(later("Enter an e-mail address")), Email(later("Enter an address like name@school.org"))],
    )
    kind = RadioField(later("Role"), [InputRequired(later("Choose a role"))])

    def __init__(self, *args: Any, roles: Mapping[RoleKind, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices(roles.items())


class UploadForm(Form):
    file = FileField(later("File"), [FileRequired(later("Choose a file"))])


class ColumnsForm(Form):
    """One select for each thing an import can take: the column that holds it."""

    mis_id = SelectField()
    upn = SelectField()
    given_name = SelectField()
    family_name = SelectField()
    year_group = SelectField()
    course = SelectField()
    from_on = SelectField()
    to_on = SelectField()

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in FIELDS:
            field = self[one.name]
            field.label.text, field.description = one.label, one.hint
            field.choices = choices([("", _("Not in this file")), *((heading, heading) for heading in headings)])

    @property
    def mapping(self) -> dict[str, str]:
        """Field to heading, for those that were chosen."""
        return {one.name: self[one.name].data for one in FIELDS if self[one.name].data}


def pupil_data(pupil: Pupil, identity: Identity) -> dict[str, str]:
    """What a pupil's form begins with, for whoever may read it."""
    return {
        "year_group": pupil.year_group,
        "given_name": identity.given_name,
        "family_name": identity.family_name,
        "upn": identity.upn,
        "mis_id": identity.mis_id,
    }
