"""Every fault that is put into the saving code on purpose is found by the test that is there for it."""

import shutil

import pytest

from tests.faults.conftest import LONG
from tests.faults.mutants import MUTANTS, Mutant, what_went_wrong
from tests.faults.server import ROOT

TRIED = [mutant for mutant in MUTANTS if LONG or mutant.is_cheap]


@pytest.fixture(autouse=True)
def _on_sqlite(request):
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("the code is the same, and tests on SQLite find its faults")


@pytest.mark.parametrize("mutant", TRIED, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_a_fault_in_the_saving_code_is_found(mutant, tmp_path, figure):
    if "power_loss" in mutant.test and not shutil.which("strace"):
        pytest.skip("strace is not installed, so no power loss was tried")
    problem = what_went_wrong(mutant, tmp_path / "program")
    assert not problem, problem
    figure("faults put into the saving code on purpose", 1, "each was found by the test that is there for it")


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_a_fault_still_fits_the_code(mutant: Mutant, tmp_path):
    path = tmp_path / mutant.file
    path.parent.mkdir(parents=True)
    shutil.copy(ROOT / mutant.file, path)
    mutant.put_into(tmp_path)
    assert path.read_text() != (ROOT / mutant.file).read_text()
