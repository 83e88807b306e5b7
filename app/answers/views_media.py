"""Recordings and sign-language clips of what a pupil is asked. Who plays what is noted nowhere."""

from typing import Any

from flask import send_file

from app.answers import actions, blueprint
from app.answers.door import NO_ACCOUNT, NOT_HERE, pupils_only
from app.answers.passes import Pass
from app.web.errors import refuse
from app.web.guard import public


@blueprint.get("/media/<string:file>")
@public(NO_ACCOUNT)
@pupils_only
def send_media(ticket: Pass, file: str) -> Any:
    """One file that the pupil's instrument names; in parts where the player asks for parts."""
    path = actions.instrument_of(ticket.digest).media.files.get(file)
    if path is None:
        raise refuse(404, NOT_HERE)
    return send_file(path, conditional=True)
