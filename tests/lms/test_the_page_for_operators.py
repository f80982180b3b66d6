"""docs/running-a-site.md names every setting, every command of the site, and only tests that are there."""

import re
from pathlib import Path

from lms import cli
from lms.settings import NAMES, PREFIX

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "running-a-site.md").read_text(encoding="utf-8")


def test_every_setting_is_there() -> None:
    assert [PREFIX + name.upper() for name in NAMES if f"`{PREFIX}{name.upper()}`" not in PAGE] == []


def test_every_command_is_there() -> None:
    groups = {"user": cli.user, "cohort": cli.cohort, "db": cli.db}
    wanted = [f"{group} {name}" for group, made in groups.items() for name in made.commands]
    wanted += ["serve", "demo", "backup", "restore"]
    assert [name for name in wanted if f"horslesmurs {name}" not in PAGE] == []


def test_every_test_it_names_exists() -> None:
    found = re.findall(r"`(tests/[^`]+)`", PAGE)
    assert found
    assert [path for path in found if not (ROOT / path).exists()] == []
