"""A number keeps its unit, a day of a cycle its number, and a call its emergency number, also where that number is set in bold."""

import pytest

from courses.text.typography import NO_BREAK, typeset, typeset_html


@pytest.mark.parametrize(
    ("text", "language", "kept"),
    [
        ("plus d’un vomissement en 24 heures", "fr", "24_heures"),
        ("2 jours, ventre souple", "fr", "2_jours"),
        ("encore 9 minutes environ", "fr", "9_minutes"),
        ("depuis 4 mois, 12 ans", "fr", "12_ans"),
        ("votre jour 8", "fr", "jour_8"),
        ("within 24 hours", "en", "24_hours"),
        ("on a Monday (day 1)", "en", "day_1"),
        ("between day 7 and day 10", "en", "day_10"),
        ("keep it for 12 months", "en", "12_months"),
    ],
)
def test_a_number_is_never_parted_from_what_it_counts(text: str, language: str, kept: str) -> None:
    assert kept.replace("_", NO_BREAK) in typeset(text, language)
    assert typeset(typeset(text, language), language) == typeset(text, language)


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<p>Danger immédiat : le <strong>15</strong>.</p>", "fr"),
        ("<p>j’appelle au <b>114</b></p>", "fr"),
        ("<p>No urine in a day: call <strong>15</strong>.</p>", "en"),
    ],
)
def test_an_emergency_number_in_bold_stays_beside_the_word_before_it(html: str, language: str) -> None:
    assert f"{NO_BREAK}<" in typeset_html(html, language)


def test_other_words_before_bold_may_break() -> None:
    assert NO_BREAK not in typeset_html("<p>dans le <strong>matin</strong>, 15 personnes, un an plus tard</p>", "fr")
