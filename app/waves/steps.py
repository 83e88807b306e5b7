"""How far a group is, as those outside it are told: in steps, so that no small number can be worked out.

Results hide how many pupils answered one wave alone where these are few. An exact count of the finished, less the
pupils compared there, would be that very number. Who may open the group's lesson sees each pupil's place on the board
and is told exactly.
"""

NONE, SOME, NEARLY_ALL = "none finished", "some finished", "all or nearly all finished"
TOO_FEW = "too few pupils to say"


def in_steps(n: int, total: int, *, step: int) -> str:
    """How many of the total, in words under which at least `step` numbers are possible, unless nobody has."""
    if total < step:
        return TOO_FEW
    if n == 0:
        return NONE
    below = total - step  # the last step is all or nearly all; whatever is left over goes to the step before it
    if below < step:
        return SOME
    if n > below:
        return NEARLY_ALL
    place = min((n - 1) // step, below // step - 1)
    end = below if place == below // step - 1 else (place + 1) * step
    return f"{place * step + 1} to {end} finished"
