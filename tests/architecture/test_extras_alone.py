"""Each extra starts alone: a fresh environment with the locked versions of that extra and nothing else (needs the package index)."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    "infrastructure",
    "xapi",
    "courses",
    "lrs",
    "game",
    "analytics",
    "lms",
    "migrations",
    "content",
    "horslesmurs.py",
    "pyproject.toml",
    "README.md",
)
IMPORT_ALL = """
import importlib, pkgutil, sys
for top in sys.argv[1].split(","):
    package = importlib.import_module(top)
    for module in pkgutil.walk_packages(package.__path__, top + "."):
        if not module.name.startswith(tuple(sys.argv[2].split(",")) if sys.argv[2] else ()):
            importlib.import_module(module.name)
"""
PDF_WRITERS = "courses.export,courses.packages"  # exports need the PDF writers of `.[lms]`, and packages are made of exports
SITE = """
from lms.running import database_setup
from lms.app import create_app
from lms.settings import read
settings = read({"HORSLESMURS_DATA": sys.argv[1]})
database_setup.upgrade(settings)
answer = create_app(settings).test_client().get("/healthz")
assert answer.status_code == 200, answer.status
"""
PACKAGES = {
    "": "xapi,courses",
    "lrs": "infrastructure,xapi,lrs",
    "game": "infrastructure,xapi,courses,game",
    "analytics": "infrastructure,xapi,lrs,analytics",
    "lms": "infrastructure,xapi,courses,lrs,analytics,lms",
}
COMMANDS = {"": ["content", "check"], "lrs": ["lrs", "--help"], "game": ["play", "--help"], "analytics": ["analytics", "--help"]}
COMMANDS["lms"] = ["serve", "--help"]
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def copy_of_the_project(folder: Path) -> Path:
    """The files an installation is made from; an installation in place would leave its traces in the tree."""
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def locked_versions(file: Path) -> Path:
    """The lock as constraints: its versions without the hashes, which pip takes for whole lists only."""
    lines = (ROOT / "requirements/run.txt").read_text("utf-8").splitlines()
    file.write_text("".join(f"{line.removesuffix(chr(92)).rstrip()}\n" for line in lines if re.match(r"[A-Za-z0-9]", line)), "utf-8")
    return file


@pytest.mark.parametrize("extra", sorted(PACKAGES))
def test_an_extra_starts_alone(extra: str, tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path / "project")
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv/bin/python"
    what = f"{project}[{extra}]" if extra else str(project)
    constraints = locked_versions(tmp_path / "constraints.txt")
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", constraints, "-e", what, cwd=tmp_path)
    run(python, "-c", IMPORT_ALL, PACKAGES[extra], "" if extra == "lms" else PDF_WRITERS, cwd=tmp_path)
    run(tmp_path / "venv/bin/horslesmurs", *COMMANDS[extra], cwd=tmp_path)
    if extra == "lms":
        run(python, "-c", f"import sys\n{SITE}", tmp_path / "data", cwd=tmp_path)
