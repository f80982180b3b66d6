"""What holds for every tracked file: sizes, no machine paths, no index addresses, docs that name each command."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import horslesmurs

ROOT = Path(__file__).resolve().parents[2]
CODE = ("infrastructure", "xapi", "courses", "lrs", "game", "analytics", "lms", "horslesmurs.py")
INDEXES = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org")
MACHINE = re.compile(r"(?<![\w/])/(?:home|root|work|tmp/bash_jobs)/\w")


def tracked() -> list[Path]:
    stdout = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_code_file_is_longer_than_three_hundred_lines() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in tracked()
        if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in CODE
        if (n := len(p.read_text().splitlines())) > 300
    }
    assert not long, f"look for the second idea in {long}"


def test_no_two_files_of_tests_share_a_name() -> None:
    """pytest imports them by their name alone: of two it runs one and refuses the other."""
    names = Counter(path.name for path in tracked() if path.name.startswith("test_") and path.suffix == ".py")
    assert [name for name, count in names.items() if count > 1] == []


def test_no_tracked_file_names_a_machine_or_an_index() -> None:
    guilty = []
    for path in tracked():
        if path.name == "test_repository.py" or path.suffix in {".png", ".wav", ".ogg", ".mo"}:
            continue
        text = path.read_text(errors="replace")
        guilty += [f"{path.relative_to(ROOT)}: {m[0]}" for m in (INDEXES.search(text), MACHINE.search(text)) if m]
    assert not guilty


def test_every_requirement_is_pinned_with_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", lock.read_text()).strip())
        for entry in entries:
            assert "==" in entry.splitlines()[0], f"{lock.name}: {entry.splitlines()[0]}"
            assert "--hash=sha256:" in entry, f"{lock.name}: {entry.splitlines()[0]} has no hash"


def test_every_command_is_in_the_readme_or_the_docs() -> None:
    prose = "\n".join(p.read_text() for p in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    missing = [name for name in horslesmurs.COMMANDS if f"horslesmurs {name}" not in prose]
    assert not missing


def test_pygame_is_the_community_edition() -> None:
    # Some packages pull in the other `pygame`, which installs over this one.
    code = "import os; os.environ['PYGAME_HIDE_SUPPORT_PROMPT'] = '1'; import pygame; assert pygame.IS_CE"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_version_stands_in_one_place() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    code = [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in CODE]
    assert [str(path) for path in code if f'"{version}"' in path.read_text("utf-8")] == []
    stdout = subprocess.run([sys.executable, "-m", "horslesmurs", "--version"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert version in stdout
    assert re.search(rf"(?m)^## \[{re.escape(version)}\]", (ROOT / "CHANGELOG.md").read_text("utf-8")), "CHANGELOG.md has no section of it"


def test_the_changelog_keeps_to_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    sections = re.findall(r"(?m)^## (.+)$", text)
    assert sections[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", one) for one in sections[1:]), sections
    kinds = {"Security", "Added", "Changed", "Deprecated", "Removed", "Fixed", "Known limits"}
    assert set(re.findall(r"(?m)^### (.+)$", text)) <= kinds


def test_the_bundle_carries_licences_of_installed_packages_alone() -> None:
    text = (ROOT / "scripts/bundle.py").read_text("utf-8")
    carried = re.findall(r'"([^"]+)"', re.search(r"(?m)^CARRIED = \((.+)\)$", text)[1])  # type: ignore[index]
    locked = {re.split(r"==", line)[0].lower() for line in (ROOT / "requirements/run.txt").read_text("utf-8").splitlines() if "==" in line}
    assert {name.lower().replace(".", "-") for name in carried} <= {name.replace(".", "-") for name in locked}
