"""Codes people copy by hand: one alphabet, and the same reading of what was typed at the site and in the window."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.device import pairing as device_pairing
from infrastructure import codes
from lms.accounts import pairing

ROOT = Path(__file__).resolve().parents[2]


def test_no_sign_is_taken_for_another() -> None:
    assert len(set(codes.SIGNS)) == 32
    assert not set("ILOU") & set(codes.SIGNS)


@given(st.text(alphabet=codes.SIGNS, min_size=8, max_size=8), st.sampled_from("-  \t"))
def test_small_letters_and_gaps_give_the_same_code(code: str, gap: str) -> None:
    assert codes.clean_code(gap.join(code.lower())) == code


def test_letters_that_are_not_in_it_are_read_as_what_they_look_like() -> None:
    assert codes.clean_code("iIlLoO uU") == "111100VV"


@given(st.text(max_size=12))
def test_window_and_site_read_the_same_code_in_what_was_typed(typed: str) -> None:
    if len(codes.clean_code(typed)) == pairing.LENGTH:
        assert pairing.hashed(device_pairing.clean_code(typed)) == pairing.hashed(typed)


def test_codes_are_made_of_it() -> None:
    assert set(pairing.new_code()) <= set(codes.SIGNS)


@pytest.mark.slow
def test_the_alphabet_stands_in_one_file() -> None:
    files = [
        path
        for folder in ("infrastructure", "lms", "lrs", "game", "courses", "xapi", "analytics")
        for path in (ROOT / folder).rglob("*.py")
    ]
    found = [
        path.relative_to(ROOT).as_posix()
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "GHJKMNPQ" in node.value.upper()
    ]
    assert found == ["infrastructure/codes.py"]
