"""Answers: a pupil enters with class code and card, and every answer is kept the moment it is given.

A pupil has no account and no session, only a signed pass in a cookie of these pages; see `passes`. An answer is
acknowledged after it is durable and never before; see `journal`.
"""

from flask import Blueprint

from app.web.compress import compress

blueprint = Blueprint("answers", __name__, template_folder="templates", url_prefix="/answer")
blueprint.after_request(compress)
