"""What the documents say exists: commands, settings, rooms, links, pictures and the words on buttons."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCS = [README, ROOT / "surveys" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
GUIDES = [
    README,
    *(ROOT / "docs" / f"{name}.md" for name in ("teacher", "leader", "lead", "interviews", "administrator")),
]
EVERYBODYS = {"run", "shell", "routes"}  # Flask's own commands
NO_LABEL = {"What", "Who", "When", "Who sees what"}  # headings of the plan, not buttons


def text(path):
    return path.read_text(encoding="utf-8")


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.relative_to(ROOT).as_posix())


def anchor(heading):
    """The id that a heading gets where Markdown is shown."""
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


@named(DOCS)
def test_links_and_pictures_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", text(path)):
        name, _, place = target.partition("#")
        found = path.parent / name if name else path
        assert found.exists(), target
        if place:
            assert place in map(anchor, re.findall(r"^#+ (.+)$", text(found), re.MULTILINE)), target


@named(DOCS)
def test_commands_exist(path, app):
    for words in re.findall(r"flask --app wsgi ([a-z][a-z -]*[a-z])", text(path)):
        command = app.cli
        for word in words.split():
            assert word in command.commands, f"flask --app wsgi {words}"
            command = command.commands[word]
            if not hasattr(command, "commands"):
                break
    targets = set(re.findall(r"^\.PHONY: (\w+)$", text(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make (\w+)|^    make (\w+)", text(path), re.MULTILINE)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }


def test_the_readme_names_every_command(app):
    for name, command in app.cli.commands.items():
        for part in getattr(command, "commands", {"": None}) if name != "db" else ("upgrade",):
            said = " ".join(("flask --app wsgi", name, part)).strip()
            assert name in EVERYBODYS or said in text(README), said


def test_the_readme_names_every_make_target():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in re.findall(r"make \w+(?=  )", shown):
        assert f"`{command}" in text(README), command


def test_the_readme_lists_exactly_the_settings_there_are():
    read = set(re.findall(r'(?:env\.get\(|\(env, )"([A-Z_]+)"', text(ROOT / "app" / "config.py")))
    table = text(README).partition("## Settings")[2].partition("## Commands")[0]
    assert set(re.findall(r"`([A-Z_]{4,})`", table.replace("`DATA_DIR` |", ""))) - {"DATA_DIR"} == read - {"DATA_DIR"}
    assert "DATA_DIR" in read


def test_the_readme_names_every_room():
    table = text(README).partition("## Rooms")[2].partition("## Decisions")[0]
    rooms = [f"app/{path.name}/" for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists()]
    files = [f"app/{path.name}" for path in (ROOT / "app").glob("*.py")]
    folders = ["surveys/", "static/", "migrations/", "tests/", "docs/", "requirements/"]
    assert [room for room in (*rooms, *files, *folders) if f"`{room}`" not in table] == []


@pytest.fixture(scope="module")
def interface():
    """All words that pages are made of."""
    sources = [*(ROOT / "app").rglob("*.html"), *(ROOT / "app").rglob("*.py")]
    return "\n".join(map(text, sources)).replace("{{ minutes }}", "10")


@named(GUIDES)
def test_what_is_set_in_bold_can_be_found_on_a_page(path, interface):
    body = text(path).partition("## Add a feature")[0]
    for words in re.findall(r"\*\*([^*]+)\*\*", body):
        label = " ".join(words.split())
        if not label.endswith(".") and label not in NO_LABEL:
            assert label in interface, label


@named(DOCS)
def test_the_documents_name_no_place_outside(path):
    assert not re.search(r"https?://(?!127\.0\.0\.1|localhost)", text(path))
