"""What the browser is given: built from exact versions, small, ours alone, and not built twice for nothing."""

import gzip
import importlib.util
import json
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "static"
DIST = ROOM / "dist"
KILOBYTE = 1024
PUPIL_FILES = ("pupil.css", "pupil.js", "favicon.svg")


@pytest.fixture
def build(tmp_path):
    """The build, pointed at a small room of its own."""
    spec = importlib.util.spec_from_file_location("static_build", ROOM / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOM, module.DIST = tmp_path, tmp_path / "dist"
    module.STAMP = module.DIST / ".stamp"
    module.MODULES = tmp_path / "node_modules"
    module.MODULES_STAMP = module.MODULES / ".stamp"
    for name in module.SOURCES:
        (tmp_path / name).write_text(name, encoding="utf-8")
    for folder in module.SOURCE_FOLDERS:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.txt").write_text(folder, encoding="utf-8")
    return module


def stamp(build):
    build.DIST.mkdir(exist_ok=True)
    build.STAMP.write_text(build.digest(*build.source_files()), encoding="utf-8")


def test_the_lock_holds_no_address_of_a_registry():
    packages = json.loads((ROOM / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_direct_packages_are_pinned_exactly():
    wanted = json.loads((ROOM / "package.json").read_text(encoding="utf-8"))
    for version in [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


def test_a_fresh_folder_is_not_built_again(build, monkeypatch):
    stamp(build)
    monkeypatch.setattr(build, "find_node", lambda: pytest.fail("asked for Node"))
    said = []
    build.build(say=said.append)
    assert said == ["static/dist is up to date"]


@pytest.mark.parametrize("changed", ["styles/one.txt", "package-lock.json", "build.py"])
def test_a_changed_source_calls_for_a_build(build, changed):
    stamp(build)
    (build.ROOM / changed).write_text("different", encoding="utf-8")
    assert not build.is_fresh()


def test_a_renamed_source_calls_for_a_build(build):
    stamp(build)
    (build.ROOM / "icons" / "one.txt").rename(build.ROOM / "icons" / "two.txt")
    assert not build.is_fresh()


def test_node_is_asked_for_only_when_something_must_be_built_and_none_is_here(build, monkeypatch):
    hook = object.__new__(build.CustomBuildHook)
    monkeypatch.setattr(build, "node_of_the_machine", lambda: None)
    assert hook.dependencies() == [build.NODE_WHEEL]
    stamp(build)
    assert hook.dependencies() == []


def test_an_old_node_is_passed_over(build, monkeypatch, tmp_path):
    for name, answer in (("node", "v16.20.2"), ("npm", "8.0.0")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {answer}\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert build.node_of_the_machine() is None


def test_offline_with_nothing_built_says_what_to_do_in_one_sentence(build, monkeypatch, tmp_path):
    program = tmp_path / "npm"
    program.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(build, "find_node", lambda: ("node", [str(program)], {}))
    with pytest.raises(build.BuildFailed, match=r"is this machine online\?\): npm error code ENOTFOUND"):
        build.build()
    assert not build.DIST.exists()


def test_nothing_served_asks_another_host_for_anything():
    for path in DIST.iterdir():
        if path.suffix in (".css", ".js"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"url\(|@import|sourceMappingURL=http|import\(?[\"']https?:", text), path.name


def test_the_look_is_our_own():
    for name in ("app.css", "pupil.css", "sheet.css"):
        text = (DIST / name).read_text(encoding="utf-8")
        assert "GDS Transport" not in text
        assert "crown" not in text.lower()


def test_what_pupils_pages_load_weighs_little():
    assert sum((DIST / f"{name}.gz").stat().st_size for name in PUPIL_FILES) < 16 * KILOBYTE


def test_each_text_has_a_compressed_twin_that_says_the_same():
    texts = [path for path in DIST.iterdir() if path.suffix in (".css", ".js", ".svg")]
    assert texts
    for path in texts:
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == path.read_bytes()


def test_compressing_twice_gives_the_same_bytes(build, tmp_path):
    packed = []
    for moment in (1_000_000_000, 1_700_000_000):
        (tmp_path / "a.css").write_text("p { color: red }" * 9, encoding="utf-8")
        os.utime(tmp_path / "a.css", (moment, moment))
        build.compress(tmp_path)
        packed.append((tmp_path / "a.css.gz").read_bytes())
    assert packed[0] == packed[1]


def test_the_parts_of_a_script_are_joined_into_one_file_each_once_and_before_their_user(build, tmp_path):
    (tmp_path / "two.js").write_text('import { a } from "./one.js";\n\nexport const b = a;\n', encoding="utf-8")
    (tmp_path / "one.js").write_text("// The first.\nexport const a = 1;\n", encoding="utf-8")
    (tmp_path / "all.js").write_text(
        'import { a } from "./one.js";\nimport { b } from "./two.js";\n\nshow(a, b);\n', encoding="utf-8"
    )
    assert build.joined(tmp_path / "all.js").split("\n\n") == ["const a = 1;", "const b = a;", "show(a, b);", ""]


def test_the_pupils_script_is_one_file_and_uses_no_name_twice():
    text = (DIST / "pupil.js").read_text(encoding="utf-8")
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    names = re.findall(r"^(?:const|let|class|(?:async )?function) (\w+)", text, re.MULTILINE)
    assert len(names) > 20
    assert len(names) == len(set(names))
