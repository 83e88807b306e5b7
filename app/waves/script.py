"""What a teacher can say to the class, part by part."""

from app.instruments.model import Instrument
from app.waves.models import Survey
from app.waves.planning import do_teachers_see_scores
from app.web.languages import _, ngettext


def script_for_class(survey: Survey, instrument: Instrument) -> dict[str, list[str]]:
    """What to say at the start, in the middle and at the end of a lesson; true of this survey."""
    return {
        _("At the start"): _start(instrument, sees=do_teachers_see_scores(survey)),
        _("In the middle"): _middle(),
        _("At the end"): _end(survey.help_contact),
    }


def _start(instrument: Instrument, *, sees: bool) -> list[str]:
    see = _("I see who is done. I do not see what you choose.")
    if sees:
        see = _("I see who is done. I do not see what you choose. Later I can see your scores, but never one answer.")
    return [
        ngettext(
            "You will see one short statement. Say what is true for you.",
            "You will see %(num)s short statements, one at a time. Say what is true for you.",
            len(instrument.questions),
        ),
        _("It is not a test. No answer is right or wrong, and you have time."),
        _("Go to the address on the board. Type the class code, then the code on your card."),
        _("Your card is only for you. If it does not work, put your hand up."),
        _("You can skip a statement, stop, or say no thank you. Then do some quiet reading until we are done."),
        see,
        *([_("If you say no thank you, I may notice that you have no scores. That is fine.")] if sees else []),
    ]


def _middle() -> list[str]:
    return [
        _("There is no hurry. Some people are quick and some are slow. Both are fine."),
        _("Look at your own screen. What you choose is only for you."),
        _("If a word is hard, press “What does this mean?”. If that does not help, skip the statement."),
        _("If the page says “kept on this computer”, carry on. Do not close it."),
    ]


def _end(help_contact: str) -> list[str]:
    thanks = _("Thank you. If something made you sad or worried, come to me.")
    if help_contact:
        thanks = _("Thank you. If something made you sad or worried, come to %(who)s.", who=help_contact)
    return [
        _("We stop in a few minutes. If you are done, press Finish."),
        _("If you are not done, that is fine. Every answer you gave is kept, and you can go on another day."),
        _("Wait until the page says that you are done. Then bring your card back to me."),
        thanks,
    ]
