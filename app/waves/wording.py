"""What a survey says of itself in plain sentences, truthfully: to pupils (reading age 9), to a class, to staff."""

from app.instruments.model import Instrument
from app.waves.models import Survey, Wave, WaveKind
from app.waves.planning import Plan, do_teachers_see_scores
from app.web.languages import _

WAVE_NAMES = {
    WaveKind.BEFORE: "Before",
    WaveKind.DURING: "During",
    WaveKind.AFTER: "After",
    WaveKind.FOLLOW_UP: "Follow-up",
}


def who_will_see(survey: Survey | Plan, *, on_paper: bool = False) -> list[str]:
    """Who will see what, as a pupil reads it before saying yes.

    The answers are linked to the pupil and confidential; they are not "anonymous", and no sentence may say so.
    """
    return [
        _("We keep your answers with a number, not with your name."),
        _("The number is linked to you. So we can see what changes for you over time."),
        _what_teachers_see(survey),
        _("Your teacher can see if you have started and if you are done."),
        _what_no_looks_like(survey),
        *_who_reads(on_paper=on_paper),
        _("Other people only see scores for a group."),
        _("In your school a group has %(n)s pupils or more.", n=survey.least_in_school),
        _("Outside your school a group has %(n)s pupils or more.", n=survey.least_outside),
        _whom_to_ask(survey),
    ]


def _who_reads(*, on_paper: bool) -> list[str]:
    if not on_paper:
        return [_("Nobody at your school sees your answers one by one.")]
    return [
        _("An adult types what you ticked into a computer, and does not talk about it."),
        _("After that nobody at your school sees your answers one by one."),
    ]


def _what_teachers_see(survey: Survey | Plan) -> str:
    if do_teachers_see_scores(survey):
        return _("The teachers of your course can see your scores. A score is made from some of your answers.")
    return _("Your teachers can not see your scores.")


def _what_no_looks_like(survey: Survey | Plan) -> str:
    """On the board of a lesson it looks like being done; where teachers see scores, those who said no have none."""
    if do_teachers_see_scores(survey):
        return _("If you say no thank you, your teacher may notice that you have no scores. That is fine.")
    return _("If you say no thank you, it looks the same as done.")


def _whom_to_ask(survey: Survey | Plan) -> str:
    if survey.help_contact:
        return _("You can talk to %(who)s if you feel sad or worried.", who=survey.help_contact)
    return _("You can talk to your teacher if you feel sad or worried.")


def script_for_class(survey: Survey, instrument: Instrument) -> dict[str, list[str]]:
    """What a teacher can say to the class at the start, in the middle and at the end of a lesson."""
    sees = do_teachers_see_scores(survey)
    start = [
        f"You will see {len(instrument.questions)} short statements, one at a time. Say what is true for you.",
        "It is not a test. No answer is right or wrong, and you have time.",
        "Go to the address on the board. Type the class code, then the code on your card.",
        "Your card is only for you. If it does not work, put your hand up.",
        "You can skip a statement, stop, or say no thank you. Then do some quiet reading until we are done.",
        "I see who is done. I do not see what you choose."
        + (" Later I can see your scores, but never one answer." if sees else ""),
        *(["If you say no thank you, I may notice that you have no scores. That is fine."] if sees else []),
    ]
    middle = [
        "There is no hurry. Some people are quick and some are slow. Both are fine.",
        "Look at your own screen. What you choose is only for you.",
        "If a word is hard, press “What does this mean?”. If that does not help, skip the statement.",
        "If the page says “kept on this computer”, carry on. Do not close it.",
    ]
    end = [
        "We stop in a few minutes. If you are done, press Finish.",
        "If you are not done, that is fine. Every answer you gave is kept, and you can go on another day.",
        "Wait until the page says that you are done. Then bring your card back to me.",
        f"Thank you. If something made you sad or worried, come to {survey.help_contact or 'me'}.",
    ]
    return {"At the start": start, "In the middle": middle, "At the end": end}


def wave_name(wave: Wave) -> str:
    """Before, After; with a number where a survey has several of a kind: During 2."""
    alike = [one for one in wave.survey.waves if one.kind == wave.kind]
    name = WAVE_NAMES[WaveKind(wave.kind)]
    return name if len(alike) == 1 else f"{name} {alike.index(wave) + 1}"
