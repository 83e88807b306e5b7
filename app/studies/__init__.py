"""Studies: whom a partnership asks in interviews and focus groups, with which schedule, and what each of them allowed.

A study belongs to a partnership. It knows its participants, the permission of each school's head, and every consent
that was ever given or taken back. What was said lives in `app.interviews`, what it means in `app.coding`.
"""

from flask import Blueprint

blueprint = Blueprint("studies", __name__, template_folder="templates")
