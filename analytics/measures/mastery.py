"""What learners are likely to know: Bayesian knowledge tracing of each objective, from right and other responses in order.

A learner knows an objective or not yet. Before the first answer she knows it with probability `known`; after each answer she may
learn it (`learns`); knowing it she may slip (`slips`), not knowing it she may guess (`guesses`).
Source: A. T. Corbett and J. R. Anderson, Knowledge tracing, User Modeling and User-Adapted Interaction 4 (1995), 253-278.
"""

from collections.abc import Mapping
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
from scipy.stats import beta

from analytics.engines import Rows

MASTERY_FROM = 0.95
ANSWERS = 20
"""Answers after the twentieth are not read."""

LEAST, MOST, MOST_ERROR = 0.001, 0.999, 0.49
"""Where a fitted probability stops; slips and guesses at the last one."""

_ROUNDS = 200
_CLOSE = 1e-7


class Knowing(NamedTuple):
    """The four probabilities. slips and guesses are kept under one half, else knowing would mean answering otherwise."""

    known: float
    learns: float
    slips: float
    guesses: float


START = Knowing(0.4, 0.2, 0.15, 0.25)
"""Where the fit begins, and what is used while there is too little to fit."""

LEARNERS_TO_FIT = 30
ANSWERS_TO_FIT = 4
"""Shorter series cannot tell a guess from knowing: the fit is made when 30 learners gave 4 answers or more."""


class Objective(NamedTuple):
    """One objective. n: learners who answered; mastered: those with a probability of 0.95 or more; answers: mean number of answers.

    is_fitted: whether the probabilities were fitted to these answers; else they are the starting values. is_at_limit: a fitted one ended
    at the edge of what is allowed, so these answers do not tell it.
    """

    objective: str
    n: int
    mastered: int
    likely: int
    answers: float
    is_fitted: bool
    is_at_limit: bool


def objectives(rows: Rows) -> list[Objective]:
    """Objectives by key. `likely`: learners between one half and mastered."""
    patterns: dict[str, dict[str, int]] = {}
    for row in rows.ask(_patterns):
        patterns.setdefault(row["objective"], {})[row["pattern"]] = row["n"]
    objectives_of_all = []
    for objective, counts in sorted(patterns.items()):
        n = sum(counts.values())
        long_enough = sum(count for pattern, count in counts.items() if len(pattern) >= ANSWERS_TO_FIT)
        is_fitted = long_enough >= LEARNERS_TO_FIT
        knowing = fit(counts) if is_fitted else START
        chances = {pattern: chance_of(pattern, knowing) for pattern in counts}
        n_mastered = sum(count for pattern, count in counts.items() if chances[pattern] >= MASTERY_FROM)
        likely = sum(count for pattern, count in counts.items() if 0.5 <= chances[pattern] < MASTERY_FROM)
        answers = sum(len(pattern) * count for pattern, count in counts.items()) / n
        objectives_of_all.append(Objective(objective, n, n_mastered, likely, answers, is_fitted, is_fitted and is_at_limit(knowing)))
    return objectives_of_all


def chance_of(pattern: str, knowing: Knowing) -> float:
    """How likely a learner with these answers knows it; under four answers what her share of right ones is at least, whatever the model.

    That is the 5 % quantile of a Beta distribution over an even prior (three right of three: 0.47).
    """
    if len(pattern) >= ANSWERS_TO_FIT:
        return trace(pattern, knowing)
    return float(beta.ppf(0.05, 1 + pattern.count("1"), 1 + pattern.count("0")))


def is_at_limit(knowing: Knowing) -> bool:
    return any(not LEAST < chance < MOST for chance in (knowing.known, knowing.learns)) or any(
        not LEAST < chance < MOST_ERROR for chance in (knowing.slips, knowing.guesses)
    )


def learners(rows: Rows) -> int:
    """Distinct learners who answered an item that has an objective."""
    return rows.learners(_answers)


def trace(pattern: str, knowing: Knowing) -> float:
    """The probability that a learner with these answers (1 right, 0 other, in order) knows the objective now."""
    chance = knowing.known
    for answer in pattern:
        right = (1 - knowing.slips, knowing.guesses) if answer == "1" else (knowing.slips, 1 - knowing.guesses)
        chance = chance * right[0] / (chance * right[0] + (1 - chance) * right[1])
        chance += (1 - chance) * knowing.learns
    return chance


def fit(counts: Mapping[str, int], start: Knowing = START) -> Knowing:
    """The probabilities under which these answer patterns are likeliest, by expectation-maximisation over distinct patterns."""
    knowing = start
    for _ in range(_ROUNDS):
        better = _round(counts, knowing)
        if max(abs(new - old) for new, old in zip(better, knowing, strict=True)) < _CLOSE:
            return better
        knowing = better
    return knowing


def _round(counts: Mapping[str, int], knowing: Knowing) -> Knowing:
    first = n = learns = could_learn = slips = knew = guesses = did_not_know = 0.0
    for pattern, count in counts.items():
        p_known, p_moved = _posterior(pattern, knowing)
        first, n = first + count * p_known[0], n + count
        for place, answer in enumerate(pattern):
            knew += count * p_known[place]
            did_not_know += count * (1 - p_known[place])
            slips += count * p_known[place] * (answer == "0")
            guesses += count * (1 - p_known[place]) * (answer == "1")
            if place + 1 < len(pattern):
                learns += count * p_moved[place]
                could_learn += count * (1 - p_known[place])
    return Knowing(
        _inside(first / n),
        _inside(learns / could_learn) if could_learn else knowing.learns,
        min(MOST_ERROR, _inside(slips / knew)) if knew else knowing.slips,
        min(MOST_ERROR, _inside(guesses / did_not_know)) if did_not_know else knowing.guesses,
    )


def _posterior(pattern: str, knowing: Knowing) -> tuple[list[float], list[float]]:
    """For one pattern, the probability of knowing at each answer and of learning right after it (forward-backward)."""
    likelihoods = [(1 - knowing.slips, knowing.guesses) if answer == "1" else (knowing.slips, 1 - knowing.guesses) for answer in pattern]
    forward: list[tuple[float, float]] = []
    know, not_yet = knowing.known, 1 - knowing.known
    for place, (if_known, if_not) in enumerate(likelihoods):
        if place:
            know, not_yet = know + not_yet * knowing.learns, not_yet * (1 - knowing.learns)
        know, not_yet = know * if_known, not_yet * if_not
        know, not_yet = know / (know + not_yet), not_yet / (know + not_yet)
        forward.append((know, not_yet))
    p_known, p_moved = [forward[-1][0]], list[float]()
    back = (1.0, 1.0)
    for place in range(len(pattern) - 2, -1, -1):
        if_known, if_not = likelihoods[place + 1]
        stays, learns = (1 - knowing.learns) * if_not * back[1], knowing.learns * if_known * back[0]
        ahead = (if_known * back[0], stays + learns)
        total = forward[place][0] * ahead[0] + forward[place][1] * ahead[1]
        p_known.insert(0, forward[place][0] * ahead[0] / total)
        p_moved.insert(0, forward[place][1] * learns / total)
        back = (ahead[0] / total, ahead[1] / total)
    return p_known, p_moved


def _inside(chance: float) -> float:
    return min(MOST, max(LEAST, chance))


def _answers(rows: ir.Table) -> ir.Table:
    table = rows.filter(rows.verb == "answered", rows.objective.notnull(), rows.success.notnull())
    order = ibis.window(group_by=[table.subject, table.objective], order_by=[table.at, table.seq])
    table = table.select("subject", "objective", "at", "seq", mark=ibis.ifelse(table.success, "1", "0"), turn=ibis.row_number().over(order))
    return table.filter(table.turn < ANSWERS)


def _patterns(rows: ir.Table) -> ir.Table:
    table = _answers(rows)
    people = table.group_by("objective", "subject").agg(pattern=table.mark.group_concat("", order_by=table.turn))
    return people.group_by("objective", "pattern").agg(n=people.count()).order_by("objective", "pattern")
