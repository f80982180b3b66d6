"""Codes: random enough, typed with the usual slips, and a wrong sign is told before anybody looks for it."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.credentials import codes

drawn = st.lists(st.integers(0, 31), min_size=15, max_size=15).map(
    lambda numbers: codes.draw_code(lambda _n, left=list(numbers): left.pop())
)
"""A code from fifteen numbers."""


def test_a_code_holds_seventy_five_random_bits() -> None:
    asked: list[int] = []

    def draw(n: int) -> int:
        asked.append(n)
        return secrets.randbelow(n)

    assert len(codes.draw_code(draw)) == 16
    assert asked == [32] * 15


def test_no_two_of_ten_thousand_codes_are_the_same() -> None:
    assert len({codes.draw_code() for _ in range(10_000)}) == 10_000


@given(drawn, st.integers(0, 15), st.sampled_from(codes.SIGNS))
def test_one_wrong_sign_is_always_told(code: str, place: int, sign: str) -> None:
    other = code[:place] + sign + code[place + 1 :]
    assert codes.defect(other) == (None if other == code else "check")


@given(drawn, st.integers(0, 14))
def test_two_swapped_signs_are_always_told(code: str, place: int) -> None:
    other = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.defect(other) == (None if other == code else "check")


@given(drawn)
def test_it_is_read_back_from_print_in_small_letters_and_with_the_usual_slips(code: str) -> None:
    printed = codes.grouped(code)
    assert codes.normalise(printed) == code
    assert codes.normalise(f" {printed.lower().replace('-', ' – ')} ") == code
    assert codes.normalise(printed.replace("0", "O").replace("1", "l")) == code
    assert codes.normalise(printed.replace("0", "o").replace("1", "I").replace("-", "\u2011")) == code


@pytest.mark.parametrize(
    "typed", ["", "null", "None", "0", "undefined", "é" * 16, "K7QP", "K" * 65, "A" * 10_000, "../../etc", "%00", "\u202e"]
)
def test_what_is_no_code_has_no_form(typed: str) -> None:
    assert codes.defect(codes.normalise(typed)) == "form"


def test_a_truncated_or_lengthened_code_has_no_form() -> None:
    code = codes.draw_code()
    assert codes.defect(code[:-1]) == codes.defect(code + "0") == "form"


def test_the_hash_tells_no_code() -> None:
    code = codes.draw_code()
    assert code not in codes.hash_of(code)
    assert codes.hash_of(code) != codes.hash_of(codes.draw_code())
