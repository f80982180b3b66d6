"""The second play beside the first, and choices with a hint: counts by hand, and scipy."""

import pytest
from saying import Saying
from scipy.stats import binom
from standing import Site

from analytics.measures.play.replays import Replay, by_hint, replays
from analytics.shape import Hidden


def test_the_same_learners_are_counted_at_two_plays(site: Site) -> None:
    """By hand: 8 safe twice, 9 in the second alone, 6 in the first alone, 7 in neither; five played once; a third play is left out."""
    say = Saying()
    kinds = [(True, True)] * 8 + [(False, True)] * 9 + [(True, False)] * 6 + [(False, False)] * 7
    acts = []
    for who, plays in enumerate(kinds):
        for place, is_safe in enumerate((*plays, False)):
            acts.append(say.selected(who, "shivers", "call" if is_safe else "wait", safe=is_safe, play=f"p{place}"))
    acts += [say.selected(who, "shivers", "call", safe=True) for who in range(40, 45)]
    site.keep(acts)
    assert replays(site.rows()) == [Replay("shivers", 8, 9, 6, 7)]
    lot = site.report("decisions").table("replays")
    assert lot is not None
    assert lot.rows[0][:6] == ("shivers", 30, 8, 9, 6, 7)


def test_p_is_the_binomial_chance_of_so_lopsided_a_change() -> None:
    """Two-sided: 12 of 15 one way, as likely as 3 or fewer and 12 or more of 15 tosses."""
    assert Replay("s", 4, 12, 3, 4).p == pytest.approx(float(binom.cdf(3, 15, 0.5) + binom.sf(11, 15, 0.5)))
    assert Replay("s", 9, 0, 0, 4).p is None


def test_choices_with_and_without_a_hint_are_counted_over_learners(site: Site) -> None:
    say = Saying()
    acts = [say.selected(who, "shivers", "call", safe=who < 20, hinted=False) for who in range(30)]
    acts += [say.selected(who, "belt", "call", safe=who < 9, hinted=True) for who in range(16)]
    site.keep(acts)
    without, with_hint = by_hint(site.rows())
    assert (without.has_hint, without.learners, without.choices, without.share) == (False, 30, 30, pytest.approx(20 / 30))
    assert (with_hint.has_hint, with_hint.learners, with_hint.with_safe, with_hint.with_rest) == (True, 16, 9, 7)
    assert (with_hint.low or 0) < 9 / 16 < (with_hint.high or 0)


def test_ten_learners_with_a_hint_have_no_share(site: Site) -> None:
    say = Saying()
    acts = [say.selected(who, "shivers", "call", safe=who < 20, hinted=who >= 24) for who in range(34)]
    site.keep(acts)
    lot = site.report("decisions").table("hints")
    assert lot is not None
    assert {row[0]: row[3] for row in lot.rows}["with_hint"] == Hidden("under", 11)
