"""Registers without a form of their own, changed as text: kept while the checks of the registers find nothing new."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from courses.authoring.registers import changed_folder
from courses.checks import all_checks
from courses.errors import ContentUnreadable
from courses.library import content_folder
from courses.library.structure import FOLDER
from courses.model.content import Problem
from courses.text import yaml_files
from courses.text.source_texts import Texts

FILES: Mapping[str, str] = {name: f"{FOLDER}/{name}.yml" for name in ("search", "symptoms", "paths", "preparing", "cohort-names")}
CREDIT = re.compile(rf"{FOLDER}/credit/[a-z0-9-]{{1,60}}\.yml")
"""A credit scheme: one file each."""


def is_one(path: str) -> bool:
    return path in FILES.values() or CREDIT.fullmatch(path) is not None


def paths(folder: Path) -> list[str]:
    """Those that this folder has."""
    credit = sorted(file.relative_to(folder).as_posix() for file in (folder / FOLDER / "credit").glob("*.yml"))
    return [path for path in (*FILES.values(), *credit) if is_one(path) and (folder / path).is_file()]


def is_readable(path: str, text: str) -> bool:
    try:
        yaml_files.parse(yaml_files.decode(text.encode("utf-8", "surrogatepass"), path), path)
    except ContentUnreadable:
        return False
    return True


def problems(folder: Path, over: Mapping[str, str], *, today: date) -> list[Problem]:
    """What the checks say of the registers with these texts in them; no page is looked at again. Raises ContentUnreadable."""
    return all_checks.across(content_folder.load(folder, today=today, texts=Texts(folder, over)), [])


def new_errors(folder: Path, path: str, text: str, *, today: date) -> list[Problem]:
    """In whatever register they are found. Raises ContentUnreadable."""
    return changed_folder.new_ones(problems(folder, {}, today=today), problems(folder, {path: text}, today=today))
