"""What a survey says of itself to pupils in plain sentences (reading age 9), truthfully."""

from app.waves.models import Survey
from app.waves.planning import Plan, do_teachers_see_scores
from app.web.languages import _


def who_will_see(survey: Survey | Plan, *, on_paper: bool = False) -> list[str]:
    """Who will see what, as a pupil reads it before saying yes.

    The answers are linked to the pupil and confidential; they are not "anonymous", and no sentence may say so.
    """
    return [
        _("We keep your answers with a number, not with your name."),
        _("The number is linked to you. So we can see what changes for you over time."),
        _what_teachers_see(survey),
        *_what_the_pastoral_lead_sees(survey),
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
        _("An adult types what you ticked into a computer. They do not talk about it."),
        _("After that, no one at your school sees your answers one by one."),
    ]


def _what_teachers_see(survey: Survey | Plan) -> str:
    if do_teachers_see_scores(survey):
        return _("The teachers of your course can see your scores. A score is made from some of your answers.")
    return _("Your teachers can not see your scores.")


def _what_the_pastoral_lead_sees(survey: Survey | Plan) -> list[str]:
    """In words that pupils know; a school may have named nobody, and may do so at any time."""
    told = _("One adult at your school who looks out for you can see your scores.")
    return [told] if survey.pastoral_sees_profiles else []


def _what_no_looks_like(survey: Survey | Plan) -> str:
    """On the board of a lesson it looks like being done; where teachers see scores, those who said no have none."""
    if do_teachers_see_scores(survey):
        return _("If you say no thank you, your teacher may notice that you have no scores. That is fine.")
    if survey.pastoral_sees_profiles:
        return _("If you say no thank you, that adult may notice that you have no scores. That is fine.")
    return _("If you say no thank you, it looks the same as done.")


def _whom_to_ask(survey: Survey | Plan) -> str:
    if survey.help_contact:
        return _("You can talk to %(who)s if you feel sad or worried.", who=survey.help_contact)
    return _("You can talk to your teacher if you feel sad or worried.")
