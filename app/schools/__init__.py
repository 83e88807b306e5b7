"""Schools: partnerships with dated memberships, schools, courses, pupils, enrolments and how pupils are imported.

Only a pupil's home school reads a name or a UPN; everybody else meets a pseudonym.
"""

from flask import Blueprint

from app.schools.cells import show
from app.schools.phases import key_stage_label, phase_label
from app.schools.years import year_label

blueprint = Blueprint("schools", __name__, template_folder="templates")
blueprint.add_app_template_filter(key_stage_label)
blueprint.add_app_template_filter(phase_label)
blueprint.add_app_template_filter(year_label)
blueprint.add_app_template_filter(show, "cell")
