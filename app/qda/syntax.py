"""Is a tree what the schema allows? Every fault with its line."""

from collections.abc import Iterator

from app.marked import marked
from app.qda.problems import Problem, fault
from app.qda.schema import MUST_BE, ROOTS, RULES, Particle, Rule, fits
from app.qda.tree import Element


def check(root: Element, space: str) -> Iterator[Problem]:
    """Faults of the tree against the schema of that namespace, in the order of the file."""
    if (root.space, root.name) != (space, ROOTS[space]):
        sentence = marked("the file opens with %(name)s of “%(space)s”, not %(wanted)s of “%(wanted_space)s”")
        yield fault(root.line, sentence, name=root.name, space=root.space, wanted=ROOTS[space], wanted_space=space)
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
        sentence = marked("%(element)s needs the attribute %(name)s")
        yield fault(element.line, sentence, element=element.name, name=name)
    for name, value in element.attributes.items():
        kind = rule.attributes.get(name)
        if kind is None:
            sentence = marked("%(element)s has no attribute %(name)s")
            yield fault(element.line, sentence, element=element.name, name=name)
        elif not fits(value, kind):
            yield fault(element.line, MUST_BE[kind], place=f"{element.name} {name}", value=value[:60])


def _words(element: Element, rule: Rule) -> Iterator[Problem]:
    if not rule.words:
        if element.text.strip():
            sentence = marked("there are words in %(element)s, where none belong")
            yield fault(element.line, sentence, element=element.name)
    elif not fits(element.text, rule.words):
        yield fault(element.line, MUST_BE[rule.words], place=element.name, value=element.text[:60])


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
            sentence = marked("%(element)s is empty or lacks one of these: %(names)s")
            yield fault(element.line, sentence, element=element.name, names=", ".join(sorted(particle.names)))
        taken = 0


def _misplaced(child: Element, parent: Element, rule: Rule) -> Problem:
    known = any(child.name in particle.names for particle in rule.children)
    if known and child.space == parent.space:
        sentence = marked("%(child)s stands in %(parent)s in the wrong order, or too often")
    else:
        sentence = marked("%(child)s does not belong in %(parent)s")
    return fault(child.line, sentence, child=child.name, parent=parent.name)
