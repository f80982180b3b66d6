"""A sum of reals depends on the order in which an engine meets them; no figure may."""

from itertools import permutations

from saying import MONDAY, Saying
from standing import Site

from analytics.measures import distractors, item_statistics, reliability

SCORES = (0.1, 0.2, 0.3, 0.4, 0.7)
"""Their sum is 1.7 or 1.6999999999999997, by their order."""
LEARNERS = 40


def put_alike(site: Site) -> None:
    """Each learner has the same scores on five items, but not of the same items; one more item tells them apart."""
    say = Saying()
    for who, scores in zip(range(LEARNERS), permutations(SCORES), strict=False):
        site.keep([say.answered(who, f"q{place}", False, scaled=score, at=MONDAY) for place, score in enumerate(scores)])
        site.keep([say.answered(who, "other", who % 3 == 0, response="ab"[who % 2], at=MONDAY)])


def test_learners_with_the_same_scores_in_another_order_are_alike(site: Site) -> None:
    assert len({sum(scores) for scores in permutations(SCORES)}) > 1
    put_alike(site)
    rows = site.rows()
    other = next(one for one in item_statistics.items(rows) if one.item.endswith("other"))
    assert (other.r_n, other.r) == (LEARNERS, None), "what does not vary goes with nothing"
    chosen = [one for one in distractors.options(rows) if one.item.endswith("other")]
    assert [one.r for one in chosen] == [None, None]
    first, second, third = ((part, whole) for part, whole in chosen[0].thirds)
    assert [whole for _, whole in (first, second, third)] == [14, 13, 13]


def test_a_module_whose_sums_do_not_vary_has_no_reliability(site: Site) -> None:
    say = Saying()
    for who, scores in zip(range(LEARNERS), permutations(SCORES), strict=False):
        site.keep([say.answered(who, f"q{place}", False, scaled=score, at=MONDAY) for place, score in enumerate(scores)])
    (only,) = reliability.reliabilities(site.rows())
    assert (only.n, only.alpha) == (LEARNERS, None)
    assert [(one.band, one.n) for one in reliability.bands(site.rows())] == [(1, LEARNERS)]
