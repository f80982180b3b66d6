"""How alike the people of one cluster are, and whether there are enough clusters to trust the interval.

Source: A. Donner and J. J. Koval, Biometrics 36 (1980), 19-25: the estimate from the analysis of variance, for clusters of different sizes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from analytics.trial.participants import Participant
from analytics.trial.protocol import FEW_CLUSTERS


class Likeness(NamedTuple):
    """clusters, people: with a score. icc: from the analysis of variance within arms, below 0 when clusters differ less than people do by
    chance; None when no cluster has two people or no arm two clusters. smallest, largest: people in a cluster."""

    clusters: int
    people: int
    icc: float | None
    smallest: int
    largest: int

    @property
    def is_few(self) -> bool:
        return self.clusters < FEW_CLUSTERS


def likeness(people: Sequence[Participant], column: str) -> Likeness:
    """Of the scores in a column, given the arm: a difference between arms does not count as one between clusters."""
    arms: dict[str, dict[str, list[float]]] = {}
    for one in people:
        if column in one.values:
            arms.setdefault(one.arm, {}).setdefault(one.cluster, []).append(one.values[column])
    sizes = [len(scores) for clusters in arms.values() for scores in clusters.values()]
    n, k = sum(sizes), len(sizes)
    return Likeness(k, n, _icc(arms, n, k), min(sizes, default=0), max(sizes, default=0))


def _icc(arms: dict[str, dict[str, list[float]]], n: int, k: int) -> float | None:
    if k == len(arms) or n == k:
        return None
    between, within, squares = 0.0, 0.0, 0.0
    for clusters in arms.values():
        scores = [score for own in clusters.values() for score in own]
        mean = sum(scores) / len(scores)
        for own in clusters.values():
            centre = sum(own) / len(own)
            between += len(own) * (centre - mean) ** 2
            within += sum((score - centre) ** 2 for score in own)
        squares += sum(len(own) ** 2 for own in clusters.values()) / len(scores)
    usual_size = (n - squares) / (k - len(arms))
    mean_between, mean_within = between / (k - len(arms)), within / (n - k)
    whole = mean_between + (usual_size - 1) * mean_within
    return (mean_between - mean_within) / whole if whole > 0 else None
