"""The one form a pupil types into."""

from wtforms import Form, StringField
from wtforms.validators import InputRequired, Length

from app.waves.codes import CARD_LENGTH, CLASS_LENGTH, MOST_TYPED, plain


class EnterForm(Form):
    """Class code and card code, in whatever case and grouping. The token is checked by the slice."""

    class_code = StringField(
        "Class code", [InputRequired("Type the class code. Your teacher can tell you."), Length(max=MOST_TYPED)]
    )
    card_code = StringField("Card code", [InputRequired("Type the code that is on your card."), Length(max=MOST_TYPED)])

    def refuse(self, field: str, sentence: str) -> None:
        """Say beside a field why its code was not taken."""
        self[field].errors = [sentence]

    def validate_lengths(self) -> bool:
        """True when both codes have the symbols a code has."""
        if len(plain(self.class_code.data or "")) != CLASS_LENGTH:
            self.refuse("class_code", f"A class code has {CLASS_LENGTH} letters and figures. Check it again.")
        if len(plain(self.card_code.data or "")) != CARD_LENGTH:
            self.refuse("card_code", f"A card code has {CARD_LENGTH} letters and figures. Check it again.")
        return not self.errors
