"""Silent learners, and knowledge beside play, each against another way to count it."""

import random
from datetime import timedelta

import numpy
import pytest
from saying import Saying
from scipy import stats
from standing import NOW, Site

from analytics.measures import score_links, silent_learners
from analytics.measures.score_links import BEHAVIOURS
from analytics.shape import Hidden


def test_who_stopped_and_how_far_she_had_come_as_counted_by_hand(site: Site) -> None:
    say, chance = Saying(), random.Random(11)
    said, by_hand = [], {"finished": 0, "active": 0, "opened": 0, "half": 0, "module": 0}
    for who in range(80):
        days = chance.choice([0, 3, 6, 7, 8, 30, 200])
        at = NOW - timedelta(days=days)
        said.append(say.registered(who, at=NOW - timedelta(days=300)))
        if who % 10 == 9:
            continue  # she only registered
        stage = chance.choice(["opened", "half", "module", "finished", "attested"])
        said.append(say.module(who, "initialized", at=at))
        if stage in ("half", "module", "finished"):
            said.append(say.module(who, "progressed", progress=60, at=at))
        if stage in ("module", "finished"):
            said.append(say.module(who, "completed", at=at))
        if stage == "finished":
            said.append(say.module(who, "completed", "nausea", at=at))
        if stage == "attested":
            said.append(say.attested(who, "earned", "patients", NOW + timedelta(days=300), at=at))
        by_hand["finished" if stage in ("finished", "attested") else "active" if days < 7 else stage] += 1
    site.keep(said)
    (one,) = silent_learners.standings(site.rows(), NOW)
    stages = tuple(by_hand[stage] for stage in silent_learners.STAGES)
    assert one == ("patients", 72, by_hand["finished"], by_hand["active"], sum(stages), stages)
    standing, of_silent = site.report("silent").tables
    assert standing.rows[0][:5] == ("patients", 72, by_hand["finished"], by_hand["active"], sum(stages))
    assert [row[2] for row in of_silent.rows] == list(stages)


def test_an_act_in_another_course_or_in_the_game_ends_a_silence(site: Site) -> None:
    say = Saying()
    old, new = NOW - timedelta(days=40), NOW - timedelta(days=1)
    said = [say.module(who, "initialized", at=old) for who in range(3)]
    said += [
        say.selected(0, "fever-night", "call", safe=True, at=new),
        say.module(1, "initialized", "tablets", course="caregivers", at=new),
    ]
    said += [say.assigned(2, "patients", "2026-12-01", at=new), say.registered(2, "gps", at=new)]  # no acts of hers
    site.keep(said)
    standings = {one.course: one for one in silent_learners.standings(site.rows(), NOW)}
    assert (standings["patients"].n, standings["patients"].active, standings["patients"].silent) == (3, 2, 1)


def test_what_others_did_about_a_learner_makes_her_active_in_no_report(site: Site) -> None:
    say = Saying()
    said = [say.registered(who) for who in range(20)] + [say.assigned(who, "patients", "2026-12-01") for who in range(20)]
    said += [say.attested(who, "revoked", "patients", None) for who in range(20)]
    site.keep(said)
    for key in ("active", "retention", "reach", "silent"):
        report = site.report(key)
        assert (report.n, [table.rows for table in report.tables if table.rows]) == (0, []), key


def test_few_silent_learners_are_hidden_with_where_they_stopped(site: Site) -> None:
    say = Saying()
    site.keep([say.module(who, "initialized", at=NOW - timedelta(days=20 if who < 3 else 1)) for who in range(30)])
    standing, stages = site.report("silent").tables
    assert isinstance(standing.rows[0][4], Hidden)
    assert stages.rows == ()


def test_the_link_is_the_correlation_of_ranks(site: Site) -> None:
    say, chance = Saying(), random.Random(3)
    said, rows = [], []
    for who in range(60):
        skill = chance.random()
        score = round(min(1.0, max(0.0, skill + chance.uniform(-0.3, 0.3))), 2)
        said.append(say.sat(who, "post", score))
        said.append(say.sat(who, "post", 0.0))  # a second sitting
        choices = [chance.random() < skill for _ in range(6)]
        said += [say.selected(who, f"s{number}", "a", safe=safe) for number, safe in enumerate(choices)]
        said += [say.selected(who, "s0", "b", safe=False, play="p2")]  # a second play
        covered = [chance.random() < skill for _ in range(5)]
        said += [say.dose(who, "took" if one else "skipped", day + 1, covered=one) for day, one in enumerate(covered)]
        hours = chance.choice([0, 4, 30])
        said += [say.sign(who, "presented", "fever", 10), say.sign(who, "reported", "fever", 10 + hours)]
        rows.append((score, numpy.mean(choices), numpy.mean(covered), float(hours <= 24)))
    said += [say.sat(100 + who, "post", 0.5) for who in range(9)]  # never played
    site.keep(said)
    values = numpy.array(rows)
    for column, behaviour in enumerate(BEHAVIOURS, 1):
        score, value = values[:, 0], values[:, column]
        scores = score_links.pairs(site.rows(), behaviour)
        assert numpy.allclose(sorted(scores), sorted(zip(score, value, strict=True)))
        one = score_links.link(scores)
        r = numpy.corrcoef(stats.rankdata(score), stats.rankdata(value))[0, 1]
        assert (one.n, one.r) == (60, pytest.approx(r))
        half = 1.959963984540054 * numpy.sqrt((1 + r**2 / 2) / 57)
        assert (one.low, one.high) == (
            pytest.approx(numpy.tanh(numpy.arctanh(r) - half)),
            pytest.approx(numpy.tanh(numpy.arctanh(r) + half)),
        )
        upper = value > numpy.median(value)
        for part, own in zip(score_links.halves(scores), (score[~upper], score[upper]), strict=True):
            assert part.n == len(own)
            assert part.score == (pytest.approx(own.mean()) if len(own) else None)
    report = site.report("links")
    assert report.n == 60
    assert report.tables[1].rows[0][:2] == ("safe_choices", 60)


@pytest.mark.slow
def test_the_interval_of_the_link_covers_the_truth() -> None:
    """2,000 cohorts of 40 of a bivariate normal with a correlation of 0.5: Spearman's is 6/pi * asin(0.25)."""
    chance = numpy.random.default_rng(6)
    truth, covered = 6 / numpy.pi * numpy.arcsin(0.25), 0
    for _ in range(2000):
        one = score_links.link([(a, b) for a, b in chance.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 40).tolist()])
        assert one.low is not None
        assert one.high is not None
        covered += one.low <= truth <= one.high
    assert 0.93 <= covered / 2000 <= 0.97


@pytest.mark.parametrize("scores", [[], [(0.5, 0.5)] * 30, [(0.1, 0.2), (0.3, 0.4)], [(x / 9, x / 9) for x in range(10)]])
def test_nobody_few_learners_and_values_that_do_not_vary_are_no_error(scores: list[tuple[float, float]]) -> None:
    one = score_links.link(scores)
    assert one.n == len(scores)
    assert one.r is None or one.r == pytest.approx(1)
    assert sum(part.n for part in score_links.halves(scores)) == len(scores)


def test_under_twenty_learners_no_link_is_told(site: Site) -> None:
    say = Saying()
    said = [say.sat(who, "post", who / 20) for who in range(19)] + [say.selected(who, "s", "a", safe=who > 9) for who in range(19)]
    site.keep(said)
    halves, links = site.report("links").tables
    assert links.rows[0][2] == Hidden("under", 20)
    assert all(isinstance(row[3], Hidden) for row in halves.rows if row[0] == "safe_choices")
