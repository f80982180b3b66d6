"""What a pilot may show: nothing before those who must answer do, and never a set with an open red flag."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.checks import pilot_agreement
from courses.library import content_folder
from courses.library.content_folder import Library
from courses.pilot import pilot_file, standing
from courses.pilot.pilot_file import BOTH, FILE, LASTS, Declaration, Pilot, Signature
from courses.text.source_texts import Texts
from courses.triage import register

SHIPPED = Path(__file__).parents[3] / "content"
ROOT = SHIPPED.parent
TODAY = DAY_OF_CONTENT
SET = ("carer-role", "interactions")
"""Two modules whose red flags have no open question."""


def library(over: dict[str, str] | None = None, today: date = TODAY) -> Library:
    return content_folder.load(SHIPPED, today=today, texts=Texts(SHIPPED, over or {}))


@pytest.fixture(scope="module")
def content() -> Library:
    return library()


def whole(content: Library, modules: tuple[str, ...] = SET, parts: tuple[str, ...] = (), on: date = TODAY) -> Pilot:
    """Everybody answered and signed everything that can be signed."""
    pilot = Pilot(modules, parts)
    for person, profession in (("o", "oncologist"), ("p", "pharmacist")):
        pilot = pilot.with_clinician(Declaration(person, f"Dr {person}", profession, on, marks=standing.marks(content, pilot)))
    for row in standing.rows_of_set(content, content.shared.register, pilot):
        for person in "op":
            pilot = pilot.with_signature(Signature(row.key, person, on, standing.row_mark(row)))
    return pilot.with_officer(Declaration("d", "Dominique", "", on))


def state(content: Library, pilot: Pilot | None, today: date = TODAY) -> standing.Standing:
    return standing.of(content, content.shared.register, pilot, today)


def kinds(content: Library, pilot: Pilot | None, today: date = TODAY) -> set[str]:
    return {reason.kind for reason in state(content, pilot, today).reasons}


def test_a_whole_pilot_is_open_for_six_months_and_not_a_day_longer(content: Library) -> None:
    pilot = whole(content)
    opened = state(content, pilot)
    assert (opened.units, opened.until, opened.reasons) == (frozenset(SET), TODAY + LASTS, ())
    assert state(content, pilot, TODAY + LASTS).is_open
    after = state(content, pilot, TODAY + LASTS + timedelta(days=1))
    assert not after.is_open
    assert {"no-clinician", "no-officer"} <= {reason.kind for reason in after.reasons}
    assert not state(content, pilot, TODAY - timedelta(days=1)).is_open, "nobody answers for the past"


@pytest.mark.parametrize("unit", ["fever", "at-the-counter", "sheet", "game", "symptoms"])
def test_a_pilot_with_an_open_red_flag_is_refused_whole(content: Library, unit: str) -> None:
    parts = (unit,) if unit in pilot_file.PARTS else ()
    refused = state(content, whole(content, SET if parts else (*SET, unit), parts))
    assert not refused.is_open
    assert {reason.kind for reason in refused.reasons} == {"open-row"}


def test_rows_that_a_named_clinician_settled_are_open_no_more(content: Library) -> None:
    text = (SHIPPED / register.FILE).read_text("utf-8")
    settled = text.replace('    reviewer: ""\n', '    reviewer: "Dr Anne Martin"\n    reviewed_on: 2026-11-28\n')
    assert settled != text
    changed = library({register.FILE: settled})
    assert state(changed, whole(changed, (*SET, "fever"))).units == {*SET, "fever"}


@pytest.mark.parametrize("person", ["o", "p", "d"])
def test_whoever_takes_it_back_shuts_it_at_once(content: Library, person: str) -> None:
    assert not state(content, whole(content).without(person, TODAY)).is_open


@pytest.mark.parametrize("person", ["o", "p"])
def test_each_red_flag_needs_both_signatures(content: Library, person: str) -> None:
    pilot = whole(content)
    rows = standing.rows_of_set(content, content.shared.register, pilot)
    assert len(rows) == 2
    for row in rows:
        lacking = replace(pilot, signatures=tuple(one for one in pilot.signatures if (one.row, one.person) != (row.key, person)))
        (reason,) = state(content, lacking).reasons
        assert (reason.kind, reason.subject) == ("unsigned-row", row.key)
        assert reason.professions == (dict(zip("op", BOTH, strict=True))[person],)


def test_a_signature_of_somebody_who_answers_no_more_or_of_other_words_counts_for_nothing(content: Library) -> None:
    pilot = whole(content)
    other_words = replace(pilot, signatures=tuple(replace(one, mark="0" * 12) for one in pilot.signatures))
    stranger = replace(pilot, signatures=tuple(replace(one, person="x") for one in pilot.signatures))
    old = replace(pilot, signatures=tuple(replace(one, on=TODAY - LASTS - timedelta(days=1)) for one in pilot.signatures))
    to_come = replace(pilot, signatures=tuple(replace(one, on=TODAY + timedelta(days=1)) for one in pilot.signatures))
    for each in (other_words, stranger, old, to_come):
        assert kinds(content, each) == {"unsigned-row"}


def test_words_that_change_shut_their_own_unit_until_it_is_taken_again(content: Library) -> None:
    pilot = whole(content)
    path = "en/caregivers/carer-role.md"
    changed = library({path: (SHIPPED / path).read_text("utf-8") + "\n\nOne more line.\n"})
    after = state(changed, pilot)
    assert after.units == {"interactions"}
    assert [(reason.kind, reason.subject) for reason in after.reasons] == [("changed-unit", "carer-role")]
    taken_again = pilot
    for one in pilot.clinicians:
        taken_again = taken_again.with_clinician(replace(one, marks=standing.marks(changed, pilot)))
    assert state(changed, taken_again).units == frozenset(SET)


def test_a_module_nobody_took_is_in_no_pilot(content: Library) -> None:
    pilot = whole(content)
    wider = replace(pilot, modules=(*pilot.modules, "oral-interviews"))
    assert "oral-interviews" not in state(content, wider).units
    assert kinds(content, Pilot()) == kinds(content, None) == {"no-set"}


def test_every_open_question_of_the_second_reading_stands_in_the_register() -> None:
    """The table *Open for a clinician* names alerts: each has a row marked `decide`, or was made urgent since."""
    found, _ = register.read(Texts(SHIPPED))
    assert found is not None
    section = (ROOT / "docs/second-reading.md").read_text("utf-8").split("## Open for a clinician")[1].split("\n- ")[0]
    alerts = {alert.strip() for line in re.findall(r"^\| ([a-z, -]+), today", section, re.M) for alert in line.split(",")}
    assert len(alerts) >= 12
    for alert in alerts:
        rows = [row for row in found.rows.values() if alert in row.alerts]
        assert rows, alert
        assert any(row.is_open for row in rows) or all(row.urgency in ("now", "emergency") for row in rows), alert


def test_the_register_decides_which_rows_are_open(content: Library) -> None:
    triage = content.shared.register
    assert triage is not None
    open_rows = {row.key for row in triage.rows.values() if standing.is_open(row)}
    assert open_rows >= {row.key for row in triage.rows.values() if row.is_open}
    assert {row.key for row in triage.rows.values() if row.is_unverified and row.urgency in ("now", "emergency")} <= open_rows
    assert "hair" not in open_rows


KEYS = st.text("abcdef-", min_size=1, max_size=8)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\u00ad\ufeff"), min_size=1).filter(
    str.strip
)


@st.composite
def pilots(draw: st.DrawFn) -> Pilot:
    def declaration(profession: str) -> Declaration:
        on = draw(DAYS)
        ended = draw(st.none() | st.dates(on, date(2028, 1, 1)))
        marks = draw(st.dictionaries(KEYS, KEYS, max_size=3)) if profession else {}
        return Declaration(draw(KEYS), draw(NAMES), profession, on, ended, marks)

    count = st.integers(0, 3)
    return Pilot(
        tuple(draw(st.lists(KEYS, unique=True, max_size=3))),
        tuple(draw(st.lists(st.sampled_from(pilot_file.PARTS), unique=True))),
        tuple(declaration(draw(st.sampled_from(pilot_file.PROFESSIONS))) for _ in range(draw(count))),
        tuple(declaration("") for _ in range(draw(count))),
        tuple(Signature(draw(KEYS), draw(KEYS), draw(DAYS), draw(KEYS)) for _ in range(draw(count))),
    )


def plain(pilot: Pilot) -> Pilot:
    """Without lines, and names as a person's are: without blanks around, composed."""
    return replace(
        pilot,
        clinicians=tuple(replace(one, line=1, marks=dict(one.marks)) for one in pilot.clinicians),
        officers=tuple(replace(one, line=1) for one in pilot.officers),
        signatures=tuple(replace(one, line=1) for one in pilot.signatures),
    )


@settings(max_examples=60, deadline=None)
@given(pilots())
def test_what_is_written_is_read_back(pilot: Pilot) -> None:
    text = pilot_file.file_text(pilot)
    read, problems = pilot_file.read(Texts(SHIPPED, {FILE: text}))
    assert problems == []
    assert read is not None
    assert pilot_file.file_text(plain(read)) == pilot_file.file_text(plain(read))
    assert [one.person for one in read.clinicians] == [one.person for one in pilot.clinicians]
    assert plain(replace(read, clinicians=(), officers=())) == plain(replace(pilot, clinicians=(), officers=()))
    for after, before in zip((*read.clinicians, *read.officers), (*pilot.clinicians, *pilot.officers), strict=True):
        assert (after.on, after.ended_on, after.profession, dict(after.marks)) == (
            before.on, before.ended_on, before.profession, dict(before.marks),
        )  # fmt: skip


GOOD = """modules: [carer-role, interactions]
parts: []
clinicians:
- {person: "o", name: "Dr O", profession: "oncologist", on: 2026-11-20, marks: {}}
- {person: "p", name: "P", profession: "pharmacist", on: 2026-11-20, marks: {}}
officers:
- {person: "d", name: "D", on: 2026-11-20}
signatures:
- {row: "sepsis", person: "o", on: 2026-11-20, mark: "0"}
"""
FAULTS = [
    ("003", "modules: [carer-role", "modules: [[carer-role"),
    ("004", "parts: []", "part: []"),
    ("594", "modules: [carer-role, interactions]", "modules: {}"),
    ("594", 'profession: "oncologist"', 'profession: "oncologue"'),
    ("594", 'name: "Dr O", ', ""),
    ("594", "on: 2026-11-20, marks: {}}\n- {person: \"p\"", "on: bientôt, marks: {}}\n- {person: \"p\""),
    ("594", "{person: \"d\", name: \"D\", on: 2026-11-20}", "{person: \"d\", name: \"D\", on: 2026-11-20, ended_on: 2026-11-01}"),
    ("594", 'mark: "0"', "mark: []"),
    ("594", "officers:\n- {", "officers:\n  one: {"),
    ("595", "carer-role,", "carer-rol,"),
    ("595", "parts: []", "parts: [sheets]"),
    ("595", 'row: "sepsis"', 'row: "sepsi"'),
    ("595", 'row: "sepsis", person: "o"', 'row: "sepsis", person: "z"'),
    ("596", "carer-role,", "fever,"),
    ("596", "parts: []", "parts: [sheet]"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new"), FAULTS, ids=[f"{n}-{fault[0]}" for n, fault in enumerate(FAULTS)])
def test_a_planted_fault_is_found(code: str, old: str, new: str) -> None:
    assert old in GOOD
    before = {problem.code for problem in pilot_agreement.check(library({FILE: GOOD}))}
    assert before == {"597"}
    problems = [problem for problem in pilot_agreement.check(library({FILE: GOOD.replace(old, new, 1)})) if problem.code == code]
    assert problems
    assert {(problem.path, problem.severity) for problem in problems} == {(FILE, "error")}


def test_what_waits_for_a_person_is_a_warning(content: Library) -> None:
    def codes(pilot: Pilot, over: dict[str, str] | None = None) -> set[tuple[str, str]]:
        looked = library({FILE: pilot_file.file_text(pilot), **(over or {})})
        return {(problem.code, problem.severity) for problem in pilot_agreement.check(looked)}

    pilot = whole(content)
    assert codes(pilot) == set()
    assert codes(replace(pilot, signatures=())) == {("597", "warning")}
    assert codes(replace(pilot, officers=())) == {("598", "warning")}
    path = "fr/caregivers/carer-role.md"
    assert codes(pilot, {path: (SHIPPED / path).read_text("utf-8") + "\n"}) == {("599", "warning")}
