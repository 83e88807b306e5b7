"""What every template keeps to: nothing inline, nothing unescaped, nothing imported that is unknown or unused."""

import re

import pytest
from jinja2 import nodes
from jinja2.meta import find_referenced_templates

from tests.house.test_structure import CODE, ROOT, TEMPLATES, name

FORBIDDEN = {
    "an unescaped value": r"\|\s*safe\b|autoescape\s+false|Markup",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an inline style": r"<style|\sstyle\s*=",
    "an inline handler": r"\son[a-z]+\s*=|hx-on",
    "code in an attribute": r"\bjavascript:|hx-vals=.js:|hx-vars",
    "another site": r"(?:src|href|action)=[\"']https?://",
}
MAKES_MARKUP = {"app/web/drawing.py", "app/web/languages.py", "app/web/qr.py"}


def trees(app):
    environment = app.jinja_env
    for path in TEMPLATES:
        template = str(path).partition("/templates/")[2]
        yield template, environment.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_inline_and_nothing_unescaped(path):
    source = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    for what, pattern in FORBIDDEN.items():
        found = re.search(pattern, source)
        assert not found, f"{what}: {found and source[max(0, found.start() - 40) : found.end() + 40]}"


def test_text_is_marked_as_markup_in_few_places_only():
    found = {name(path) for path in CODE if name(path).startswith("app/") and "Markup(" in path.read_text()}
    assert found <= MAKES_MARKUP


def test_every_template_that_is_named_exists(app):
    for template, tree in trees(app):
        for wanted in find_referenced_templates(tree):
            assert wanted is None or app.jinja_env.get_template(wanted), f"{template}: {wanted}"


def test_every_import_is_there_and_used(app):
    """Macros are looked up in the template they come from, and each name imported is called in the same template."""
    for template, tree in trees(app):
        for imported in tree.find_all(nodes.FromImport):
            origin = app.jinja_env.get_template(imported.template.value)
            offered = set(origin.module.__dict__)
            for each in imported.names:
                macro, alias = each if isinstance(each, tuple) else (each, each)
                assert macro in offered, f"{template}: {imported.template.value} has no {macro}"
                uses = [node for node in tree.find_all(nodes.Name) if node.name == alias and node.ctx == "load"]
                assert uses, f"{template}: {alias} is imported and not used"


def test_every_macro_for_all_is_used_somewhere(app):
    everything = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    for path in (ROOT / "app/web/templates").glob("*.html"):
        for macro in re.findall(r"\{% macro (\w+)", path.read_text(encoding="utf-8")):
            uses = re.findall(rf"\b{macro}\(", everything)
            assert len(uses) > 1 + everything.count(f"macro {macro}(") - 1, f"{path.name}: {macro} is never used"


def test_every_template_is_reached(app):
    """A page is named by a view, by another template, or by the error handler."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE if name(path).startswith("app/"))
    named = {each for _, tree in trees(app) for each in find_referenced_templates(tree)}
    for template, _ in trees(app):
        short = template.rpartition("/")[2]
        assert template in named or template in code or f'"{short}"' in code, f"{template} is shown nowhere"


WRITTEN = {"definition", "example", "claim"}
"""What researchers write down, with words in it that were taken back since: pages read it with `left_of`."""


def test_what_was_written_down_is_read_without_what_was_taken_back(app):
    """A condition may ask whether there is something, and a form shows what its view gave it."""
    for template, tree in trees(app):
        asked = {id(node) for each in tree.find_all((nodes.If, nodes.CondExpr)) for node in _all(each.test)}
        for node in tree.find_all(nodes.Getattr):
            of = node.node.name if isinstance(node.node, nodes.Name) else ""
            is_written = node.attr in WRITTEN or (of, node.attr) in {("finding", "about"), ("source", "words")}
            assert not is_written or of == "form" or id(node) in asked, f"{template}:{node.lineno}: {node.attr}"


def _all(node):
    return [node, *node.find_all(nodes.Node)]
