"""Which signs of a query are said to be absent: "no fever but shivering", « pas de fièvre mais très mal »."""

from collections.abc import Sequence

from courses.serving.search_words import SMALL

ALWAYS = frozenset(("san", "aucun", "aucune", "no", "without", "ni", "nor", "neither"))
"""What stands before a sign that is not there. Folded as the search folds: « sans » is "san"."""
WITH_A_CONTRAST = frozenset(("pa", "pas", "not", "isn", "aren", "wasn", "don", "doesn", "didn", "haven", "hasn", "hadn"))
"""These may as well stand before what somebody cannot do (« pas manger », "not drinking"), which is a sign: they deny beside a « mais »."""
CONTRASTS = frozenset(("mai", "mais", "pourtant", "cependant", "but", "yet", "though", "although", "however"))
FARTHEST = 4
"""Words between at most: "I haven't got a temperature" is cut into haven, t, got, a, temperature."""


def is_denied(words: Sequence[str], at: int) -> bool:
    """Whether the sign at this place is said to be absent: a denial before it, with nothing between but words that tell nothing."""
    denials = ALWAYS | WITH_A_CONTRAST if CONTRASTS.intersection(words) else ALWAYS
    for before in reversed(words[max(0, at - FARTHEST - 1) : at]):
        if before in denials:
            return True
        if before in CONTRASTS or (len(before) > 1 and before not in SMALL):
            return False
    return False
