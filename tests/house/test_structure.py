"""How the house is built: who imports whom, how long a thing may be, and how addresses look."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from app.web.guard import check_every_view_is_guarded

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_TEMPLATE = 160
CODE = sorted(
    path
    for folder, pattern in (("app", "*.py"), ("migrations", "*.py"), ("tests", "*.py"), ("static", "*.py"))
    for path in (ROOT / folder).rglob(pattern)
    if not {"node_modules", "dist"} & set(path.parts)
)
TEMPLATES = sorted((ROOT / "app").rglob("templates/**/*.html"))
STYLES = sorted((ROOT / "static").glob("s*/*.*s*"))
VERBS = {"get", "list", "show", "create", "add", "save", "update", "submit", "process", "do", "view", "manage"}
SEGMENT = re.compile(r"[a-z]+(-[a-z]+)*")
VARIABLE = re.compile(r"<(?:(?P<type>\w+)(?:\(.*?\))?:)?(?P<name>\w+)>")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_rooms_stand_on_one_another_in_one_order():
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("path", [*CODE, *STYLES], ids=name)
def test_no_file_is_too_long_to_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_is_too_long_to_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_TEMPLATE


@pytest.mark.parametrize("path", [path for path in CODE if path.parts[-2] != "versions"], ids=name)
def test_no_function_is_too_long_to_read(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            length = (node.end_lineno or 0) - first.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", [path for path in CODE if path.name != "__init__.py"], ids=name)
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_addresses_are_lower_case_with_hyphens_and_typed_variables(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        assert rule.rule == "/" or not rule.rule.endswith("/"), rule.rule
        for variable in VARIABLE.finditer(rule.rule):
            assert variable["type"], f"{rule.rule}: {variable['name']} has no type"
            assert not variable["name"].endswith("_id") or variable["type"] == "int", rule.rule
        for segment in VARIABLE.sub("", rule.rule).split("/"):
            plain = segment.removesuffix(".csv").strip(".")
            assert not plain or SEGMENT.fullmatch(plain), f"{rule.rule}: {segment}"
            assert plain not in VERBS, f"{rule.rule}: {segment} is a verb; the method says what is done"


def test_every_view_is_guarded(app):
    check_every_view_is_guarded(app)


def test_a_view_without_a_guard_stops_the_start():
    bare = Flask("bare")
    bare.add_url_rule("/secret", "secret", lambda: "open to all")
    with pytest.raises(RuntimeError, match="secret"):
        check_every_view_is_guarded(bare)


def test_only_one_place_calls_the_statistics():
    told = [path for path in CODE if path.parts[-3:-1] != ("app", "stats") and "from app.stats" in path.read_text()]
    outside = {name(path) for path in told if name(path).startswith("app/")}
    assert all(path.startswith(("app/results/figures", "app/stats/", "app/coding/agreement")) for path in outside), (
        outside
    )


@pytest.mark.parametrize("path", [*CODE, *TEMPLATES, *STYLES, ROOT / "README.md", ROOT / "Makefile"], ids=name)
def test_no_file_names_a_private_place(path):
    """What the repository holds must make sense to whoever clones it."""
    words = [r"/work" + r"/", r"/tmp/" + "wt", "/ro" + "ot/", "TO" + "DO", "FIX" + "ME"]
    text = path.read_text(encoding="utf-8")
    assert not re.search("|".join(words), text)
