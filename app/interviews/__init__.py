"""Interviews: what is planned, held, written down and checked by those who spoke.

Notes are kept the moment they are typed; a transcript comes in from a file, from notes or from a written answer. Its
text is stored once, sealed, as it was said. Pseudonyms are laid over it as replacements at places of that text, so that
whatever points at a place (a turn, a coding, a struck passage) never has to move when a name is hidden.
"""

from flask import Blueprint

blueprint = Blueprint("interviews", __name__, template_folder="templates")
