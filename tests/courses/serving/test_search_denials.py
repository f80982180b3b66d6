"""Which signs of a query are said to be absent, and which denials are the sign itself."""

import pytest

from courses.serving.search_denials import is_denied
from courses.text.search_terms import words_of


@pytest.mark.parametrize(
    ("query", "sign", "denied"),
    [
        ("pas de fièvre mais très mal", "fièvre", True),
        ("je n’ai pas la fièvre mais je tremble", "fièvre", True),
        ("je tremble sans fièvre", "fièvre", True),
        ("aucune fièvre et pourtant fatigué", "fièvre", True),
        ("fatigué, ni fièvre ni toux", "toux", True),
        ("pas de fièvre mais toux", "toux", False),
        ("je ne peux pas manger", "manger", False),
        ("pas de comprimé ce matin fièvre", "fièvre", False),
        ("I haven't got a temperature but I shiver", "temperature", True),
        ("shivers without fever", "fever", True),
        ("not feverish but shaking", "feverish", True),
        ("no cough but fever", "fever", False),
        ("not drinking", "drinking", False),
        ("no tablet this morning fever", "fever", False),
    ],
)
def test_a_sign_is_denied_by_what_stands_just_before_it(query: str, sign: str, denied: bool) -> None:
    words = words_of(query)
    assert is_denied(words, words.index(words_of(sign)[0])) is denied
