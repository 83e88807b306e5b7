"""What waves and states are called on staff's pages, in the language of the page.

In the code a state is a plain word, which pages compare; here is what people read for it.
"""

from app.waves import blueprint
from app.waves.models import Wave, WaveKind
from app.web.languages import _, later

WAVE_NAMES = {
    WaveKind.BEFORE: later("Before"),
    WaveKind.DURING: later("During"),
    WaveKind.AFTER: later("After"),
    WaveKind.FOLLOW_UP: later("Follow-up"),
}
IN_SENTENCES = {
    WaveKind.BEFORE: later("before"),
    WaveKind.DURING: later("during"),
    WaveKind.AFTER: later("after"),
    WaveKind.FOLLOW_UP: later("follow-up"),
}
STATES = {
    "planned": later("planned"),
    "open": later("open"),
    "between waves": later("between waves"),
    "over": later("over"),
    "to come": later("to come"),
    "closed": later("closed"),
    "not started": later("not started"),
    "answering": later("answering"),
    "finished": later("finished"),
}
"""Of a survey, of a wave and of a pupil in it."""


@blueprint.app_template_filter()
def state_name(state: str) -> str:
    """A state as people read it."""
    return str(STATES[state])


@blueprint.app_template_filter()
def wave_kind_name(kind: str) -> str:
    """A kind of wave by itself: Before."""
    return str(WAVE_NAMES[WaveKind(kind)])


@blueprint.app_template_filter()
def in_sentence(kind: str) -> str:
    """A kind of wave inside a sentence: before."""
    return str(IN_SENTENCES[WaveKind(kind)])


def numbered(name: str, number: int) -> str:
    """One of several waves of a kind: During 2."""
    return _("%(wave)s %(number)s", wave=name, number=number)


def wave_name(wave: Wave) -> str:
    """Before, After; with a number where a survey has several of a kind: During 2."""
    return _name(wave, wave_kind_name(wave.kind))


def wave_in_sentence(wave: Wave) -> str:
    """The same inside a sentence: during 2."""
    return _name(wave, in_sentence(wave.kind))


def _name(wave: Wave, name: str) -> str:
    alike = [one for one in wave.survey.waves if one.kind == wave.kind]
    return name if len(alike) == 1 else numbered(name, alike.index(wave) + 1)
