"""People of a made-up trial whose true effect is known: for the example, for rehearsals and for the tests of the analysis."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from analytics.trial import allocation
from analytics.trial.participants import EVENT, Participant, Status
from analytics.trial.protocol import Outcome, Protocol


class Truth(NamedTuple):
    """effects: true difference of each arm to the reference on every mean, in points. lost: share without follow-up, 0.0-1.0.

    slope: of the score after on the score before; cluster_sd: spread of clusters, in points; clusters: how many, for a trial of clusters.
    """

    effects: Mapping[str, float]
    sd: float = 14.0
    slope: float = 0.5
    lost: float = 0.1
    excluded: float = 0.1
    cluster_sd: float = 0.0
    clusters: int = 0


def participants(protocol: Protocol, truth: Truth, n: int, seed: int) -> list[Participant]:
    """n people assessed, in the order in which they came."""
    chance = np.random.Generator(np.random.PCG64(seed))
    secret = seed.to_bytes(allocation.SEED_BYTES, "big")
    places: dict[str, int] = {}
    lists: dict[str, Iterator[str]] = {}
    cluster_effects = chance.normal(0.0, truth.cluster_sd, max(truth.clusters, 1))
    people = []
    for number in range(n):
        strata = {stratum.key: stratum.values[int(chance.integers(len(stratum.values)))] for stratum in protocol.strata}
        if protocol.exclusions and chance.random() < truth.excluded:
            reason = protocol.exclusions[int(chance.integers(len(protocol.exclusions)))].key
            people.append(Participant(f"S{number:05d}", reason, "", "", False, "completed", "", strata, {}))
            continue
        cluster = int(chance.integers(truth.clusters)) if truth.clusters else 0
        label = f"cluster={cluster}" if protocol.unit == "cluster" else allocation.stratum_of(protocol, strata)
        if protocol.unit == "cluster":  # one arm a cluster: cluster c holds place c of one list
            arms = lists.setdefault("clusters", allocation.arms(protocol, secret, "clusters"))
            while cluster >= places.get("clusters", 0):
                lists[f"cluster {places.get('clusters', 0)}"] = iter([next(arms)] * n)
                places["clusters"] = places.get("clusters", 0) + 1
            arm = next(lists[f"cluster {cluster}"])
        else:
            arm = next(lists.setdefault(label, allocation.arms(protocol, secret, label)))
        people.append(_person(number, arm, cluster, strata, protocol, truth, chance, float(cluster_effects[cluster])))
    return people


def _person(
    number: int, arm: str, cluster: int, strata: dict[str, str], protocol: Protocol, truth: Truth, chance: np.random.Generator, shift: float
) -> Participant:
    is_lost = bool(chance.random() < truth.lost)
    status: Status = "completed"
    if is_lost:
        status = "withdrawn" if chance.random() < 0.3 else "lost"
    values: dict[str, float] = {}
    effect = truth.effects.get(arm, 0.0)
    for outcome in protocol.outcomes:
        values |= _values(outcome, values, effect, shift, truth, chance, is_seen=not is_lost)
    values |= {harm.key: float(chance.poisson(0.02)) for harm in protocol.harms}
    reason = "" if status == "completed" else ("no_answer" if status == "lost" else "own_wish")
    name = f"C{cluster:03d}" if protocol.unit == "cluster" else ""
    return Participant(f"S{number:05d}", "", arm, name, bool(chance.random() < 0.95), status, reason, strata, values)


def _values(
    outcome: Outcome,
    values_so_far: Mapping[str, float],
    effect: float,
    shift: float,
    truth: Truth,
    chance: np.random.Generator,
    *,
    is_seen: bool,
) -> dict[str, float]:
    if outcome.kind == "mean":
        low, high = outcome.lowest or 0.0, outcome.highest or 100.0
        centre = (low + high) / 2
        before = values_so_far.get(outcome.baseline or "", float(np.clip(chance.normal(centre, truth.sd), low, high)))
        noise = chance.normal(0.0, truth.sd * (1 - truth.slope**2) ** 0.5)
        after = float(np.clip(centre + truth.slope * (before - centre) + effect + shift + noise, low, high))
        pair = {outcome.baseline or "": before, outcome.key: after}
        return {name: value for name, value in pair.items() if name and (is_seen or name != outcome.key)}
    if not is_seen:
        return {}
    if outcome.kind == "binary":
        return {outcome.key: float(chance.random() < np.clip(0.5 + effect / 50, 0.02, 0.98))}
    until = outcome.until or 1.0
    time = float(chance.exponential(until / 2 * (1 - np.clip(effect / 40, -0.5, 0.8))))
    return {outcome.key: min(time, until), outcome.key + EVENT: float(time < until)}
