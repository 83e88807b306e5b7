"""Paper: booklets to print for a lesson without computers, and the page on which a teacher types what pupils ticked.

What is typed goes through the same saving code as what is chosen on screen, and is never shown again.
"""

from flask import Blueprint

blueprint = Blueprint("paper", __name__, template_folder="templates")
