"""Which changes of a survey a finding may point at: the scales of the partnership's surveys."""

from app.instruments.model import Scale
from app.studies.models import Study
from app.waves.models import Survey
from app.waves.queries import instrument_of, list_surveys_in


def scales_of(study: Study) -> list[tuple[Survey, tuple[Scale, ...]]]:
    """Every survey of the partnership with its scales, the one that the study helps to understand first."""
    surveys = sorted(list_surveys_in(study.partnership), key=lambda one: one.id != study.survey_id)
    return [(survey, instrument_of(survey).scales) for survey in surveys]


def names_of_scales(study: Study) -> dict[tuple[int, str], str]:
    """Survey and scale to what they are called."""
    return {
        (survey.id, scale.id): f"{survey.title}: {scale.title}"
        for survey, scales in scales_of(study)
        for scale in scales
    }
