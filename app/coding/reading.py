"""The gate of words, for the rooms of coding: whoever shows, exports or counts a passage asks here.

What decides is in `app.interviews.reading`, which the pages of transcripts need as well.
"""

from app.interviews.reading import (
    APPROVED,
    TAKEN_OUT,
    OpenPlaces,
    Passage,
    Reading,
    Refusal,
    list_closed_words,
    open_places_of,
    reading_of,
    readings_of,
)

__all__ = [
    "APPROVED",
    "TAKEN_OUT",
    "OpenPlaces",
    "Passage",
    "Reading",
    "Refusal",
    "list_closed_words",
    "open_places_of",
    "reading_of",
    "readings_of",
]
