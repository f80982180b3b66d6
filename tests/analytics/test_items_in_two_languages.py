"""The same item in French and in English, against statsmodels on tables counted by hand."""

import random
from collections import defaultdict
from typing import Any

import numpy
import pytest
from saying import Saying
from standing import NOW, Site
from statsmodels.stats.contingency_tables import StratifiedTable

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


def test_the_ratio_and_its_interval_are_those_of_statsmodels(site: Site) -> None:
    marks = cohort(3, 200, 80)
    site.keep(statements(marks))
    found = item_languages.items(site.rows())
    assert len(found) == ITEMS
    for item, one in enumerate(found):
        tables = counted_by_hand(marks, item)
        assert [list(stratum) for stratum in one.strata] == [list(table.ravel()) for table in tables]
        told = StratifiedTable([table for table in tables if table.sum(axis=1).all()])
        bias = item_languages.bias(one.strata)
        assert bias is not None
        assert bias.ratio == pytest.approx(told.oddsratio_pooled)
        assert (bias.low, bias.high) == pytest.approx(told.oddsratio_pooled_confint())
    assert (item_languages.bias(found[0].strata) or found[0]).letter == "C"  # type: ignore[union-attr]


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
