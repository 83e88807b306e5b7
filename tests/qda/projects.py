"""Projects to write and read: one by hand with everything in it, and any number that nobody thought of."""

from uuid import UUID

from hypothesis import strategies as st

from app.qda.model import (
    Case,
    Code,
    Coding,
    Gathered,
    Link,
    Note,
    Project,
    Selection,
    Source,
    User,
    Value,
    ValueKind,
    Variable,
)


def guid(number: int) -> str:
    """A guid that is easy to tell from others."""
    return str(UUID(int=0xABCDEF << 100 | number))


TEXT = "T1: Zoë said 😀 “we\nlearned a lot”.\n\nInterviewer: And then?\n\nT1: The bus was late."
WHEN = "2026-09-01T10:00:00Z"
ANNA, BEN = User(guid(1), "Coder Anna"), User(guid(2), "Coder Ben")
VALUES = {
    ValueKind.TEXT: "teacher",
    ValueKind.BOOLEAN: "true",
    ValueKind.INTEGER: "12",
    ValueKind.FLOAT: "0.5",
    ValueKind.DATE: "2026-09-01",
    ValueKind.DATE_TIME: WHEN,
}


def marked(number: int, words: str, *codings: Coding) -> Selection:
    start = TEXT.index(words)
    name = " ".join(words.split())
    return Selection(guid(number), start, start + len(words), name, user=ANNA.guid, codings=codings)


def everything() -> Project:
    """Two coders, codes under a heading, a variable of each kind, a case, notes, a link, a set."""
    variables = tuple(Variable(guid(40 + at), f"V {kind}", kind) for at, kind in enumerate(VALUES))
    values = tuple(Value(one.guid, one.kind, VALUES[one.kind]) for one in variables)

    source = Source(
        guid(20),
        "Interview 1",
        TEXT,
        "With a teacher",
        ANNA.guid,
        WHEN,
        selections=(
            marked(21, "Zoë said 😀 “we\nlearned a lot”."),
            marked(22, "The bus was late."),
            marked(23, "“we\nlearned a lot”", Coding(guid(30), guid(11), ANNA.guid, WHEN, (guid(50),))),
            marked(24, "learned a lot", Coding(guid(31), guid(12), BEN.guid, WHEN)),
            marked(25, "The bus was late", Coding(guid(32), guid(13), BEN.guid, WHEN)),
        ),
        notes=(guid(51),),
    )
    codes = (
        Code(guid(10), "Learning", is_codable=False, codes=(
            Code(guid(11), "Pupils", colour="#1d70b8", description="What pupils gain", notes=(guid(51),)),
            Code(guid(12), "Staff & others"),
        )),
        Code(guid(13), "Getting there"),
    )  # fmt: skip
    case = Case(guid(60), "T1", "A teacher", values=values, sources=(guid(20),), selections=(guid(21), guid(22)))
    notes = (
        Note(guid(50), "Memo", "Is it <so>?\nLook again", ANNA.guid, WHEN),
        Note(guid(51), "Journal", "", BEN.guid),
    )
    return Project(
        "A study",
        "Lateral",
        "What changed",
        ANNA.guid,
        WHEN,
        users=(ANNA, BEN),
        codes=codes,
        variables=variables,
        cases=(case,),
        sources=(source, Source(guid(26), "Empty", "")),
        notes=notes,
        links=(Link(guid(70), "leads to", "OneWay", "#ff0000", guid(24), guid(50)),),
        sets=(Gathered(guid(80), "Teachers", codes=(guid(13),), sources=(guid(20),), notes=(guid(51),)),),
        about=(guid(51),),
    )


SIGNS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff")
WORDS = st.text(SIGNS | st.sampled_from("\n\t😀é<&"), max_size=60)
LINES = st.text(SIGNS, max_size=20).map(lambda text: " ".join(text.split()))
NAMES = LINES.map(lambda text: text or "x")
"""What must have a name gets one."""


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A project in which every reference leads somewhere and every guid is its own."""
    numbers = iter(range(1, 10_000))
    users = tuple(User(guid(next(numbers)), draw(LINES)) for _ in range(draw(st.integers(0, 3))))
    notes = tuple(
        Note(guid(next(numbers)), draw(LINES), draw(WORDS), draw(_any(users)), draw(st.sampled_from(["", WHEN])))
        for _ in range(draw(st.integers(0, 3)))
    )
    codes = tuple(draw(_codes(numbers, notes, 2)) for _ in range(draw(st.integers(0, 3))))
    flat = [one for code in codes for one in (code, *code.codes)]
    kinds = draw(st.lists(st.sampled_from(list(ValueKind)), max_size=4))
    variables = tuple(Variable(guid(next(numbers)), draw(NAMES), kind, draw(WORDS)) for kind in kinds)
    sources = tuple(draw(_sources(numbers, users, flat, notes)) for _ in range(draw(st.integers(0, 3))))
    selections = [one for source in sources for one in source.selections]
    cases = tuple(
        Case(
            guid(next(numbers)), draw(NAMES), draw(WORDS), draw(_some(flat)), draw(_values(variables)),
            draw(_some(sources)), draw(_some(selections)),
        )
        for _ in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    sets = tuple(
        Gathered(guid(next(numbers)), draw(NAMES), draw(WORDS), draw(_some(flat)), draw(_some(sources)))
        for _ in range(draw(st.integers(0, 2)))
    )
    ends = [*flat, *sources, *selections, *notes, *cases]
    links = tuple(
        Link(guid(next(numbers)), draw(LINES), "Associative", "", draw(_any(ends)), draw(_any(ends)))
        for _ in range(draw(st.integers(0, 2)) if ends else 0)
    )
    return Project(
        draw(NAMES), "Lateral", draw(WORDS), draw(_any(users)), WHEN, users, codes, variables, cases, sources, notes,
        tuple(one for one in links if one.origin and one.target), sets, draw(_some(notes)),
    )  # fmt: skip


def _any(things):
    """The guid of one of them, or none."""
    return st.sampled_from(["", *(one.guid for one in things)])


def _some(things):
    return st.lists(st.sampled_from(things), max_size=3, unique=True).map(
        lambda found: tuple(one.guid for one in found)
    ) if things else st.just(())  # fmt: skip


def _values(variables):
    def known(one):
        return st.sampled_from([Value(one.guid, one.kind, VALUES[one.kind]), Value(one.guid, ValueKind.TEXT, None)])

    return st.tuples(*map(known, variables))


@st.composite
def _codes(draw, numbers, notes, deep):
    under = tuple(draw(_codes(numbers, notes, 0)) for _ in range(draw(st.integers(0, deep))))
    colour = draw(st.sampled_from(["", "#1d70b8"]))
    return Code(guid(next(numbers)), draw(NAMES), draw(st.booleans()), colour, draw(WORDS), draw(_some(notes)), under)


@st.composite
def _sources(draw, numbers, users, codes, notes):
    text = draw(WORDS)
    selections = []
    for _ in range(draw(st.integers(0, 3)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        marks = tuple(
            Coding(guid(next(numbers)), draw(_any(codes)), draw(_any(users)), WHEN, draw(_some(notes)))
            for _ in range(draw(st.integers(0, 2)) if codes else 0)
        )
        kept = tuple(one for one in marks if one.code)
        selections.append(Selection(guid(next(numbers)), start, end, draw(LINES), codings=kept))
    return Source(guid(next(numbers)), draw(LINES), text, draw(WORDS), draw(_any(users)), selections=tuple(selections))
