"""The analysis a protocol promised: its primary outcome, the sensitivity of that result, secondary outcomes and harms."""

import random
from collections.abc import Sequence
from statistics import fmean, stdev
from typing import Literal, NamedTuple

import numpy as np

from analytics.measures.adjusting.regression import Estimate, Regression, of_t
from analytics.measures.survival import log_rank
from analytics.trial.clusters import Likeness, likeness
from analytics.trial.design_matrix import design
from analytics.trial.effects import Shares, hedges_g, restricted_mean, shares
from analytics.trial.errors import StepRefused
from analytics.trial.flow import Flow, flow
from analytics.trial.imputation import imputed, pooled
from analytics.trial.participants import EVENT, Participant
from analytics.trial.protocol import Outcome, Protocol

Method = Literal["observed", "imputed", "delta", "per_protocol", "with_late_exclusions"]


class Line(NamedTuple):
    """One comparison of a mean. delta: 0 but for the sensitivity analysis. n: people in it of the arm and of the reference. g: Hedges g."""

    outcome: str
    arm: str
    method: Method
    delta: float
    n: tuple[int, int]
    estimate: Estimate
    g: tuple[float, float, float] | None


class ShareLine(NamedTuple):
    outcome: str
    arm: str
    shares: Shares


class TimeLine(NamedTuple):
    """difference: of the restricted means, arm minus reference; log_rank: chi-squared and p, None without events."""

    outcome: str
    arm: str
    n: tuple[int, int]
    means: tuple[float, float]
    difference: Estimate
    log_rank: tuple[float, float] | None


class HarmLine(NamedTuple):
    """people with one or more, and how many in all, of everybody randomised to the arm."""

    harm: str
    arm: str
    people: int
    events: int
    n: int


class BaselineLine(NamedTuple):
    """A score before: people with one, mean and standard deviation (None for fewer than two)."""

    column: str
    arm: str
    n: int
    mean: float | None
    sd: float | None


class Analysis(NamedTuple):
    flow: Flow
    baseline: tuple[BaselineLine, ...]
    primary: tuple[Line, ...]
    secondary: tuple[Line | ShareLine | TimeLine, ...]
    harms: tuple[HarmLine, ...]
    clusters: Likeness | None = None
    """Of the primary outcome, where whole clusters are randomised."""


def analyse(participants: Sequence[Participant], protocol: Protocol, seed: int = 1) -> Analysis:
    """Everything the plan says, in its order. seed: of the imputed sets. Raises FlowBroken, StepRefused."""
    boxes = flow(participants, protocol)
    people = [one for one in participants if one.is_randomised]
    primary: list[Line] = []
    secondary: list[Line | ShareLine | TimeLine] = []
    for arm in _arms_in_order(protocol):
        primary += _primary(people, protocol, arm, seed)
        secondary += [line for outcome in protocol.secondary if (line := _secondary(_not_excluded_late(people), protocol, outcome, arm))]
    alike = likeness(_not_excluded_late(people), protocol.primary.key) if protocol.unit == "cluster" else None
    return Analysis(boxes, _baseline(people, protocol), tuple(primary), tuple(secondary), _harms(people, protocol), alike)


def shuffled(participants: Sequence[Participant], protocol: Protocol, seed: int) -> list[Participant]:
    """The same table with arms mixed by chance within each stratum (of clusters: whole ones), for a dry run: nothing else differs."""
    chance = random.Random(seed)  # noqa: S311  # mixes a rehearsal; no secret hangs on it
    groups: dict[tuple[str, ...], dict[str, str]] = {}
    for one in participants:
        if one.is_randomised:
            stratum = () if protocol.unit == "cluster" else tuple(one.strata[part.key] for part in protocol.strata)
            groups.setdefault(stratum, {})[_unit(one, protocol)] = one.arm
    arms: dict[str, str] = {}
    for _, units in sorted(groups.items()):
        new_order = [units[unit] for unit in sorted(units)]
        chance.shuffle(new_order)
        arms |= dict(zip(sorted(units), new_order, strict=True))
    return [one._replace(arm=arms[_unit(one, protocol)]) if one.is_randomised else one for one in participants]


def _unit(one: Participant, protocol: Protocol) -> str:
    return one.cluster if protocol.unit == "cluster" else one.person


def _arms_in_order(protocol: Protocol) -> list[str]:
    first = protocol.plan.contrast[0]
    return sorted((key for key in protocol.arm_keys() if key != protocol.reference), key=lambda key: key != first)


def _not_excluded_late(people: Sequence[Participant]) -> list[Participant]:
    return [one for one in people if one.status != "excluded_late"]


def _primary(people: list[Participant], protocol: Protocol, arm: str, seed: int) -> list[Line]:
    outcome, in_analysis = protocol.primary, _not_excluded_late(people)
    lines = [_mean(in_analysis, protocol, outcome, arm, "observed")]
    if any(outcome.key not in one.values for one in in_analysis):
        lines += [_with_imputation(in_analysis, protocol, arm, seed, delta) for delta in (0.0, *protocol.plan.missing.deltas)]
    if protocol.plan.per_protocol is not None:
        lines.append(
            _mean([one for one in in_analysis if one.received and one.status == "completed"], protocol, outcome, arm, "per_protocol")
        )
    if any(one.status == "excluded_late" and outcome.key in one.values for one in people):
        lines.append(_mean(people, protocol, outcome, arm, "with_late_exclusions"))
    return lines


def _mean(people: list[Participant], protocol: Protocol, outcome: Outcome, arm: str, method: Method) -> Line:
    """The adjusted difference of those whose score is known."""
    with_score = [one for one in people if outcome.key in one.values]
    model = design(with_score, protocol, outcome)
    if len(with_score) <= model.matrix.shape[1]:
        raise StepRefused(f"{outcome.key}: {len(with_score)} people are too few to adjust a difference of their scores")
    estimate = Regression(model.matrix, model.clusters).fit(model.outcome).estimate(model.place(arm), protocol.plan.level)
    scores = [[one.values[outcome.key] for one in with_score if one.arm == key] for key in (arm, protocol.reference)]
    g = hedges_g(estimate, scores[0], scores[1], protocol.plan.level)
    return Line(outcome.key, arm, method, 0.0, (len(scores[0]), len(scores[1])), estimate, g)


def _with_imputation(people: list[Participant], protocol: Protocol, arm: str, seed: int, delta: float) -> Line:
    """The adjusted difference of everybody, missing scores drawn; `delta` is added to those drawn outside the reference."""
    outcome = protocol.primary
    model = design(people, protocol, outcome)
    lowest, highest = _range(outcome)
    shift = np.where(np.isnan(model.outcome) & np.array([one.arm != protocol.reference for one in people]), delta, 0.0)
    regression, place = Regression(model.matrix, model.clusters), model.place(arm)
    values, errors, df = [], [], 0.0
    try:
        for scores in imputed(model.matrix, model.outcome, protocol.plan.missing.sets, seed, lowest=lowest, highest=highest):
            fit = regression.fit(np.clip(scores + shift, lowest, highest))
            values.append(float(fit.coefficients[place]))
            errors.append(float(np.sqrt(fit.covariance[place, place])))
            df = float(fit.df[place])
    except ValueError as error:
        raise StepRefused(f"{outcome.key}: {error}") from error
    n = tuple(sum(1 for one in people if one.arm == key) for key in (arm, protocol.reference))
    estimate = pooled(values, errors, df, protocol.plan.level, len(people))
    return Line(outcome.key, arm, "delta" if delta else "imputed", delta, (n[0], n[1]), estimate, None)


def _range(outcome: Outcome) -> tuple[float, float]:
    if outcome.lowest is None or outcome.highest is None:
        raise StepRefused(f"{outcome.key} has no range, so its missing scores cannot be drawn")
    return outcome.lowest, outcome.highest


def _secondary(people: list[Participant], protocol: Protocol, outcome: Outcome, arm: str) -> Line | ShareLine | TimeLine | None:
    """None where an arm has nobody, or too few for what is adjusted: the others are compared all the same."""
    if outcome.kind == "mean":
        try:
            return _mean(people, protocol, outcome, arm, "observed")
        except StepRefused:
            return None
    groups = [[one for one in people if one.arm == key and outcome.key in one.values] for key in (arm, protocol.reference)]
    if not all(groups):
        return None
    n = len(groups[0]), len(groups[1])
    if outcome.kind == "binary":
        yes = [sum(1 for one in group if one.values[outcome.key] == 1) for group in groups]
        model = shares((yes[0], yes[1]), n, protocol.plan.level)
        return None if model is None else ShareLine(outcome.key, arm, model)
    times = [[(one.values[outcome.key], one.values[outcome.key + EVENT] == 1) for one in group] for group in groups]
    (first, first_se), (second, second_se) = (restricted_mean(group, outcome.until or 0.0) for group in times)
    difference = of_t(first - second, (first_se**2 + second_se**2) ** 0.5, 1e9, protocol.plan.level, sum(n))
    return TimeLine(outcome.key, arm, n, (first, second), difference, log_rank(times[0], times[1]))


def _baseline(people: list[Participant], protocol: Protocol) -> tuple[BaselineLine, ...]:
    lines = []
    for column in dict.fromkeys(outcome.baseline for outcome in protocol.outcomes if outcome.baseline):
        for arm in protocol.arm_keys():
            values = [one.values[column] for one in people if one.arm == arm and column in one.values]
            mean, sd = fmean(values) if values else None, stdev(values) if len(values) > 1 else None
            lines.append(BaselineLine(column, arm, len(values), mean, sd))
    return tuple(lines)


def _harms(people: list[Participant], protocol: Protocol) -> tuple[HarmLine, ...]:
    """Every harm in every arm, also 0 of n."""
    lines = []
    for harm in protocol.harms:
        for arm in protocol.arm_keys():
            counts = [int(one.values.get(harm.key, 0)) for one in people if one.arm == arm]
            lines.append(HarmLine(harm.key, arm, sum(1 for count in counts if count), sum(counts), len(counts)))
    return tuple(lines)
