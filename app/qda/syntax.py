"""Is a tree what the schema allows? Every fault with its line."""

from collections.abc import Iterator

from app.qda.problems import Problem
from app.qda.schema import NAMES, ROOTS, RULES, Particle, Rule, fits
from app.qda.tree import Element


def check(root: Element, space: str) -> Iterator[Problem]:
    """Faults of the tree against the schema of that namespace, in the order of the file."""
    if (root.space, root.name) != (space, ROOTS[space]):
        yield Problem(root.line, f"the file opens with {root.name} of “{root.space}”, not {ROOTS[space]} of “{space}”")
        return
    for element in root.walk():
        rule = RULES[space].get(element.name)
        if rule is None or element.space != space:
            continue  # its parent has said that it does not belong there
        yield from _attributes(element, rule)
        yield from _words(element, rule)
        yield from _children(element, rule)


def _attributes(element: Element, rule: Rule) -> Iterator[Problem]:
    for name in sorted(rule.required - element.attributes.keys()):
        yield Problem(element.line, f"{element.name} needs the attribute {name}")
    for name, value in element.attributes.items():
        kind = rule.attributes.get(name)
        if kind is None:
            yield Problem(element.line, f"{element.name} has no attribute {name}")
        elif not fits(value, kind):
            yield Problem(element.line, f"{name} of {element.name} is “{value[:60]}” and must be {NAMES[kind]}")


def _words(element: Element, rule: Rule) -> Iterator[Problem]:
    if not rule.words:
        if element.text.strip():
            yield Problem(element.line, f"there are words in {element.name}, where none belong")
    elif not fits(element.text, rule.words):
        yield Problem(element.line, f"{element.name} holds “{element.text[:60]}” and must hold {NAMES[rule.words]}")


def _children(element: Element, rule: Rule) -> Iterator[Problem]:
    """Each child is taken by the first place that still has room for it; places are gone through in order."""
    at, taken = 0, 0
    for child in element.children:
        place = _place(child, element, rule, at, taken)
        if place is None:
            yield _misplaced(child, element, rule)
            return
        yield from _short(element, rule.children[at:place], taken)
        taken = taken + 1 if place == at else 1
        at = place
    yield from _short(element, rule.children[at:], taken)


def _place(child: Element, parent: Element, rule: Rule, at: int, taken: int) -> int | None:
    for place in range(at, len(rule.children)):
        particle = rule.children[place]
        has_room = place > at or taken < particle.most
        if child.name in particle.names and child.space == parent.space and has_room:
            return place
    return None


def _short(element: Element, passed: tuple[Particle, ...], taken: int) -> Iterator[Problem]:
    """What is missing at the places that were passed; `taken` stand at the first of them."""
    for particle in passed:
        if taken < particle.least:
            yield Problem(element.line, f"{element.name} is empty or lacks {' or '.join(sorted(particle.names))}")
        taken = 0


def _misplaced(child: Element, parent: Element, rule: Rule) -> Problem:
    known = any(child.name in particle.names for particle in rule.children)
    if known and child.space == parent.space:
        return Problem(child.line, f"{child.name} stands in {parent.name} in the wrong order, or too often")
    return Problem(child.line, f"{child.name} does not belong in {parent.name}")
