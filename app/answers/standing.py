"""Where a response stands: whether its pupil may still write to it, and the plain sentence when not."""

from datetime import datetime
from typing import Any, ClassVar

from app.answers.passes import Pass
from app.web.filters import ZONE
from app.web.languages import later as _


class CannotAnswer(Exception):
    """The answer was refused and changes nothing. `sentence` speaks to the pupil, on the page of `template`."""

    template: ClassVar[str] = "problem.html"
    status: ClassVar[int] = 409
    sentence: ClassVar[Any]
    heading: ClassVar[Any] = _("That did not work")


class SittingClosed(CannotAnswer):
    sentence = _("The time for this survey is over for now. All your answers are kept.")


class ResponseFinished(CannotAnswer):
    heading = _("Thank you")
    sentence = _("You have finished this survey. Your answers are safe. Thank you.")


class WaveClosed(CannotAnswer):
    status = 410
    sentence = _("This survey is not open today. All your answers are kept.")


class ResponseVoid(CannotAnswer):
    status = 410
    sentence = _("Your teacher has wiped these answers. Enter your codes to start again.")


class CardReplaced(CannotAnswer):
    status = 410
    sentence = _("You have a new card now. Enter your codes from the new card to carry on.")


class NoResponse(CannotAnswer):
    status = 410
    sentence = _("We do not know where you were. Enter your codes to carry on.")


class TakenOver(CannotAnswer):
    """Kept as late, and never applied. The pupil may take the response up again in this window."""

    template = "taken-over.html"
    sentence = _("You are going on in another window. This one is closed now.")


class LeaseHasMoved(CannotAnswer):
    """A window wants to take up the response, and knows an older lease than there is: it may try with this one."""

    template = TakenOver.template
    sentence = TakenOver.sentence

    def __init__(self, lease: int) -> None:
        super().__init__()
        self.lease = lease


class Unreadable(CannotAnswer):
    status = 400
    sentence = _("That could not be read. Reload the page and try again.")


def check_open(standing: Any, ticket: Pass, moment: datetime) -> Any:
    """The standing as it came, if the pupil may answer; otherwise raise what stands in the way.

    `standing` is a row of `queries.STANDING`, or None; `moment` is now, in UTC.
    """
    if standing is None:
        raise NoResponse
    if standing.issue != ticket.issue:
        raise CardReplaced
    if standing.state == "void":
        raise ResponseVoid
    if standing.state == "finished":
        raise ResponseFinished
    if standing.state != "open":
        raise NoResponse
    check_time(standing, ticket, moment)
    return standing


def check_time(standing: Any, ticket: Pass, moment: datetime) -> None:
    """Raise if the sitting is over, and more time too if the pupil was given any, or the wave is.

    Paper is typed when there is time, so for it the lesson may be over.
    """
    is_over = standing.closed_at is not None or moment >= standing.closes_at
    if is_over and not ticket.on_paper and (standing.until is None or moment >= standing.until):
        raise SittingClosed
    if not standing.opens_on <= moment.astimezone(ZONE).date() <= standing.closes_on:
        raise WaveClosed


def check_lease(standing: Any, lease: int) -> None:
    """Raise if a window with this lease may not write, because another took over, or because there is no such lease."""
    if lease > standing.lease:
        raise Unreadable
    if lease < standing.lease:
        raise TakenOver
