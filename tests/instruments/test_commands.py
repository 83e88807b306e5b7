"""`flask instruments check` and `publish`, as an author types them."""

import shutil
from pathlib import Path

import pytest

from app import create_app
from tests.conftest import settings_for

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def surveys(tmp_path):
    folder = tmp_path / "surveys" / "statement"
    folder.mkdir(parents=True)
    shutil.copy(SAMPLES / "statement.yaml", folder / "2026-1.yaml")
    return folder.parent


@pytest.fixture
def run(surveys, tmp_path):
    """Types a command at an installation that was started with one good instrument."""
    settings = settings_for(f"sqlite:///{tmp_path / 'unused.db'}", tmp_path, surveys_dir=surveys)
    app = create_app(settings)
    with app.app_context():
        yield lambda *words: app.test_cli_runner().invoke(args=["instruments", *words])


def test_good_instruments_pass(run):
    result = run("check")
    assert result.exit_code == 0
    assert "0 problems" in result.output


def test_a_bad_one_fails_the_check_and_is_named(run, surveys):
    shutil.copy(SAMPLES / "bad" / "id-twice.yaml", surveys / "statement" / "2026-1.yaml")
    result = run("check")
    assert result.exit_code == 1
    assert "question like-garden: “like-garden” is used 2 times" in result.output


def test_publishing_locks_a_version(run, surveys):
    assert run("publish", "statement", "2026-1").exit_code == 0
    (surveys / "statement" / "2026-1.yaml").write_text("name: gone\n", encoding="utf-8")
    assert "It has been used and may not change" in run("check").output


def test_publishing_what_is_not_there_says_so(run):
    result = run("publish", "weather", "2026-1")
    assert result.exit_code == 1
    assert "there is no weather/2026-1.yaml" in result.output
