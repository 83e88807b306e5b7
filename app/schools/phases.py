"""The phases of education and the key stages that a school and a course may have, in words."""

from app.web.languages import _, later

PHASE_LABELS = {
    "primary": later("Primary"),
    "secondary": later("Secondary"),
    "all-through": later("All-through"),
    "special": later("Special"),
    "16 plus": later("16 plus"),
    "other": later("Other"),
}


def phase_label(phase: str) -> str:
    """How a phase is shown: Primary."""
    return PHASE_LABELS.get(phase, phase.capitalize())


def key_stage_label(stage: str) -> str:
    """How a key stage is shown: KS4."""
    return _("mixed") if stage == "mixed" else stage
