"""A start of the worker makes again what changed while it was away, and nothing else."""

from datetime import timedelta

import pytest
from saying import COHORT, OTHER_COHORT, Saying
from standing import NOW, Site
from test_feed_to_lake import feed_all

from analytics import refresh, reported, results
from analytics.refresh import Cohort, Refresher


def test_a_start_makes_again_only_what_changed_while_nobody_worked(site: Site) -> None:
    say, other = Saying(), Saying(cohort=OTHER_COHORT)
    site.keep([one.registered(who) for who in range(6) for one in (say, other)])
    both = [Cohort(COHORT, False), Cohort(OTHER_COHORT, False)]
    site.refresher.run(both, NOW)
    assert Refresher(site.engine, site.data, is_daily=False).run(both, NOW).written == ()
    site.keep([say.registered(7)])
    feed_all(site)  # as a worker that was killed before it made the reports
    written = Refresher(site.engine, site.data, is_daily=False).run(both, NOW).written
    assert {cohort for _, cohort in written} == {COHORT}
    assert site.report("completion").n == 7
    assert len(Refresher(site.engine, site.data, is_daily=False).run(both, NOW + timedelta(days=1)).written) == 2 * len(refresh.REPORTS)


def test_a_start_makes_again_what_a_changed_program_or_a_lost_file_concerns(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    say = Saying()
    site.keep([say.registered(who) for who in range(6)])
    one = [Cohort(COHORT, False)]
    site.refresher.run(one, NOW)
    results.path_of(site.data / "results", "items", COHORT).unlink()
    assert Refresher(site.engine, site.data, is_daily=False).run(one, NOW).written == (("items", COHORT),)
    with monkeypatch.context() as patch:
        patch.setattr(reported, "code", lambda: "another")
        assert len(Refresher(site.engine, site.data, is_daily=False).run(one, NOW).written) == len(refresh.REPORTS)
    (site.data / "results" / reported.FOLDER / f"{COHORT}.json").write_text("{", "utf-8")
    assert len(Refresher(site.engine, site.data, is_daily=False).run(one, NOW).written) == len(refresh.REPORTS)


def test_a_cohort_that_another_process_fed_is_reported_all_the_same(site: Site) -> None:
    say, other = Saying(), Saying(cohort=OTHER_COHORT)
    site.keep([one.registered(who) for who in range(6) for one in (say, other)])
    both = [Cohort(COHORT, False), Cohort(OTHER_COHORT, False)]
    site.refresher.run(both, NOW)
    site.keep([say.registered(7)])
    feed_all(site)
    assert {cohort for _, cohort in site.refresher.run(both, NOW).written} == {COHORT}
    assert site.report("completion").n == 7
