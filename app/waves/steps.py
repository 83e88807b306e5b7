"""How far a group is, as those outside it are told: in steps, so that no small number can be worked out.

Results hide how many pupils answered one wave alone where these are few. An exact count of the finished, less the
pupils compared there, would be that very number. Who may open the group's lesson sees each pupil's place on the board
and is told exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.web.languages import _, later

NONE, SOME, NEARLY_ALL = later("none finished"), later("some finished"), later("all or nearly all finished")
TOO_FEW = later("too few pupils to say")


@dataclass(frozen=True)
class Told:
    """What somebody is told of a number of pupils out of `total`: it lies from `least` to `most`, both included."""

    total: int
    least: int
    most: int

    @property
    def n_possible(self) -> int:
        """Under how many numbers these words are said."""
        return self.most - self.least + 1


def tell(n: int, total: int, *, step: int) -> Told:
    """A range in which at least `step` numbers are possible, unless nobody has."""
    if total < step:
        return Told(total, 0, total)
    if n == 0:
        return Told(total, 0, 0)
    below = total - step  # the last step is all or nearly all; whatever is left over goes to the step before it
    if below < step:
        return Told(total, 1, total)
    if n > below:
        return Told(total, below + 1, total)
    place = min((n - 1) // step, below // step - 1)
    return Told(total, place * step + 1, below if place == below // step - 1 else (place + 1) * step)


def in_steps(n: int, total: int, *, step: int) -> str:
    """How many of the total, in words."""
    if total < step:
        return str(TOO_FEW)
    told = tell(n, total, step=step)
    if told.most == 0:
        return str(NONE)
    if told.most == total:
        return str(SOME if told.least == 1 else NEARLY_ALL)
    return _("%(least)s to %(most)s finished", least=told.least, most=told.most)


def hides_groups(whole: Told, groups: Sequence[Told], *, step: int) -> bool:
    """True when the whole, told beside its groups, leaves of each as many numbers as before, or `step` of them.

    A pupil may be in two groups, so of the others are counted, for the worst, both all that they may add and no more
    than the whole has beside the group.
    """
    most, least = sum(group.most for group in groups), sum(group.least for group in groups)
    for group in groups:
        low = max(group.least, whole.least - min(most - group.most, whole.total - group.total))
        high = min(group.most, whole.most - (least - group.least))
        if high - low + 1 < min(step, group.n_possible):
            return False
    return True
