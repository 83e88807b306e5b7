"""The controls of a results page, which only look and so are sent by GET; and the reason for a bridge."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired, Length, ValidationError

from app.results.compared import Compared
from app.web.forms import Form, TextField
from app.web.languages import _, later


class BridgeForm(Form):
    """Why two forms may be compared."""

    reason = TextField(
        later("Why may they be compared?"),
        [
            InputRequired(later("Say why, for whoever reads the figures later")),
            Length(max=500, message=later("Use 500 characters or fewer")),
        ],
    )


class WavesForm(FlaskForm):
    """Which two waves are compared."""

    class Meta:
        csrf = False  # nothing is changed

    first = SelectField(later("From"), coerce=int)
    last = SelectField(later("To"), coerce=int)

    def __init__(self, *args: Any, compared: Compared, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(wave.id, wave.heading) for wave in compared.waves]
        self.first.choices, self.last.choices = choices, choices
        self._order = [wave.id for wave in compared.waves]

    def validate_last(self, field: SelectField) -> None:
        chosen = self.first.data, field.data
        if all(wave in self._order for wave in chosen) and self._order.index(chosen[1]) <= self._order.index(chosen[0]):
            raise ValidationError(_("Choose a wave that comes later than the first one"))
