"""Whether an item is as hard in English as in French, for learners who do equally well on the other items: Mantel and Haenszel.

Source: P. W. Holland and D. T. Thayer, Differential item performance and the Mantel-Haenszel procedure, in Test validity (1988);
classes of N. J. Dorans and P. W. Holland, in Differential item functioning (1993); variance of J. Robins, N. Breslow and
S. Greenland, Biometrics 42 (1986), 311-323.
"""

from collections.abc import Sequence
from itertools import groupby
from math import exp, log, sqrt
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows
from analytics.measures.intervals import Z_95
from analytics.measures.item_statistics import first_attempts_now, with_rest

STRATA = 5
"""Learners are compared within fifths of their mean score on the other items of the module and phase."""

Z_ONE_SIDED = 1.6448536269514722
DELTA = 2.35
"""The odds ratio on the scale of ETS: delta = -2.35 ln(ratio)."""

Stratum = tuple[int, int, int, int]
"""French right, French not right, English right, English not right."""


class Bias(NamedTuple):
    """ratio: odds of a right response in French over those in English, 1 when alike, with its 95 % interval; letter: A, B or C."""

    ratio: float
    low: float
    high: float
    letter: str


class ItemLanguages(NamedTuple):
    """One item in one phase, first attempts at its current version in each language, by learners with a score on other items."""

    module: str
    item: str
    phase: str
    strata: tuple[Stratum, ...]

    def total(self, *places: int) -> int:
        return sum(stratum[place] for stratum in self.strata for place in places)


def items(rows: Rows) -> list[ItemLanguages]:
    """Items by module and key."""
    answers = rows.ask(_strata)
    found = []
    for (module, item, phase), group in groupby(answers, lambda row: (row["module"], row["thing"], row["phase"])):
        strata = tuple((row["fr_right"], row["fr_wrong"], row["en_right"], row["en_wrong"]) for row in group)
        found.append(ItemLanguages(module, item, phase, strata))
    return found


def learners(rows: Rows) -> int:
    """Distinct learners who are compared."""
    return rows.learners(_compared)


def bias(strata: Sequence[Stratum]) -> Bias | None:
    """The common odds ratio over the strata; None when it does not exist. A stratum without learners of both languages says nothing."""
    told = [one for one in strata if one[0] + one[1] and one[2] + one[3]]
    ahead = [a * d / (a + b + c + d) for a, b, c, d in told]
    behind = [b * c / (a + b + c + d) for a, b, c, d in told]
    if not sum(ahead) or not sum(behind):
        return None
    ratio = sum(ahead) / sum(behind)
    error = _error(told, ahead, behind)
    return Bias(ratio, exp(log(ratio) - Z_95 * error), exp(log(ratio) + Z_95 * error), _letter(DELTA * abs(log(ratio)), DELTA * error))


def _error(told: Sequence[Stratum], ahead: Sequence[float], behind: Sequence[float]) -> float:
    """Standard error of the logarithm of the ratio."""
    one, other = sum(ahead), sum(behind)
    variance = 0.0
    for (a, b, c, d), r, s in zip(told, ahead, behind, strict=True):
        n = a + b + c + d
        p, q = (a + d) / n, (b + c) / n
        variance += p * r / (2 * one**2) + (p * s + q * r) / (2 * one * other) + q * s / (2 * other**2)
    return sqrt(variance)


def _letter(delta: float, error: float) -> str:
    """A: hardly any or no certain difference; C: 1.5 or more and surely over 1; B between."""
    if delta < 1 or delta <= Z_95 * error:
        return "A"
    return "C" if delta >= 1.5 and delta - 1 > Z_ONE_SIDED * error else "B"


def _compared(rows: ir.Table) -> ir.Table:
    table = with_rest(first_attempts_now(rows)).mutate(tongue=lambda one: one.language.substr(0, 2))
    return table.filter(table.tongue.isin(("fr", "en")), table.rest.notnull())


def _strata(rows: ir.Table) -> ir.Table:
    table = _compared(rows)
    table = table.mutate(stratum=ibis.least((table.rest * STRATA + 1e-9).floor(), STRATA - 1))

    def number(tongue: str, right: int) -> ir.Value:
        return ibis.ifelse((table.tongue == tongue) & (table.right == right), 1, 0).sum()

    answer = table.group_by("module", "thing", "phase", "stratum").agg(
        fr_right=number("fr", 1), fr_wrong=number("fr", 0), en_right=number("en", 1), en_wrong=number("en", 0)
    )
    return answer.order_by("module", "thing", "phase", "stratum")
