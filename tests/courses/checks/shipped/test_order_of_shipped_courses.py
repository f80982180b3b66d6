"""Which shipped modules wait for others (0049-what-waits-for-what.md): none that is needed at once, and no path stops at one."""

from pathlib import Path

import pytest
from content_day import NOON_OF_CONTENT

from courses.model.content import CARED_FOR, Module
from courses.serving import catalogue
from courses.serving.catalogue import Catalogue

SHIPPED = Path(__file__).parents[4] / "content"
WAITING = {"gp-pathway-evidence": ("gp-fever-neutropenia",), "adherence": ("oral-interviews",)}


@pytest.fixture(scope="module")
def shelf() -> Catalogue:
    return catalogue.load(SHIPPED, now=NOON_OF_CONTENT)


def waiting(shelf: Catalogue) -> dict[str, Module]:
    return {module.key: module for (_, language), module in shelf.modules.items() if language == "fr" and module.requires}


def test_one_module_of_each_professional_course_waits_for_another(shelf: Catalogue) -> None:
    assert {key: module.requires for key, module in waiting(shelf).items()} == WAITING


def test_nothing_for_patients_or_carers_and_nothing_with_red_flags_waits(shelf: Catalogue) -> None:
    for module in waiting(shelf).values():
        assert module.audience not in CARED_FOR, module.key
        assert not module.is_critical, module.key


def test_what_comes_first_stands_before_in_the_course_and_in_every_path(shelf: Catalogue) -> None:
    orders = [tuple(course.modules) for course in shelf.courses.values()] + [path.modules for path in shelf.paths]
    for module in waiting(shelf).values():
        held = [order for order in orders if module.key in order]
        assert len(held) >= 2, "its course, and the whole path of its profession"
        for order in held:
            for key in module.requires:
                assert key in order[: order.index(module.key)], (module.key, order)
