"""Simulated trials whose true effect is known: intervals hold it as often as they say, and where there is none it is rarely found."""

import msgspec
import pytest
from trial_example import example

from analytics.trial import simulated
from analytics.trial.analysis import Line, analyse
from analytics.trial.protocol import Missing, Protocol
from analytics.trial.simulated import Truth

EFFECT = 6.0


def short(unit: str = "person", sets: int = 10) -> Protocol:
    """The primary outcome alone."""
    plan = msgspec.structs.replace(example().plan, missing=Missing(sets=sets), per_protocol=None)
    return msgspec.structs.replace(example(), unit=unit, secondary=[], harms=[], plan=plan)


def lines(protocol: Protocol, truth: Truth, n: int, seed: int) -> dict[str, Line]:
    """The comparison of the game with the modules, by method."""
    made = analyse(simulated.participants(protocol, truth, n, seed), protocol, seed=seed)
    return {line.method: line for line in made.primary if line.arm == "game"}


def coverage(protocol: Protocol, truth: Truth, n: int, runs: int) -> tuple[dict[str, float], dict[str, float]]:
    """By method: how often the interval holds the true effect, and how often p is under 0.05."""
    holds: dict[str, int] = {}
    found: dict[str, int] = {}
    effect = truth.effects.get("game", 0.0)
    for seed in range(runs):
        for method, line in lines(protocol, truth, n, seed).items():
            holds[method] = holds.get(method, 0) + (line.estimate.low <= effect <= line.estimate.high)
            found[method] = found.get(method, 0) + (line.estimate.p < 0.05)
    return {method: count / runs for method, count in holds.items()}, {method: count / runs for method, count in found.items()}


def test_a_true_effect_is_found_and_none_is_not_invented() -> None:
    holds, found = coverage(short(sets=5), Truth({"game": EFFECT}), 240, 25)
    assert min(holds.values()) > 0.85
    assert min(found.values()) > 0.5
    _, invented = coverage(short(sets=5), Truth({}), 240, 25)
    assert max(invented.values()) < 0.2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("effect", "unit", "cluster_sd"), [(EFFECT, "person", 0.0), (0.0, "person", 0.0), (EFFECT, "cluster", 5.0), (0.0, "cluster", 5.0)]
)
def test_over_thousands_of_trials_intervals_hold_and_errors_are_as_rare_as_said(effect: float, unit: str, cluster_sd: float) -> None:
    truth = Truth({"game": effect}, cluster_sd=cluster_sd, clusters=24 if unit == "cluster" else 0)
    holds, found = coverage(short(unit), truth, 240, 1000 if effect else 3000)  # a rate of 5 % is known to 0.4 points after 3,000
    for method, share in holds.items():
        assert 0.93 <= share <= 0.97, (method, holds)
    if not effect:
        for method, share in found.items():
            assert 0.04 <= share <= 0.06, (method, found)
