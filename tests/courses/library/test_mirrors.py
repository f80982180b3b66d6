"""Mirrors: one side names the other, both show it, and nobody who is cared for is led to a text for professionals."""

from pathlib import Path

from content_day import NOON_OF_CONTENT

from courses.library import mirrors, structure
from courses.model.content import CARED_FOR
from courses.serving import catalogue
from courses.text.source_texts import Texts

SHIPPED = Path(__file__).parents[3] / "content"
MODULES = structure.load(Texts(SHIPPED)).modules


def test_a_pair_that_one_side_names_is_shown_on_both() -> None:
    found = mirrors.of(MODULES, MODULES)
    assert "fever" in MODULES["carer-red-signals"].mirrors
    assert not MODULES["fever"].mirrors
    assert found["fever"] == ("carer-red-signals",)
    assert "fever" in found["carer-red-signals"]
    assert {"fever", "carer-red-signals", "at-the-counter"} <= set(found["gp-fever-neutropenia"])


def test_what_is_not_shown_is_no_mirror() -> None:
    assert mirrors.of(MODULES, set(MODULES) - {"carer-red-signals"})["fever"] == ()


def test_every_shipped_module_has_a_mirror_for_other_readers_and_no_patient_is_led_to_professionals() -> None:
    shown = catalogue.load(SHIPPED, now=NOON_OF_CONTENT)
    assert len(shown.mirrors) == len(MODULES)
    for key, others in shown.mirrors.items():
        audience = MODULES[key].audience
        assert others, key
        assert all(MODULES[other].audience != audience for other in others), key
        assert audience not in CARED_FOR or all(MODULES[other].audience in CARED_FOR for other in others), key
