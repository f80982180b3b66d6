"""The same item in French and in English: tables counted by hand, against R and scipy."""

import random
from collections import defaultdict
from typing import Any

import numpy
import pytest
from saying import Saying
from scipy.stats.contingency import odds_ratio
from standing import NOW, Site

from analytics.disclosure import INTERNAL
from analytics.making import CLAIMS_OF_REPORT, make
from analytics.measures import item_languages
from analytics.release.releasing import release
from analytics.shape import Hidden

ITEMS = 6
Marks = dict[int, tuple[str, list[bool]]]


def cohort(seed: int, n: int, n_english: int) -> Marks:
    """Item 0 is much easier in French."""
    chance = random.Random(seed)
    marks: Marks = {}
    for who in range(n):
        language, skill = "en" if who < n_english else "fr", chance.gauss(0.0, 1.0)
        hard = [1.5 if item == 0 and language == "en" else 0.0 for item in range(ITEMS)]
        marks[who] = language, [chance.random() < 1 / (1 + 2.718 ** (one - skill)) for one in hard]
    return marks


def statements(marks: Marks) -> list[dict[str, Any]]:
    say = Saying()
    return [
        say.answered(who, f"q{item}", right, response="a" if right else "b", version=f"v-{language}", language=language)
        for who, (language, rights) in marks.items()
        for item, right in enumerate(rights)
    ]


def counted_by_hand(marks: Marks, item: int) -> list[numpy.ndarray]:
    strata: dict[int, numpy.ndarray] = defaultdict(lambda: numpy.zeros((2, 2)))
    for language, rights in marks.values():
        rest = sum(rights) - rights[item]
        strata[min(4, rest * 5 // (ITEMS - 1))][0 if language == "fr" else 1, 0 if rights[item] else 1] += 1
    return [table for _, table in sorted(strata.items())]


BERKELEY = ((512, 313, 89, 19), (353, 207, 17, 8), (120, 205, 202, 391), (138, 279, 131, 244), (53, 138, 94, 299), (22, 351, 24, 317))
"""Admissions to six departments (R's data set UCBAdmissions): men admitted and not, women admitted and not."""


def test_the_common_ratio_is_that_of_r() -> None:
    """`mantelhaen.test(UCBAdmissions)` of R: 0.9046968, from 0.7719074 to 1.0603298."""
    bias = item_languages.bias(BERKELEY)
    assert bias is not None
    assert (bias.ratio, bias.low, bias.high) == pytest.approx((0.9046968, 0.7719074, 1.0603298), abs=5e-8)


@pytest.mark.parametrize("stratum", BERKELEY)
def test_the_ratio_of_one_stratum_and_its_interval_are_those_of_scipy(stratum: item_languages.Stratum) -> None:
    bias, told = item_languages.bias([stratum]), odds_ratio([stratum[:2], stratum[2:]], kind="sample")
    assert bias is not None
    assert (bias.ratio, bias.low, bias.high) == pytest.approx((told.statistic, *told.confidence_interval(0.95)))


def test_strata_are_fifths_of_the_score_on_the_other_items(site: Site) -> None:
    marks = cohort(3, 200, 80)
    site.keep(statements(marks))
    found = item_languages.items(site.rows())
    assert len(found) == ITEMS
    for item, one in enumerate(found):
        assert [list(stratum) for stratum in one.strata] == [list(table.ravel()) for table in counted_by_hand(marks, item)]
    biases = [item_languages.bias(one.strata) for one in found]
    assert biases[0] is not None
    assert biases[0].letter == "C"
    assert all(bias is not None and bias.letter != "C" for bias in biases[1:])


def test_letters_follow_size_and_certainty() -> None:
    alike, apart, few = (40, 40, 40, 40), (70, 10, 30, 50), (3, 1, 2, 2)
    letters = [item_languages.bias([stratum]) for stratum in (alike, apart, few)]
    assert [bias and bias.letter for bias in letters] == ["A", "C", "A"]
    assert item_languages.bias([(10, 0, 10, 0)]) is None
    assert item_languages.bias([(10, 5, 0, 0)]) is None


def test_too_few_of_one_language_tell_nothing(site: Site) -> None:
    """Three read English: neither their number nor what they answered can be worked out from the two languages and the whole."""
    site.keep(statements(cohort(4, 60, 3)))
    rows = site.rows()
    results = [make(key, rows, now=NOW) for key in ("items", "languages", "reach")]
    released = release({None: results}, INTERNAL, CLAIMS_OF_REPORT)[None]
    for row in released[1].tables[0].rows:
        assert isinstance(row[2], Hidden)
        assert isinstance(row[3], Hidden)
        assert all(isinstance(cell, Hidden) or cell is None for cell in row[4:9])
