"""Answers: a pupil enters with class code and card, and every answer is kept the moment it is given."""

from flask import Blueprint

blueprint = Blueprint("answers", __name__, template_folder="templates")
