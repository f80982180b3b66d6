"""Small faults of the triage register and of items keyed to it, one for each rule that the shipped content alone does not try."""

from datetime import date
from pathlib import Path

import pytest

from courses.checks.items import triage_urgencies
from courses.checks.triage import register_agreement
from courses.items.syntax import parse
from courses.library import content_folder
from courses.library.content_folder import Files
from courses.library.structure import ModuleEntry
from courses.text.source_texts import Texts
from courses.triage import register

SHIPPED = Path(__file__).parents[3] / "content"
TODAY = date(2026, 11, 30)
BEGINNING = """state: draft
expires: 2027-05-23
read_on: 2026-11-28
today: {fr: "Dans les 24 heures.", en: "Within 24 hours."}
foot: {fr: "Formation.", en: "Training."}
regimens: {all: {fr: "tous", en: "all"}}
rows:
"""
SHIVERS = """  shivers: {number: 1, urgency: now, for: [all], fr: "Frissons", en: "Shivers", to_verify: true, reviewer: ""}
"""
CALM = """  hair: {number: 2, urgency: next, for: [all], fr: "Cheveux", en: "Hair", to_verify: true, reviewer: ""}
"""


def small(rows: str = SHIVERS + CALM, after: str = "") -> str:
    return f"{BEGINNING}{rows}{after}"


def said_of_register(text: str) -> list[tuple[str, str]]:
    """Code and words of what is wrong with a register by itself and with the shipped words that it names."""
    looked = content_folder.load(SHIPPED, today=TODAY, texts=Texts(SHIPPED, {register.FILE: text}))
    return [(problem.code, problem.message) for problem in register_agreement.check(looked)]


FAULTS = [
    ("570", "names at least one treatment", small(SHIVERS.replace("[all]", "[]"))),
    ("570", "must be `module#block:", small(after="blocks:\n  fever: {urgency: now, rows: [shivers]}\n")),
    ("570", "must be `module#block:", small(after="blocks:\n  fever#call: now\n")),
    ("570", "graded: is a lower urgency", small(SHIVERS.replace("urgency: now", "urgency: now, graded: now"))),
    ("570", "graded: is a lower urgency", small(SHIVERS.replace("urgency: now", "urgency: now, graded: emergency"))),
    ("571", "an emergency rests on a source", small(SHIVERS.replace("urgency: now", "urgency: emergency"))),
    ("576", "no row 'shiver'", small(after="blocks:\n  fever#call: {urgency: now, rows: [shiver]}\n")),
    ("572", "says next, row 'shivers' says now", small(after="blocks:\n  fever#call: {urgency: next, rows: [shivers]}\n")),
    ("572", "says now, row 'hair' says next", small(after="blocks:\n  fever#call: {urgency: now, rows: [hair]}\n")),
    ("576", "no words 'card.nowhere.text'", small(after="lines:\n  card.nowhere.text: shivers\n")),
]


@pytest.mark.parametrize(("code", "said", "text"), FAULTS, ids=[f"{n}-{fault[0]}" for n, fault in enumerate(FAULTS)])
def test_a_small_fault_of_the_register_is_named(code: str, said: str, text: str) -> None:
    assert [message for found, message in said_of_register(text) if found == code and said in message]


def test_a_small_register_without_a_fault_is_not_blamed_for_any_of_them() -> None:
    sound = small(after="blocks:\n  fever#call: {urgency: now, rows: [shivers]}\nlines:\n  card.fifteen.text: shivers\n")
    found = said_of_register(sound)
    assert [message for _, message in found if any(said in message for _, said, _ in FAULTS)] == []


def problems_of_item(text: str) -> list[tuple[str, int, str]]:
    rows, problems = register.read(Texts(SHIPPED, {register.FILE: small()}))
    assert rows is not None
    assert not problems
    file = parse("x.items.md", "en", "x", text)
    assert not file.problems, file.problems
    entry = ModuleEntry("x", "y", "patient", 10, False, (), (), (), "x", 1)
    found = triage_urgencies.of_module(rows, [Files(entry, "en", items=file)])
    return [(problem.code, problem.line, problem.message) for problem in found]


SINGLE = "## a-case {question} {{single objective=K02 row=none}}\n- [x] {best}\n- [ ] {other}\n@ leeds-unwell\n"
PAIRS = "## pairs Match each sign. {{match objective=K02}}\n- {one}\n- Hair => I note it. {{row=hair urgency=next}}\n@ leeds-unwell\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            SINGLE.format(question="A calm day.", best="I note it. {urgency=next}", other="I call the team tomorrow. {urgency=now}"),
            3,
            "'tomorrow' puts it off",
        ),
        (SINGLE.format(question="A calm day.", best="I note it. {urgency=next}", other="I call the team."), 3, "end this one with"),
        (PAIRS.format(one="Shivers => I call now. {row=shivers}"), 2, "row= and urgency= go together"),
        (PAIRS.format(one="Shivers => I call now. {urgency=now}"), 2, "row= and urgency= go together"),
        (PAIRS.format(one="Shivers => I call tomorrow. {row=shivers urgency=now}"), 2, "'tomorrow' puts it off"),
    ],
    ids=["contradicts itself", "says no urgency", "row alone", "urgency alone", "words put it off"],
)
def test_a_small_fault_of_an_item_is_named_at_its_option(text: str, line: int, said: str) -> None:
    assert [message for code, at, message in problems_of_item(text) if (code, at) == ("581", line) and said in message]


@pytest.mark.parametrize(
    "text",
    [
        SINGLE.format(question="A calm day.", best="I note it. {urgency=next}", other="I tell them at the visit. {urgency=next}"),
        PAIRS.format(one="Shivers => I call now. {row=shivers urgency=now}"),
    ],
)
def test_the_same_items_without_the_fault_are_clean(text: str) -> None:
    assert problems_of_item(text) == []
