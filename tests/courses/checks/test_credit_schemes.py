"""Credit schemes are data: the shipped ones can be used, and each fault planted in one is told."""

from datetime import date
from pathlib import Path

import pytest
from sample_folder import SHIPPED, TODAY, lay_out

from courses.checks import all_checks
from courses.checks.pages import credit_schemes as check
from courses.errors import ContentUnreadable
from courses.library import content_folder
from courses.rules import credit_schemes

GOOD = (SHIPPED / credit_schemes.FOLDER / "dpc.yml").read_text("utf-8")
FAULTS = [  # code, what stood there, what stands there now
    ("160", "key: dpc", "key: dpcc"),
    ("160", "audiences: [pharmacist, gp, nurse]", "audiences: [patient]"),
    ("160", "audiences: [pharmacist, gp, nurse]", "audiences: []"),
    ("160", "audiences: [pharmacist, gp, nurse]", "audiences: [gp, gp]"),
    ("160", "until: 2026-12-31}", "until: 2022-12-31}"),
    ("160", "until: 2026-12-31}", "until: soon}"),
    ("160", "in_force: {from: 2023-01-01, until: 2026-12-31}", "in_force: 2023"),
    ("160", "period_years: 3", "period_years: 0"),
    ("160", "unit: action", "unit: point"),
    ("160", "an_hour: null}", "an_hour: true}"),
    ("160", "{key: risk,", "{key: training,"),
    ("160", "{key: risk,", "{key: Risk!,"),
    ("160", 'en: "Risk management"}', 'en: ""}'),
    ("160", "active-hours", "active-hour"),
    ("160", "references: [dpc-ordre-2025, dpc-ordre-2022, andpc-fermeture-2025]", "references: []"),
    ("160", "read_on: 2026-11-29\nexpires: 2026-12-31", "read_on: 2026-12-31\nexpires: 2026-11-29"),
    ("160", "open_points:", "openpoints:"),
    ("310", "andpc-fermeture-2025]", "andpc-fermeture]"),
    ("003", "audiences: [pharmacist", "audiences: [pharmacist]]"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = lay_out(tmp_path / "content")
    (made / credit_schemes.FOLDER).mkdir()
    with (made / "_structure/references.yml").open("a", encoding="utf-8") as file:
        for key in ("dpc-ordre-2025", "dpc-ordre-2022", "andpc-fermeture-2025"):
            file.write(f"\n{key}:\n  title: T\n  organisation: O\n  year: 2025\n  url: https://example.org/{key}\n")
            file.write("  checked_on: 2026-11-20\n  valid_until: 2027-05-20\n  seen: excerpt\n")
    return made


def faults_of(folder: Path, text: str, today: date = date(2026, 11, 30)) -> list[str]:
    (folder / credit_schemes.FOLDER / "dpc.yml").write_text(text, "utf-8")
    return [problem.code for problem in check.check(content_folder.load(folder, today=today))]


def test_no_scheme_and_a_good_one_have_no_fault(folder: Path) -> None:
    assert list(check.check(content_folder.load(folder, today=TODAY))) == []
    assert faults_of(folder, GOOD) == []


@pytest.mark.parametrize(("code", "old", "new"), FAULTS, ids=[f"{n}-{fault[0]}" for n, fault in enumerate(FAULTS)])
def test_a_fault_planted_in_a_scheme_is_told(folder: Path, code: str, old: str, new: str) -> None:
    assert GOOD.count(old) == 1
    assert code in faults_of(folder, GOOD.replace(old, new))


def test_a_scheme_past_its_day_is_told_by_itself_and_a_future_reading_is_a_fault(folder: Path) -> None:
    assert faults_of(folder, GOOD, date(2026, 12, 31)) == ["161"]
    assert faults_of(folder, GOOD, date(2027, 3, 1)) == ["161"]
    assert faults_of(folder, GOOD, date(2026, 11, 1)) == ["160"]


def test_the_check_of_the_whole_content_reads_the_schemes(folder: Path) -> None:
    (folder / credit_schemes.FOLDER / "dpc.yml").write_text("- no\n", "utf-8")
    assert "160" in {problem.code for problem in all_checks.problems(content_folder.load(folder, today=TODAY))}


def test_the_shipped_schemes_load_and_say_when_they_are_in_force() -> None:
    schemes = credit_schemes.load(SHIPPED)
    assert set(schemes) == {"certification-periodique", "dpc", "eaccme"}
    dpc = schemes["dpc"]
    assert [dpc.is_in_force(day) for day in (date(2022, 12, 31), date(2023, 1, 1), date(2026, 12, 31), date(2027, 1, 1))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert sum(axis.least or 0 for axis in schemes["certification-periodique"].axes) == 8, (
        "eight actions in all, as the decree's report says"
    )


def test_loading_stops_at_the_first_fault(folder: Path) -> None:
    (folder / credit_schemes.FOLDER / "dpc.yml").write_text(GOOD.replace("unit: action", "unit: point"), "utf-8")
    with pytest.raises(ContentUnreadable, match="unit"):
        credit_schemes.load(folder)
