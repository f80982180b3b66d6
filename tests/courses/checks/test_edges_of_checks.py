"""Checks at their edges: the shortest address, a translation without screens, two forms of three."""

import pytest

from courses.checks import guessing
from courses.item_syntax import parse

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
