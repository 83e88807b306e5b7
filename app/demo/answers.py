"""What the demo's pupils answer: seeded, plausible, with a change in some scales and none in the others.

Each pupil has a general leaning and one for each scale that stay the same all year; the programme moves four scales,
for some pupils more than for others; each wave and each answer add their own noise. The result is rounded to an answer.
"""

from typing import Any

from app.instruments.model import NOT_SURE, SKIPPED, Instrument

# What the whole programme does to a scale, in steps between two neighbouring answers. The others stay as they are.
EFFECTS = {
    "learning-capability": 0.45,
    "self-regard": 0.6,
    "confidence": 0.55,
    "attitudes-to-teachers": 0.3,
}
SHARE_DONE = {"before": 0.0, "during": 0.5, "after": 1.0}
START = 2.3  # the mean answer before, where 0 is the lowest of five
HESITANT = 0.1  # share of pupils who leave out or are not sure of more than a few statements
LEFT_OUT = {True: 0.12, False: 0.02}  # share of statements left out, for a hesitant pupil and for the others


def generate(instrument: Instrument, n_pupils: int, rng: Any) -> dict[str, list[str]]:
    """Wave to one string of answers a pupil, a character a question, from a numpy generator.

    Every question must be a statement of a scale and all must offer equally many scored answers, lowest first.
    """
    import numpy as np

    questions = instrument.questions
    of_scale = np.array([instrument.scale_numbers[question.scale or ""] for question in questions])
    codes = np.array([[option.code for option in question.options] for question in questions])
    effect = np.array([EFFECTS.get(scale.id, 0.0) for scale in instrument.scales])[of_scale]
    n_scales, n_questions = len(instrument.scales), len(questions)

    lasting = rng.normal(0, 0.55, (n_pupils, 1)) + rng.normal(0, 0.4, (n_pupils, n_scales))[:, of_scale]
    lasting = START + lasting + rng.normal(0, 0.3, n_questions)
    benefit = rng.normal(1, 0.6, (n_pupils, 1))
    hesitant = rng.random(n_pupils) < HESITANT

    waves = {}
    for kind, share in SHARE_DONE.items():
        today = rng.normal(0, 0.2, (n_pupils, n_scales))[:, of_scale] + rng.normal(0, 0.65, (n_pupils, n_questions))
        places = np.clip(np.rint(lasting + effect * benefit * share + today), 0, codes.shape[1] - 1).astype(int)
        given = codes[np.arange(n_questions), places]
        left_out = rng.random((n_pupils, n_questions)) < np.where(hesitant, LEFT_OUT[True], LEFT_OUT[False])[:, None]
        given[left_out] = np.where(rng.random(left_out.sum()) < 0.6, NOT_SURE, SKIPPED)
        waves[kind] = ["".join(row) for row in given]
    return waves
