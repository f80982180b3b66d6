"""The flow of participants by CONSORT 2025: every box of the diagram, and the sums that must hold before anything is printed.

Source: S. Hopewell and others, CONSORT 2025 statement, 2025 (PMC11996237), items 22 and 23.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analytics.trial.errors import FlowBroken
from analytics.trial.participants import Participant
from analytics.trial.protocol import Protocol


class ArmFlow(NamedTuple):
    """One arm. lost, withdrawn, excluded_late: reason -> people. analysed: with the primary outcome; missing: followed, without it.

    clusters: randomised to it, where whole clusters are; 0 else.
    """

    arm: str
    randomised: int
    received: int
    not_received: int
    lost: Mapping[str, int]
    withdrawn: Mapping[str, int]
    excluded_late: Mapping[str, int]
    analysed: int
    missing: int
    clusters: int = 0


class Flow(NamedTuple):
    assessed: int
    excluded: Mapping[str, int]
    randomised: int
    arms: tuple[ArmFlow, ...]
    clusters: int = 0


def flow(participants: Sequence[Participant], protocol: Protocol) -> Flow:
    """The flow of everybody assessed. Raises FlowBroken when its sums do not hold."""
    excluded = Counter(one.excluded for one in participants if one.excluded)
    arms = tuple(_arm(key, [one for one in participants if one.is_randomised and one.arm == key], protocol) for key in protocol.arm_keys())
    people = [one for one in participants if one.is_randomised]
    clusters = len({one.cluster for one in people}) if protocol.unit == "cluster" else 0
    counts = Flow(len(participants), dict(sorted(excluded.items())), len(people), arms, clusters)
    check(counts)
    return counts


def _arm(key: str, people: list[Participant], protocol: Protocol) -> ArmFlow:
    def reasons(status: str) -> dict[str, int]:
        return dict(sorted(Counter(one.reason for one in people if one.status == status).items()))

    completed = [one for one in people if one.status == "completed"]
    analysed = sum(1 for one in completed if protocol.primary.key in one.values)
    received = sum(1 for one in people if one.received)
    return ArmFlow(
        key, len(people), received, len(people) - received, reasons("lost"), reasons("withdrawn"), reasons("excluded_late"), analysed,
        len(completed) - analysed, len({one.cluster for one in people}) if protocol.unit == "cluster" else 0,
    )  # fmt: skip


def check(counts: Flow) -> None:
    """Raises FlowBroken with the sum that does not hold."""
    excluded = sum(counts.excluded.values())
    if counts.assessed != excluded + counts.randomised:
        raise FlowBroken(f"{counts.assessed} assessed are not {excluded} excluded and {counts.randomised} randomised")
    if counts.randomised != (by_arm := sum(arm.randomised for arm in counts.arms)):
        raise FlowBroken(f"{counts.randomised} randomised are not the {by_arm} of the arms")
    if counts.clusters != (by_arm := sum(arm.clusters for arm in counts.arms)):
        raise FlowBroken(f"{counts.clusters} clusters are not the {by_arm} of the arms: a cluster has people in two of them")
    for arm in counts.arms:
        if arm.randomised != arm.received + arm.not_received:
            raise FlowBroken(f"{arm.arm}: {arm.randomised} randomised are not {arm.received} with it and {arm.not_received} without")
        without_end = sum(sum(group.values()) for group in (arm.lost, arm.withdrawn, arm.excluded_late))
        if arm.randomised != arm.analysed + arm.missing + without_end:
            words = f"{arm.analysed} analysed, {arm.missing} without the outcome and {without_end} gone"
            raise FlowBroken(f"{arm.arm}: {arm.randomised} randomised are not {words}")
