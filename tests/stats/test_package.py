"""The package as a whole: its examples hold, and it costs nothing to import."""

import ast
import doctest
import importlib
from pathlib import Path

import pytest

import app.stats

FILES = sorted(Path(app.stats.__file__).parent.glob("*.py"))
PUBLIC = ["scales", "change", "lost", "regression", "agreement", "counts"]


@pytest.mark.parametrize("name", PUBLIC)
def test_the_examples_in_the_words_of_a_figure_hold(name):
    failed, tried = doctest.testmod(importlib.import_module(f"app.stats.{name}"))
    assert tried
    assert failed == 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_heavy_packages_are_imported_only_where_they_are_used(file):
    imports = [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in imports]
    assert not {name.split(".")[0] for name in names} & {"numpy", "pandas", "scipy"}


def test_all_figures_of_change_are_found_in_one_place():
    change = importlib.import_module("app.stats.change")
    assert all(hasattr(change, name) for name in change.__all__)
