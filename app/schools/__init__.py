"""Schools: partnerships with dated memberships, schools, courses, pupils, enrolments and how pupils are imported.

Only a pupil's home school reads a name or a UPN; everybody else meets a pseudonym.
"""

from flask import Blueprint

blueprint = Blueprint("schools", __name__, template_folder="templates")
