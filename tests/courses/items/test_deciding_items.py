"""Only rows of the triage register that a named clinician signed may decide a professional's pass."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT, NOON_OF_CONTENT

from courses.items.syntax import parse
from courses.model.deciding import may_decide
from courses.serving import catalogue
from courses.text.source_texts import Texts
from courses.triage import register

SHIPPED = Path(__file__).parents[3] / "content"
NOW = NOON_OF_CONTENT
TODAY = DAY_OF_CONTENT
SIGNED = '    reviewer: "Dr A. Nomdesigne"\n    reviewed_on: 2026-11-20\n'


def item(words: str, urgency: str = ""):
    return parse("x", "fr", "x", f"## a Quoi ? {{{words}}}\n- [x] J’appelle.{urgency}\n- [ ] Non.\n").items[0]


def signed(text: str, *keys: str, by: str = SIGNED) -> str:
    for key in keys:
        text, count = re.subn(rf'(^  {key}:\n(?:    .*\n)*?)    reviewer: ""\n', rf"\1{by}", text, count=1, flags=re.MULTILINE)
        assert count == 1, key
    return text


def rows_of(text: str, today: date = TODAY) -> frozenset[str]:
    found, problems = register.read(Texts(SHIPPED, {register.FILE: text}))
    assert problems == []
    return register.signed_rows(found, today)


@pytest.fixture(scope="module")
def unsigned() -> str:
    return (SHIPPED / register.FILE).read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "urgency", "rows", "decides"),
    [
        ("single objective=K14", "", set(), True),
        ("single objective=K02 row=fever", " {urgency=now}", set(), False),
        ("single objective=K02 row=fever", " {urgency=now}", {"fever"}, True),
        ("single objective=K02 row=fever,urine", " {urgency=now}", {"fever"}, False),
        ("single objective=K02 row=fever,urine", " {urgency=now}", {"fever", "urine", "cough"}, True),
        ("single objective=K02 row=none", "", set(), True),
        ("single objective=K02 row=none", " {urgency=today}", {"fever"}, False),
    ],
)
def test_an_item_decides_when_every_row_it_names_is_signed(words, urgency, rows, decides):
    assert may_decide(item(words, urgency), frozenset(rows)) is decides


def test_a_match_decides_when_the_rows_of_all_its_pairs_are_signed():
    head = "## a Reliez. {match objective=K13}\n- Bouche sèche => Je note {row=hair urgency=next}\n"
    text = head + "- Fièvre => Tout de suite {row=fever urgency=now}\n"
    made = parse("x", "fr", "x", text).items[0]
    assert not may_decide(made, frozenset({"fever"}))
    assert may_decide(made, frozenset({"fever", "hair"}))


def test_nobody_has_signed_a_row_of_the_shipped_register(unsigned):
    assert rows_of(unsigned) == frozenset()


def test_a_row_counts_from_the_day_it_is_signed_until_the_register_expires(unsigned):
    text = signed(unsigned, "cough", "urine")
    assert rows_of(text) == {"cough", "urine"}
    assert rows_of(text, date(2026, 11, 19)) == frozenset()
    assert rows_of(text, date(2027, 5, 23)) == {"cough", "urine"}
    assert rows_of(text, date(2027, 5, 24)) == frozenset()


@pytest.mark.parametrize(
    "by",
    ['    reviewer: ""\n    reviewed_on: 2026-11-20\n', '    reviewer: "  "\n    reviewed_on: 2026-11-20\n', '    reviewer: "Dr B."\n'],
)
def test_a_signature_without_a_name_or_a_day_is_none(unsigned, by):
    assert rows_of(signed(unsigned, "cough", by=by)) == frozenset()


def test_without_a_register_no_row_is_signed():
    assert register.signed_rows(None, TODAY) == frozenset()


@pytest.mark.slow
def test_the_catalogue_tells_for_each_item_of_a_professional_whether_it_may_decide(tmp_path, unsigned):
    folder = tmp_path / "content"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("media"))
    before = catalogue.load(folder, now=NOW)
    (folder / register.FILE).write_text(signed(unsigned, "bruises"), "utf-8")
    after = catalogue.load(folder, now=NOW)
    module = after.module("at-the-counter", "fr")
    pool = [*module.items, *[one for form in module.forms.values() for one in form]]
    told = {one.key for one in pool if after.may_decide(one)} - {one.key for one in pool if before.may_decide(one)}
    assert told == {one.key for one in pool if one.triage_rows == {"bruises"}}
    assert {"a-aspirin", "b-red-dots"} <= told
    assert [one.key for one in pool if before.may_decide(one) and one.triage_rows] == []
