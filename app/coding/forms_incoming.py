"""Forms of projects and code books that come in: a file, and what is chosen on the preview of a project."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Length, Optional

from app.coding.incoming import Incoming, Somebody
from app.coding.incoming_people import LONGEST_PSEUDONYM, Agreed, Chosen, pseudonym_of, role_of
from app.coding.incoming_storing import LONGEST_TITLE, Wanted
from app.qda.cleaning import one_line
from app.schools.models import School
from app.studies.forms_people import not_in_future
from app.studies.models import ParticipantRole
from app.studies.words import ROLES
from app.web.forms import DayField, Form, TextField
from app.web.languages import _, later


class ProjectForm(Form):
    """One file."""

    file = FileField(later("Project (.qdpx)"), [FileRequired(later("Choose a file"))])


class StoreForm(Form):
    """What is said of the study and of each person before a project is stored."""

    title = TextField(
        later("Title of the study"),
        [InputRequired(later("Enter a title")), Length(max=120, message=later("Use 120 characters or fewer"))],
    )
    school = SelectField(later("School of everybody for whom you choose none below"), default="")
    all_agreed = BooleanField(later("Everybody in this project agreed to take part, and I have their word for it"))
    given_on = DayField(later("Day on which they agreed"), [Optional(), not_in_future])
    sheet_version = TextField(
        later("Version of the information sheet"),
        [Optional(), Length(max=40, message=later("Use 40 characters or fewer"))],
    )
    people: Sequence[Somebody] = ()
    schools: dict[str, School]

    def row(self, at: int) -> list[Any]:
        """The fields of one person."""
        return [self[f"{name}_{at}"] for name in ("role", "pseudonym", "school", "agreed")]

    def chosen(self) -> dict[str, Chosen]:
        """Key of each person to what was chosen; those who are no people have no role."""
        return {one.key: self._chosen(at) for at, one in enumerate(self.people)}

    def _chosen(self, at: int) -> Chosen:
        role, pseudonym, school, agreed = (one.data for one in self.row(at))
        place = school or ("" if role == ParticipantRole.OTHER else self.school.data)
        return Chosen(role, pseudonym or "", self.schools.get(place), bool(agreed or self.all_agreed.data))

    @property
    def wanted(self) -> Wanted:
        """What was typed, of a form without errors."""
        day, sheet = self.given_on.data, self.sheet_version.data
        return Wanted(self.title.data, self.chosen(), Agreed(day, sheet) if day and sheet else None)

    def validate(self, extra_validators: Any = None) -> bool:
        """Beside each field: schools of those who work or learn at one, and what consent needs."""
        is_fine = bool(super().validate(extra_validators))
        chosen = list(self.chosen().values())
        for at, one in enumerate(chosen):
            if one.role not in ("", ParticipantRole.OTHER) and one.school is None:
                self.add_error(f"school_{at}", _("Choose a school, or the role “Somebody else”"))
                is_fine = False
        return self._validate_agreed(any(one.has_agreed for one in chosen)) and is_fine

    def _validate_agreed(self, anybody: bool) -> bool:
        lacks = []
        if anybody and not self.given_on.data and not self.given_on.errors:
            lacks.append(("given_on", _("Enter the day")))
        if anybody and not self.sheet_version.data:
            lacks.append(("sheet_version", _("Enter which sheet it was, like “Sheet 2”")))
        if self.given_on.data and not anybody:
            lacks.append(("all_agreed", _("Tick who agreed, or leave the day empty")))
        for field, sentence in lacks:
            self.add_error(field, sentence)
        return not lacks


def store_form(incoming: Incoming, schools: Sequence[School]) -> StoreForm:
    """The form with a row for everybody, filled with what is proposed."""
    fields: dict[str, Any] = {}
    data: dict[str, str] = {"title": one_line(incoming.project.name, LONGEST_TITLE)}
    listed = [SelectChoice("", _("None")), *(SelectChoice(str(one.id), one.name) for one in schools)]
    for at, one in enumerate(incoming.people):
        fields |= _row(at, one, listed)
        data |= {f"role_{at}": role_of(one, incoming), f"pseudonym_{at}": pseudonym_of(one, incoming)}
    made = type("StoreForm", (StoreForm,), fields)(data=data)
    made.school.choices = listed
    made.people, made.schools = incoming.people, {str(one.id): one for one in schools}
    return made  # type: ignore[no-any-return]


def _row(at: int, one: Somebody, schools: list[SelectChoice]) -> dict[str, Any]:
    roles = [SelectChoice(str(role), label) for role, label in ROLES.items()]
    nobody = [SelectChoice("", _("No person: leave out"))] if one.guid else []
    most = Length(max=LONGEST_PSEUDONYM, message=later("Use 40 characters or fewer"))
    return {
        f"role_{at}": SelectField(later("Role"), choices=[*roles, *nobody]),
        f"pseudonym_{at}": TextField(later("Pseudonym"), [Optional(), most]),
        f"school_{at}": SelectField(later("School"), choices=schools, default=""),
        f"agreed_{at}": BooleanField(later("Agreed to take part")),
    }
