"""The languages that pupils' screens are offered in: each by its own name, and the way it is written."""

from dataclasses import dataclass

ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """`name` is what its readers call it, `english` what staff do; `direction` is that of its lines, as HTML has it."""

    code: str
    name: str
    english: str
    direction: str = "ltr"


LANGUAGES = {
    one.code: one
    for one in (
        Language(ENGLISH, "English", "English"),
        Language("cy", "Cymraeg", "Welsh"),
        Language("pl", "Polski", "Polish"),
        Language("uk", "Українська", "Ukrainian"),
        Language("ar", "العربية", "Arabic", "rtl"),
        Language("ur", "اردو", "Urdu", "rtl"),
    )
}
"""In the order in which they are offered. Pupils' screens have words in these, and in no others."""
