"""Which passages a form lets speak for a finding, against it, or not at all."""

from collections.abc import Collection, Mapping

from app.web.forms import whole

SIDES = ("for", "against", "")


def asked_sides(form: Mapping[str, str], offered: Collection[int]) -> dict[int, str]:
    """Coding id to side, from fields like `side-12`; only of codings that whoever sent it may see."""
    found = {}
    for name, side in form.items():
        number = whole(name.removeprefix("side-")) if name.startswith("side-") else None
        if number in offered and side in SIDES and number is not None:
            found[number] = side
    return found
