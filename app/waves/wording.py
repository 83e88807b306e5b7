"""What a survey says of itself in plain sentences, truthfully: to pupils (reading age 9), to a class, to staff."""

from app.waves.models import Survey, Wave, WaveKind

WAVE_NAMES = {
    WaveKind.BEFORE: "Before",
    WaveKind.DURING: "During",
    WaveKind.AFTER: "After",
    WaveKind.FOLLOW_UP: "Follow-up",
}


def who_will_see(survey: Survey) -> list[str]:
    """Who will see what, as a pupil reads it before saying yes.

    The answers are linked to the pupil and confidential; they are not "anonymous", and no sentence may say so.
    """
    return [
        "We keep your answers under a number, not under your name.",
        "The number is linked to you, so that we can see what changes for you over time.",
        _what_teachers_see(survey),
        "Your teacher can see if you have started and if you are done.",
        "If you say no thank you, it looks the same as done.",
        "Nobody at your school sees your answers one by one.",
        "Other people only see scores for a group.",
        f"In your school a group has {survey.least_in_school} pupils or more.",
        f"Outside your school a group has {survey.least_outside} pupils or more.",
        _whom_to_ask(survey),
    ]


def _what_teachers_see(survey: Survey) -> str:
    if survey.teachers_see_profiles and survey.courses:
        return "The teachers of your course can see your scores. A score is made from some of your answers."
    return "Your teachers can not see your scores."


def _whom_to_ask(survey: Survey) -> str:
    if survey.help_contact:
        return f"You can talk to {survey.help_contact} if something makes you sad or worried."
    return "You can talk to your teacher if something makes you sad or worried."


def wave_name(wave: Wave) -> str:
    """Before, After; with a number where a survey has several of a kind: During 2."""
    alike = [one for one in wave.survey.waves if one.kind == wave.kind]
    name = WAVE_NAMES[WaveKind(wave.kind)]
    return name if len(alike) == 1 else f"{name} {alike.index(wave) + 1}"
