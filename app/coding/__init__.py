"""Coding: passages marked with themes, what two coders agree on, the framework grid, findings and quotations.

A coding points at a place of a transcript's text as it was said. What anybody reads of it has gone through
`app.coding.reading`, which alone knows what consent, approval, withdrawal and pseudonyms leave of a passage.
"""

from flask import Blueprint

blueprint = Blueprint("coding", __name__, template_folder="templates")
