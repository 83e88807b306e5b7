"""Waves: a survey is planned, its cards are printed, and a teacher opens a wave for a group and watches the board."""

from flask import Blueprint

blueprint = Blueprint("waves", __name__, template_folder="templates")
