"""People: members of staff, their roles, how they are invited, sign in and stay safe.

A person holds roles, each for one school, one partnership or the installation. Pupils are not people here: they have
a card and no account.
"""

from flask import Blueprint

blueprint = Blueprint("people", __name__, template_folder="templates")
