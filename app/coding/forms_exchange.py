"""Forms of a code book's file."""

from flask_wtf.file import FileField, FileRequired

from app.web.forms import Form
from app.web.languages import later


class BookForm(Form):
    """One file."""

    file = FileField(later("Code book (.qdc)"), [FileRequired(later("Choose a file"))])


class PressForm(Form):
    """Nothing but a token: the person presses the button."""
