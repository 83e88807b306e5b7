"""The base of every form: CSRF, and fields that take bad posts kindly."""

from datetime import date
from typing import Any

from flask import request
from flask_wtf import CSRFProtect, FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import DateField, FileField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.languages import _, later

csrf = CSRFProtect()


class OwnWords:
    """What WTForms says by itself is looked up where our own sentences are."""

    def gettext(self, sentence: str) -> str:
        return _(sentence)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """WTForms fills the gaps itself, so each form is looked up as it stands."""
        return _(one if count == 1 else many)


WTFORMS_SAYS = (
    later("Not a valid choice."),
    later("Not a valid integer value."),
    later("Not a valid date value."),
    later("Not a valid time value."),
    later("This field is required."),
    later("'%(value)s' is not a valid choice for this field."),
    later("'%(value)s' are not valid choices for this field."),
)
"""Collected here for the catalogs; the words are WTForms' own."""


class Form(FlaskForm):
    """Base of all staff forms."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> OwnWords:
            """Ours, for every language that has a catalog."""
            return OwnWords()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent as a form: files where one is asked for and nowhere else. Nothing is read from JSON."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if not form.is_submitted():
                return None
            asked = {field.name for field in form if isinstance(field, FileField)}
            files = MultiDict((name, file) for name, file in request.files.items(multi=True) if name in asked)
            return CombinedMultiDict((files, request.form))

    def add_error(self, field: str, sentence: str) -> None:
        """Put a refusal that an action raised beside the field it is about."""
        named = self[field]
        named.errors = [*named.errors, sentence]


def whole(text: str | None) -> int | None:
    """A number that a row may have, from whatever an address or a form sent; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def trimmed(value: str | None) -> str | None:
    """Text without the spaces around it, and with single ones inside."""
    return " ".join(value.split()) if value else value


class TextField(StringField):
    """One line of text, trimmed. Spaces alone are nothing, to `InputRequired` too."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = trimmed(self.data)
        self.raw_data = [self.data] if valuelist else []


class DayField(DateField):
    """A date: the browser's own picker sends ISO, people type 22/11/2026."""

    data: Any

    def __init__(self, label: str, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("format", ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y"])
        super().__init__(label, validators, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(_("Enter a real date, like %(day)s", day="22/11/2026")) from None


class CheckboxesField(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NotBefore:
    """The date may not lie before another field's date."""

    def __init__(self, other: str, sentence: str) -> None:
        self.other, self.sentence = other, sentence

    def __call__(self, form: Any, field: Any) -> None:
        first: date | None = form[self.other].data
        if first and field.data and field.data < first:
            raise ValidationError(self.sentence)
