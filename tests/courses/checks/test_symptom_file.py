"""The symptom pages: what is wrong with their file is found at its line, and a broken entry takes only its own page."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from courses.checks.triage import symptom_pages
from courses.library import content_folder
from courses.serving import catalogue
from courses.text.source_texts import Texts
from courses.triage import register, symptom_file
from lms.web.database.instants import now

SHIPPED = Path(__file__).parents[3] / "content"
FILE = symptom_file.FILE
TEXT = (SHIPPED / FILE).read_text(encoding="utf-8")
FAULTS = [  # code, what stands in the file, what stands there now
    ("583", TEXT, "[fever]\n"),
    ("583", "  headache:\n", "  Head ache:\n"),
    ("583", '    en: "Headache"\n', '    en: "Tiredness"\n'),
    ("583", 'helps: ["nausea-mouth-appetite#mouth"]', 'helps: ["nausea-mouth-appetite"]'),
    ("583", "    rows: [palms-capecitabine, palms-cannot, palms-painful, palms-red]\n", "    rows: [hair]\n"),
    ("584", "rows: [stroke, sepsis, headache,", "rows: [stroke, sepsiss, headache,"),
    ("584", "    part: mood\n", "    part: mod\n"),
    ("584", "situations: [waiting-for-the-scan]", "situations: [waiting-for-the-scam]"),
    ("584", "cards: [too-heavy]", "cards: [to-heavy]"),
    ("584", 'helps: ["nausea-mouth-appetite#mouth"]', 'helps: ["nausea-mouth-apetite#mouth"]'),
    ("584", 'helps: ["nausea-mouth-appetite#mouth"]', 'helps: ["nausea-mouth-appetite#month"]'),
    ("584", 'helps: ["nausea-mouth-appetite#mouth"]', 'helps: ["at-the-counter#triage"]'),
    ("585", "suicide, despair, low-spirits", "despair, low-spirits"),
    ("587", "rows: [cold-allergy, palms-capecitabine, walking,", "rows: [cold-allergy, walking,"),
    ("587", "jaundice, immunotherapy-other, rash-itchy,", "jaundice, rash-itchy,"),
    ("011", '    en: "Headache"\n', ""),
    ("004", "    part: mood\n", "    part: mood\n    urgency: next\n"),
    ("003", "symptoms:\n", "symptoms: [\n"),
]


def problems_of(text: str) -> list[tuple[str, int]]:
    library = content_folder.load(SHIPPED, today=now().date(), texts=Texts(SHIPPED, {FILE: text}))
    return [(problem.code, problem.line) for problem in symptom_pages.check(library)]


def test_the_shipped_pages_have_no_fault() -> None:
    assert problems_of(TEXT) == []


@pytest.mark.parametrize(("code", "before", "after"), FAULTS)
def test_a_fault_is_told_with_its_line(code: str, before: str, after: str) -> None:
    assert before in TEXT
    told = problems_of(TEXT.replace(before, after, 1))
    lines = [line for one, line in told if one == code]
    assert lines, told
    if before not in (TEXT, "suicide, despair, low-spirits") and code != "003":
        start = TEXT[: TEXT.index(before)].count("\n") + 1
        assert any(start - 3 <= line <= start + 6 for line in lines), (start, told)


def test_a_broken_entry_takes_its_own_page_and_no_other() -> None:
    triage, _ = register.read(Texts(SHIPPED))
    whole = symptom_file.read(Texts(SHIPPED), triage).index
    broken = symptom_file.read(Texts(SHIPPED, {FILE: TEXT.replace("    part: mood\n", "    part: mod\n")}), triage).index
    assert {symptom.key for symptom in whole.symptoms} - {symptom.key for symptom in broken.symptoms} == {"spirits"}


def test_a_row_whose_source_nobody_read_is_printed_on_no_page() -> None:
    triage, _ = register.read(Texts(SHIPPED))
    assert triage is not None
    unread = {row.key for row in triage.rows.values() if row.is_unverified}
    printed = {sign.key for symptom in symptom_file.read(Texts(SHIPPED), triage).index.symptoms for sign in symptom.signs}
    assert unread
    assert not printed & unread


def over(folder: Path, state: str) -> Path:
    """A copy of the registers alone, with the state of the triage register, read again today."""
    (folder / "_structure").mkdir(parents=True)
    for path in (SHIPPED / "_structure").glob("*.yml"):
        (folder / "_structure" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    triage = folder / register.FILE
    read_again = f"expires: {now().date() + timedelta(days=100)}"
    words = re.sub(r"^expires: .*$", read_again, triage.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    triage.write_text(words.replace("state: draft", f"state: {state}", 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("state", "instance", "is_shown"),
    [
        ("draft", "demo", True),
        ("draft", "real", False),
        ("in_review", "real", False),
        ("published", "real", True),
        ("withdrawn", "demo", False),
    ],
)
def test_a_real_site_shows_the_pages_of_a_published_register_alone(
    tmp_path: Path, state: str, instance: catalogue.Instance, is_shown: bool
) -> None:
    shown = catalogue.load(over(tmp_path / "content", state), now=now(), instance=instance)
    assert bool(shown.symptoms) is is_shown


def test_the_pages_go_on_as_they_were_while_their_file_cannot_be_read(tmp_path: Path) -> None:
    folder = over(tmp_path / "content", "draft")
    before = catalogue.load(folder, now=now())
    (folder / FILE).write_text("symptoms: [\n", encoding="utf-8")
    after = catalogue.load(folder, now=now(), before=before)
    assert after.symptoms == before.symptoms
    assert "003" in {problem.code for problem in after.problems if problem.path == FILE}
