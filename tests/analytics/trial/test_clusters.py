"""Clusters of a trial: how alike their people are, their number in the flow, and the sentence when they are few."""

import math
from collections import Counter
from statistics import fmean

import numpy as np
import pytest
from trial_example import clusters, example, of_clusters, people

from analytics.trial import simulated
from analytics.trial.analysis import analyse
from analytics.trial.clusters import likeness
from analytics.trial.errors import FlowBroken
from analytics.trial.flow import flow
from analytics.trial.lock import Lock
from analytics.trial.participants import Participant
from analytics.trial.protocol import FEW_CLUSTERS
from analytics.trial.report import Frame, page
from analytics.trial.simulated import Truth

FRAME = Frame(Lock("does_the_game_add", "a" * 64, "2026-11-01T00:00:00Z"), "b" * 64, None, is_dry_run=False)


def person(number: int, arm: str, cluster: str, score: float) -> Participant:
    return Participant(f"P{number}", "", arm, cluster, True, "completed", "", {}, {"knowledge": score})


def test_a_likeness_reckoned_by_hand() -> None:
    """Two arms of two clusters of two: squares between 16 + 16 over 2, within 8 over 4; the usual size is 2: (16 - 2) / (16 + 2)."""
    scores = [("game", "a", 1), ("game", "a", 3), ("game", "b", 5), ("game", "b", 7)]
    scores += [("modules", "c", 51), ("modules", "c", 53), ("modules", "d", 55), ("modules", "d", 57)]
    alike = likeness([person(number, *one) for number, one in enumerate(scores)], "knowledge")
    assert (alike.clusters, alike.people, alike.smallest, alike.largest) == (4, 8, 2, 2)
    assert alike.icc == pytest.approx(14 / 18, abs=1e-12)


def test_unequal_clusters_against_sums_of_squares_of_two_least_squares() -> None:
    """Of arms alone and of clusters: numpy's lstsq, which the product does not use here."""
    rows = [one for one in clusters() if "knowledge" in one.values]
    y = np.array([one.values["knowledge"] for one in rows])

    def rest(labels: list[str]) -> float:
        columns = np.column_stack([[float(label == one) for label in labels] for one in sorted(set(labels))])
        return float(np.linalg.lstsq(columns, y, rcond=None)[1][0])

    arms, own = [one.arm for one in rows], [one.cluster for one in rows]
    n, k, a = len(rows), len(set(own)), len(set(arms))
    within, between = rest(own) / (n - k), (rest(arms) - rest(own)) / (k - a)
    sizes = Counter(zip(arms, own, strict=True))
    squares = sum(size**2 / arms.count(arm) for (arm, _), size in sizes.items())
    usual = (n - squares) / (k - a)
    alike = likeness(rows, "knowledge")
    assert (alike.clusters, alike.people, alike.smallest, alike.largest) == (k, n, min(sizes.values()), max(sizes.values()))
    assert alike.icc == pytest.approx((between - within) / (between + (usual - 1) * within), abs=1e-9)
    assert len(set(sizes.values())) > 1


def test_simulated_clusters_are_as_alike_as_they_were_made() -> None:
    """Without a slope the spread of people is 14 points, of clusters 7: 49 / (49 + 196) = 0.2."""
    truth = Truth({"game": 6.0}, cluster_sd=7.0, clusters=60, slope=0.0, lost=0.0, excluded=0.0)
    found = [likeness(simulated.participants(of_clusters(), truth, 600, seed), "knowledge").icc for seed in range(40)]
    known = [icc for icc in found if icc is not None]
    assert len(known) == 40
    assert fmean(known) == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize(
    "rows", [[], [("game", "a", 1.0)], [("game", "a", 1.0), ("modules", "b", 2.0)], [("game", "a", 1.0), ("game", "a", 1.0)]]
)
def test_nothing_is_said_of_likeness_where_nothing_can_be(rows: list[tuple[str, str, float]]) -> None:
    assert likeness([person(number, *one) for number, one in enumerate(rows)], "knowledge").icc is None


def test_equal_scores_have_no_likeness_and_break_nothing() -> None:
    rows = [person(number, "game", "ab"[number % 2], 50.0) for number in range(6)]
    assert likeness(rows, "knowledge").icc is None


def test_the_flow_counts_clusters_and_people_and_a_cluster_in_two_arms_breaks_it() -> None:
    rows = clusters()
    boxes = flow(rows, of_clusters())
    own = {one.cluster for one in rows if one.is_randomised}
    assert boxes.clusters == len(own) == sum(arm.clusters for arm in boxes.arms)
    first = next(one for one in rows if one.is_randomised)
    other = next(key for key in of_clusters().arm_keys() if key != first.arm)
    moved = [one._replace(arm=other) if one.person == first.person else one for one in rows]
    with pytest.raises(FlowBroken, match="two of them"):
        flow(moved, of_clusters())


@pytest.mark.parametrize(("many", "is_warned"), [(24, True), (90, False)])
def test_the_report_says_how_many_clusters_how_alike_and_when_they_are_few(many: int, is_warned: bool) -> None:
    truth = Truth({"game": 6.0}, cluster_sd=5.0, clusters=many)
    made = analyse(simulated.participants(of_clusters(), truth, 500, 3), of_clusters())
    assert made.clusters is not None
    assert (made.clusters.clusters < FEW_CLUSTERS) == is_warned
    for language, words, few in (("fr", "groupes, n =", "avec prudence"), ("en", "clusters, n =", "with care")):
        told = page(made, of_clusters(), FRAME, language)
        assert words in told["flow"]["randomised"]
        assert all(words in arm["name"] for arm in told["flow"]["arms"])
        table = next(table for table in told["tables"] if "Donner" in table["note"])
        assert table["rows"][0][1] == str(made.clusters.clusters)
        assert made.clusters.icc is not None
        assert math.isclose(float(table["rows"][2][1].replace(",", ".").replace("\u2212", "-")), made.clusters.icc, abs_tol=0.0005)
        assert (few in table["note"]) == is_warned


def test_a_trial_of_persons_tells_nothing_of_clusters() -> None:
    made = analyse(people(), example())
    assert (made.clusters, made.flow.clusters) == (None, 0)
    assert not any("Donner" in table["note"] for table in page(made, example(), FRAME, "en")["tables"])
