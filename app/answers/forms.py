"""The one form a pupil types into."""

from typing import Any

from wtforms import Form, StringField
from wtforms.validators import InputRequired, Length

from app.waves.codes import CARD_LENGTH, CLASS_LENGTH, MOST_TYPED, plain
from app.web.languages import later as _

NOT_TOO_LONG = Length(max=MOST_TYPED, message=_("That is too long for a code. Check it again."))


class EnterForm(Form):
    """Class code and card code, in whatever case and grouping. The token is checked by the slice."""

    class_code = StringField(
        validators=[InputRequired(_("Type the class code. Your teacher can tell you.")), NOT_TOO_LONG]
    )
    card_code = StringField(validators=[InputRequired(_("Type the code that is on your card.")), NOT_TOO_LONG])

    def refuse(self, field: str, sentence: Any) -> None:
        """Say beside a field why its code was not taken."""
        self[field].errors = [sentence]

    def validate_lengths(self) -> bool:
        """True when both codes have the symbols a code has."""
        if len(plain(self.class_code.data or "")) != CLASS_LENGTH:
            self.refuse("class_code", _("A class code has %(n)s letters and figures. Check it again.", n=CLASS_LENGTH))
        if len(plain(self.card_code.data or "")) != CARD_LENGTH:
            self.refuse("card_code", _("A card code has %(n)s letters and figures. Check it again.", n=CARD_LENGTH))
        return not self.errors
