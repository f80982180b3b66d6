"""What holds for every tracked file: sizes, no machine paths, no index addresses, docs that name each command."""

import re
import subprocess
import sys
from pathlib import Path

import horslesmurs

ROOT = Path(__file__).resolve().parents[2]
CODE = ("xapi", "courses", "lrs", "game", "analytics", "lms", "horslesmurs.py")
INDEXES = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org")
MACHINE = re.compile(r"(?<![\w/])/(?:home|root|work|tmp/bash_jobs)/\w")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_code_file_is_longer_than_three_hundred_lines() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in tracked()
        if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in CODE
        if (n := len(p.read_text().splitlines())) > 300
    }
    assert not long, f"look for the second idea in {long}"


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
