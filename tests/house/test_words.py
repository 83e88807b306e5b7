"""What README must tell: every slice, command, setting, role and kind of question, and no setting there is not."""

import re

import pytest

from app import FEATURES
from app.instruments.kinds import KINDS
from app.people.models import ROLE_NAMES
from tests.house.test_structure import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONFIG = (ROOT / "app/config.py").read_text(encoding="utf-8")
SETTINGS = sorted(set(re.findall(r'"([A-Z][A-Z_]+)"', CONFIG)))


def test_there_are_settings_to_tell_about():
    assert {"SECRET_KEY", "IDENTITY_KEY", "DATABASE_URL", "PORT", "TRUSTED_HOSTS"} <= set(SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS)
def test_readme_tells_every_setting(setting):
    assert f"`{setting}`" in README


@pytest.mark.parametrize("feature", FEATURES)
def test_readme_names_every_slice(feature):
    assert re.search(rf"\bapp/{feature}\b|\b{feature}/", README)


@pytest.mark.parametrize("role", sorted(set(ROLE_NAMES.values())))
def test_readme_names_every_role(role):
    assert role.lower() in README.lower()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_readme_names_every_kind_of_question(kind):
    assert f"`{kind}`" in README


def test_readme_names_every_command_of_ours(app):
    foreign = {"db", "routes", "run", "shell"}
    for command in set(app.cli.commands) - foreign:
        assert command in README, command
