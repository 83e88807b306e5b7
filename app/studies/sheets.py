"""Information sheets with the form to sign, in our own words: one for each role, for carers and for a head.

A pupil's sheet is written for a reader of nine.
"""

from dataclasses import dataclass

from app.studies.models import Study
from app.web.filters import day
from app.web.languages import _, later

KINDS: dict[str, str] = {
    "leader": later("Leaders"),
    "teacher": later("Teachers"),
    "support": later("Support staff"),
    "pupil": later("Pupils"),
    "other": later("Others"),
    "carer": later("Parents and carers"),
    "head": later("Heads, for the school's permission"),
}


@dataclass(frozen=True)
class Sheet:
    """What is handed out: parts with their sentences, then boxes to tick, then lines to sign."""

    title: str
    parts: list[tuple[str, list[str]]]
    ask: str
    ticks: list[str]
    lines: list[str]


def sheet_of(study: Study, kind: str) -> Sheet:
    """The sheet of that kind; KeyError when there is none."""
    makers = {"pupil": _for_pupil, "carer": _for_carer, "head": _for_head}
    return makers.get(kind, _for_adult)(study, KINDS[kind])


def _for_adult(study: Study, audience: str) -> Sheet:
    parts = [
        (_("What it is about"), _about(study)),
        (
            _("What we ask of you"),
            [
                _("We ask you to talk with us about the programme: alone, with colleagues, or in writing."),
                _("You choose whether to take part. Nobody decides for you, and you need not say why."),
                _("You may leave out any question and stop at any time."),
            ],
        ),
        (_("What happens to your words"), _what_happens(study)),
        (_("If you change your mind"), _change_of_mind(study)),
    ]
    if audience in (KINDS["leader"], KINDS["support"]):
        few = _("Few people do your work, so readers might guess who spoke. We look with you at what may be quoted.")
        parts[2][1].append(few)
    ticks = [
        _("I take part."),
        _("My voice may be recorded. The recording is deleted when I have agreed to the written words."),
        _("My words may be quoted, word for word, under a pseudonym."),
        _("Beside a quotation my role and my school may be named."),
        _("Other researchers may use my words later, without my name."),
    ]
    ask = _("Please tick what you agree to. Leave empty what you do not want.")
    return Sheet(_("Would you like to take part?"), parts, ask, ticks, _signature())


def _for_pupil(study: Study, audience: str) -> Sheet:
    parts = [
        (
            _("What is it?"),
            [
                _("We want to know what your course is like for you."),
                _("You sit with some other pupils, and we ask a few things. It takes about half an hour."),
                _("It is not a test. You can say what you think."),
            ],
        ),
        (
            _("Do I have to?"),
            [
                _("No. You choose. You can say no, and nobody will mind."),
                _("You can say as much as you like, or nothing. You can go when you want."),
                _("Your mum, dad or carer knows about it too. They can say no for you."),
            ],
        ),
        (
            _("What happens with what I say?"),
            [
                _("We write it down. We do not put your name with it."),
                _("Please do not say the names of other people."),
                _("If you tell us that someone gets hurt, we must tell a person who can help."),
                _("If you want us to take your words out, tell us or ask a teacher to tell us."),
            ],
        ),
    ]
    ticks = [
        _("I want to take part."),
        _("You may record my voice."),
        _("You may show people what I said, but not my name."),
        _("Other people who look at schools may read what I said, but not my name."),
    ]
    return Sheet(
        _("Do you want to talk with us?"), parts, _("Tick what is fine with you."), ticks, [_("My name"), _("Date")]
    )


def _for_carer(study: Study, audience: str) -> Sheet:
    parts = [
        (
            _("What it is about"),
            [
                *_about(study),
                _("We would like to talk with pupils about their course, in a small group, for about half an hour."),
                _("A second adult of the school sits with the group. Your child's own teacher does not lead it."),
            ],
        ),
        (
            _("What happens to your child's words"),
            [
                _("They are written down without your child's name. Names are sealed."),
                _("Your child is asked too, and may say no, leave out a question, or go."),
                _("If a child says that somebody is being hurt, we tell the person at the school who can help."),
            ],
        ),
        (
            _("What you can do"),
            [
                _("If you are content, you need do nothing."),
                _("If you do not want it, send back the slip or tell the school. You need not say why."),
                _("You can say no later, too. Then your child's words are shown nowhere any more."),
            ],
        ),
    ]
    ticks = [_("I do not want my child to take part.")]
    ask = _("Only if you say no: tick, sign, and send it back to the school.")
    lines = [_("Name of the child"), _("Name of the parent or carer"), _("Signature"), _("Date")]
    return Sheet(_("We would like to talk with your child"), parts, ask, ticks, lines)


def _for_head(study: Study, audience: str) -> Sheet:
    parts = [
        (_("What it is about"), _about(study)),
        (
            _("What your yes means"),
            [
                _("We may ask leaders, teachers, support staff and pupils of your school to talk with us."),
                _("Each of them is asked as well, and may say no. For a pupil a parent or carer may say no."),
                _("We do not tell you what one person said. You read what the study found."),
                _("You may take your yes back at any time, and need not say why."),
            ],
        ),
        (_("What happens to the words"), _what_happens(study)),
    ]
    ticks = [_("People of my school may be asked to take part.")]
    lines = [_("School"), _("Name"), _("Signature"), _("Date")]
    return Sheet(_("May people of your school take part?"), parts, _("Please tick and sign."), ticks, lines)


def _about(study: Study) -> list[str]:
    title = _("“%(title)s” is a study of %(partnership)s.", title=study.title, partnership=study.partnership.name)
    return [title, *([study.about] if study.about else [])]


def _what_happens(study: Study) -> list[str]:
    return [
        _("What is said is written down under a pseudonym. Names are sealed, and read only by those who do the study."),
        _("Whoever was asked reads what was written down, and may correct it or strike words out."),
        _("Nothing is quoted before its speaker agreed to it. A group agrees together."),
        _("If we hear that a child is being hurt, we tell the person at the school who can help."),
    ]


def _change_of_mind(study: Study) -> list[str]:
    words = [_("Tell us, and from that moment your words are shown nowhere any more. You need not say why.")]
    if study.withdraw_until:
        until = day(study.withdraw_until)
        words.append(_("What is printed before cannot be called back, so tell us by %(day)s if you can.", day=until))
    return words


def _signature() -> list[str]:
    return [_("Name"), _("Signature"), _("Date")]
