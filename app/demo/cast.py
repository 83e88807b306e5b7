"""Who and what the demo is about. Town, schools, staff and pupils are invented and cannot be taken for real ones."""

from dataclasses import dataclass

TOWN = "Saltmere"
PARTNERSHIP = "Saltmere Learning Partnership"
ABOUT = "Five schools and colleges of one town teach courses together. A fictional partnership for trying Lateral out."
SURVEY = "School and me, this year"
FIRST_URN = 900_001  # beyond any number that was given to a school
AUTHORITY = "899"  # of a UPN: no local authority has this number


@dataclass(frozen=True)
class Place:
    """A school or college; `pupils` counts those who take part, by year group."""

    key: str
    name: str
    phase: str
    type: str
    head: str
    pupils: dict[str, int]


PLACES = (
    Place("sports", "Saltmere Sports College", "secondary", "Specialist sports college", "Demo Head, Sports",
          {"9": 5, "10": 6, "11": 4}),
    Place("arts", "Saltmere College of Performing Arts", "secondary", "Specialist performing arts college",
          "Demo Head, Arts", {"9": 4, "10": 5, "11": 4}),
    Place("special", "Heron Lane School", "special", "Special school", "Demo Head, Heron Lane",
          {"9": 2, "10": 3, "11": 4}),
    Place("deaf", "Bellwood Grammar School for the Deaf", "special", "Grammar school for deaf pupils",
          "Demo Head, Bellwood", {"9": 2, "10": 2, "11": 2}),
    Place("further", "Saltmere Further Education College", "16 plus", "Further education college",
          "Demo Principal", {}),
)  # fmt: skip


@dataclass(frozen=True)
class Programme:
    """A course: who teaches it, and which pupils of which school and year (first and last + 1) are on it."""

    key: str
    title: str
    host: str
    qualification: str
    groups: tuple[tuple[str, str, int, int], ...]


PROGRAMMES = (
    Programme("leaders", "Sport leaders", "sports", "Level 1 award",
              (("sports", "9", 0, 2), ("sports", "10", 0, 3), ("special", "11", 0, 2))),
    Programme("diploma", "Sports diploma", "sports", "Level 2 diploma",
              (("sports", "10", 3, 6), ("sports", "11", 0, 2), ("arts", "10", 0, 1), ("deaf", "10", 0, 1))),
    Programme("drama", "Drama together", "arts", "GCSE",
              (("arts", "9", 0, 3), ("arts", "10", 1, 3), ("deaf", "9", 0, 2), ("special", "9", 0, 1))),
    Programme("dance", "Dance", "arts", "Level 2 award",
              (("arts", "10", 3, 5), ("arts", "11", 0, 2), ("sports", "9", 2, 5))),
    Programme("music", "Music technology", "arts", "Level 1 certificate",
              (("arts", "11", 2, 4), ("arts", "9", 3, 4), ("special", "10", 0, 2), ("deaf", "10", 1, 2))),
    Programme("theatre", "Signed theatre", "deaf", "",
              (("deaf", "11", 0, 2), ("arts", "10", 1, 3), ("special", "11", 2, 3), ("sports", "11", 2, 3))),
    Programme("outdoors", "Outdoor learning", "special", "Entry level award",
              (("special", "9", 1, 2), ("special", "10", 2, 3), ("special", "11", 3, 4), ("sports", "11", 3, 4),
               ("sports", "9", 0, 2))),
    Programme("catering", "Catering, after school", "further", "",
              (("sports", "11", 0, 2), ("special", "11", 0, 2), ("arts", "11", 0, 1), ("deaf", "11", 0, 1))),
)  # fmt: skip

OPEN_NOW = "leaders"  # the course whose lesson is open when the demo starts
ANSWERED_AFTER = ("diploma", "drama", "dance")  # courses that have sat the last wave already

GIVEN_NAMES = (
    "Acorn", "Amberly", "Bramble", "Breeze", "Cinder", "Clover", "Cricket", "Dapple", "Drizzle", "Ember", "Fern",
    "Flint", "Frostie", "Gorse", "Harbor", "Icicle", "Indigo", "Jumper", "Kestrel", "Lantern", "Linnet", "Marble",
    "Meadow", "Minnow", "Nettle", "Nutmeg", "Otter", "Pebble", "Pepper", "Plover", "Puffin", "Quill", "Ripple",
    "Rush", "Saffron", "Shale", "Sparrow", "Thistle", "Tinder", "Velvet", "Walnut", "Willow", "Zephyr",
)  # fmt: skip
FAMILY_NAMES = (
    "Applecart", "Barleyfold", "Candlewright", "Dewberrow", "Eastmarsh-Gull", "Featherstile", "Greenkettle",
    "Hollowbrook", "Inkwell-Moss", "Juniperfield", "Kitewood", "Lamplighter", "Mossgather", "Nightjarrow",
    "Oatenshaw", "Pondwater", "Quillfeather",
)  # fmt: skip
