"""Team numbers: what can be dialled, how it is read, and what a bad cookie does."""

import pytest

from lms.safety.team_numbers import NumberUnclear, TeamNumbers, dial_form, from_cookie, number_in_groups


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("01 99 00 12 34", "0199001234"),
        ("+33 1 99 00 12 34", "+33199001234"),
        ("01.99.00.12.34", "0199001234"),
        ("  15 ", "15"),
        ("1", None),
        ("3114", "3114"),
        ("(020) 7946-0000", "02079460000"),
        ("", ""),
    ],
)
def test_it_keeps_only_what_a_telephone_dials(typed: str, digits: str | None) -> None:
    if digits is None:
        with pytest.raises(NumberUnclear) as refusal:
            dial_form(typed, "day")
        assert refusal.value.reason == "length"
    else:
        assert dial_form(typed, "day") == digits


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "01 99 <b>", "demander Sophie", "1" * 16, "++33"])
def test_it_refuses_what_cannot_be_dialled(typed: str) -> None:
    with pytest.raises(NumberUnclear):
        dial_form(typed, "night")


def test_it_reads_french_numbers_two_digits_at_a_time() -> None:
    assert number_in_groups("0199001234") == number_in_groups("+33199001234") == "01\u00a099\u00a000\u00a012\u00a034"
    assert number_in_groups("+442079460000") == "+442079460000"


def test_a_cookie_comes_back_as_it_was_written() -> None:
    numbers = TeamNumbers("0199001234", "+33199005678")
    assert from_cookie(numbers.as_cookie()) == numbers


@pytest.mark.parametrize("value", [None, "", "|", "tel:15|<script>", "1|2|3", "a" * 5000])
def test_a_damaged_cookie_is_no_number(value: str | None) -> None:
    assert not from_cookie(value)
