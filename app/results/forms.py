"""The controls of a results page: they only look, so they are sent by GET."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import ValidationError

from app.results.compared import Compared


class WavesForm(FlaskForm):
    """Which two waves are compared."""

    class Meta:
        csrf = False  # nothing is changed

    first = SelectField("From", coerce=int)
    last = SelectField("To", coerce=int)

    def __init__(self, *args: Any, compared: Compared, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(wave.id, wave.name.capitalize()) for wave in compared.waves]
        self.first.choices, self.last.choices = choices, choices
        self._order = [wave.id for wave in compared.waves]

    def validate_last(self, field: SelectField) -> None:
        if self.first.data in self._order and self._order.index(field.data) <= self._order.index(self.first.data):
            raise ValidationError("Choose a wave that comes later than the first one")
