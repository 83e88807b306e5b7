"""Forms of studies: fields and messages; they are told their choices."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.studies.actions import StudyFields
from app.waves.models import Survey
from app.web.forms import DayField, Form, TextField
from app.web.languages import _, later


class StudyForm(Form):
    title = TextField(
        later("Title"),
        [InputRequired(later("Enter a title")), Length(max=120, message=later("Use 120 characters or fewer"))],
    )
    about = TextAreaField(
        later("What it should find out"),
        [Optional(), Length(max=1000, message=later("Use 1,000 characters or fewer"))],
        default="",
    )
    survey_id = SelectField(later("Survey it helps to understand"), default="", coerce=lambda value: str(value or ""))
    sheet_version = TextField(
        later("Version of the information sheet"),
        [Optional(), Length(max=40, message=later("Use 40 characters or fewer"))],
        default="",
    )
    withdraw_until = DayField(later("Words can be taken out until"), [Optional()])

    def __init__(self, *args: Any, surveys: Sequence[Survey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [SelectChoice(str(survey.id), survey.title) for survey in surveys]
        self.survey_id.choices = [SelectChoice("", _("None")), *listed]

    @property
    def fields(self) -> StudyFields:
        """What was typed."""
        return StudyFields(
            title=self.title.data or "",
            about=self.about.data or "",
            sheet_version=self.sheet_version.data or "",
            withdraw_until=self.withdraw_until.data,
            survey_id=int(self.survey_id.data) if self.survey_id.data else None,
        )
