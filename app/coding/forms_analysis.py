"""Forms of the grid and of findings: fields and messages; they are told their choices."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.coding.conclusions import FindingFields, SourceFields
from app.coding.grid import Cell
from app.coding.words import IMPACTS, SOURCES
from app.instruments.model import Scale
from app.waves.models import Survey
from app.web.forms import CheckboxesField, Form, TextField, whole
from app.web.languages import _, later


class SummaryForm(Form):
    text = TextAreaField(
        later("Summary"),
        [Optional(), Length(max=4000, message=later("Use 4,000 characters or fewer"))],
        default="",
    )
    codings = CheckboxesField(later("Passages it rests on"), validate_choice=False)
    version = IntegerField(widget=HiddenInput(), default=0)

    def __init__(self, *args: Any, cell: Cell, **kwargs: Any) -> None:
        chosen = [str(number) for number in cell.linked]
        super().__init__(*args, text=cell.text, version=cell.version, codings=chosen, **kwargs)
        self.codings.choices = [SelectChoice(str(one.id), one.text) for one in cell.quotations]

    @property
    def chosen_ids(self) -> list[int]:
        """The passages that were ticked."""
        return [number for value in self.codings.data or () if (number := whole(value))]


class FindingForm(Form):
    claim = TextField(
        later("Claim"),
        [InputRequired(later("Enter a claim")), Length(max=500, message=later("Use 500 characters or fewer"))],
    )
    about = TextAreaField(
        later("More about it"),
        [Optional(), Length(max=2000, message=later("Use 2,000 characters or fewer"))],
        default="",
    )
    impact = RadioField(later("On whom"), default="pupils")
    is_tentative = BooleanField(later("It is tentative: count it as no stronger than supported"))
    version = IntegerField(widget=HiddenInput(), default=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.impact.choices = [SelectChoice(key, str(label)) for key, label in IMPACTS.items()]

    @property
    def fields(self) -> FindingFields:
        """What was typed."""
        return FindingFields(
            claim=self.claim.data or "",
            about=self.about.data or "",
            impact=self.impact.data,
            is_tentative=bool(self.is_tentative.data),
        )


class SourceForm(Form):
    kind = RadioField(later("What it is"), validators=[InputRequired(later("Choose what it is"))])
    side = RadioField(later("It speaks"), default="for")
    scale = SelectField(later("For a survey: which change"), default="", coerce=lambda value: str(value or ""))
    words = TextField(
        later("What it says, and where it is found"),
        [InputRequired(later("Say what it says")), Length(max=500, message=later("Use 500 characters or fewer"))],
    )

    def __init__(self, *args: Any, scales: Iterable[tuple[Survey, Sequence[Scale]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(key, str(label)) for key, label in SOURCES.items()]
        self.side.choices = [SelectChoice("for", _("for the claim")), SelectChoice("against", _("against it"))]
        offered = [
            SelectChoice(f"{survey.id}:{scale.id}", f"{survey.title}: {scale.title}")
            for survey, measured in scales
            for scale in measured
        ]
        self.scale.choices = [SelectChoice("", _("None")), *offered]

    def validate_scale(self, field: Any) -> None:
        """A survey speaks by the change of one of its scales."""
        if self.kind.data == "survey" and not field.data:
            raise ValidationError(_("Choose the change of a survey"))

    @property
    def fields(self) -> SourceFields:
        """What was typed; the change of a scale belongs to a survey alone."""
        survey_id, _colon, scale_id = (self.scale.data or "").partition(":")
        is_survey = self.kind.data == "survey"
        return SourceFields(
            kind=self.kind.data,
            side=self.side.data,
            survey_id=int(survey_id) if is_survey else None,
            scale_id=scale_id if is_survey else "",
            words=self.words.data or "",
        )
