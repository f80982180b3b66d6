"""Checks at their edges: the shortest address, the last day, a translation without screens, two forms of three."""

import pytest

from courses.checks.items import guessing
from courses.items.syntax import parse

EN = "en/garden/warm.md"


@pytest.mark.parametrize(
    ("address", "is_dead"), [("https://a", False), ("https://", True), ("tel:+3315", False), ("http://a.example", True)]
)
def test_an_address_is_more_than_its_scheme(check, rewrite, address: str, is_dead: bool) -> None:
    rewrite("fr/garden/warm.md", "page:when-i-call", address)
    assert bool([problem for problem in check() if problem.code == "304"]) is is_dead


def test_a_translation_without_screens_is_told_at_its_first_line(check, folder) -> None:
    file = folder / EN
    front = file.read_text("utf-8").split("---\n")[1]
    file.write_text(f"---\n{front}---\n", "utf-8")
    (problem,) = [one for one in check() if one.code == "214"]
    assert (problem.path, problem.line) == (EN, 1)
    assert "'measure' in fr/garden/warm.md, no further screen here" in problem.message


@pytest.mark.parametrize("name", ["B", "C"])
def test_a_second_form_with_other_kinds_is_told_though_there_is_no_third(name: str) -> None:
    text = "# form A\n\n## a Q ? {single objective=k}\n- [x] x\n- [ ] y\n\n"
    text += f"# form {name}\n\n## b Q ? {{multi objective=k}}\n- [x] x\n- [ ] y\n"
    found = list(guessing._blueprint(parse("x.items.md", "fr", "x", text).items, "x"))
    assert [(problem.code, problem.line) for problem in found] == [("146", 9)]
    assert "form " + name in found[0].message


def test_a_safety_block_that_is_missing_is_told_at_the_first_line(check, rewrite) -> None:
    rewrite(EN, "::: safety {#call}", "::: note")
    (problem,) = [one for one in check() if one.code == "212"]
    assert (problem.path, problem.line) == (EN, 1)
    assert "fr/garden/warm.md:18" in problem.message


@pytest.mark.parametrize(("unit", "said"), [("°C", "write the same sign in both"), ("comprimés", "“comprimés” is said “")])
def test_a_unit_that_differs_is_told_with_what_to_write(check, rewrite, unit: str, said: str) -> None:
    rewrite("fr/garden/warm.items.md", "unit=°C", f"unit={unit}")
    rewrite("en/garden/warm.items.md", "unit=°C", "unit=mL")
    (problem,) = [one for one in check() if one.code == "221"]
    assert f"“mL” here, “{unit}” there; " in problem.message
    assert said in problem.message


@pytest.mark.parametrize(
    ("file", "reviewed", "last", "after"),
    [("fr/garden/warm.md", "2026-11-10", "2027-05-13", "2027-05-14"), ("fr/garden/tea.md", "2026-11-10", "2027-11-11", "2027-11-12")],
)
def test_a_module_lives_half_a_year_after_its_review_where_it_is_critical_and_else_a_year(
    check, folder, file: str, reviewed: str, last: str, after: str
) -> None:
    for day, codes in ((last, set()), (after, {"015"})):
        path = folder / file
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("reviewed_on:", "expires:"))]
        lines[1:1] = [f"reviewed_on: {reviewed}", f"expires: {day}"]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        assert {one.code for one in check() if one.path == file} & {"015"} == codes, day


def test_too_few_cases_for_professionals_are_told_at_the_first_line(check, folder) -> None:
    path = folder / "fr" / "counter" / "ask.items.md"
    path.write_text(path.read_text("utf-8").replace("{single case ", "{single ", 3), "utf-8")
    problems = [problem for problem in check() if problem.code == "128"]
    assert [(problem.path, problem.line, problem.severity) for problem in problems] == [("fr/counter/ask.items.md", 1, "warning")]


def test_a_translation_that_lacks_the_last_screen_is_told_at_its_own_last_one(check, folder) -> None:
    file = folder / EN
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("## I breathe")], "utf-8")
    (problem,) = [one for one in check() if one.code == "214"]
    assert problem.line == text[: text.index("## I write down")].count("\n") + 1
