"""Results: what changed, for whom, with its doubt; every figure passes the disclosure gate before anyone sees it.

A survey's page compares two waves of the same pupils, scale by scale, through one of the lenses a viewer has: a
teacher's own course, a leader's own school, the whole partnership. `figures` turns scores into released figures, `gate`
asks the ledger what may be shown, `actions` moves a view on when enough pupils have finished.
"""

from flask import Blueprint

from app.results.saying import count_of_them, figure, interval

blueprint = Blueprint("results", __name__, url_prefix="/results", template_folder="templates")
blueprint.add_app_template_filter(count_of_them)
blueprint.add_app_template_filter(figure)
blueprint.add_app_template_filter(interval)
