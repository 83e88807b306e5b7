"""Results: what changed, for whom, with its doubt; every figure passes the disclosure gate before anyone sees it."""

from flask import Blueprint

blueprint = Blueprint("results", __name__, template_folder="templates")
