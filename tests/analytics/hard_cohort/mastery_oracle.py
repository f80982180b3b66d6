"""Mastery, recomputed: a learner comes to know an objective before her first answer, after one of them, or never: each story is weighed."""

from collections import Counter
from typing import Any

import numpy
import pandas
from expected import Expected, percent
from scipy import stats

Chances = tuple[float, float, float, float]
"""Of knowing at first, of learning after an answer, of a slip, of a guess."""
START: Chances = (0.4, 0.2, 0.15, 0.25)
LIMITS = ((0.001, 0.999), (0.001, 0.999), (0.001, 0.49), (0.001, 0.49))


def mastery(said: pandas.DataFrame, now: pandas.Timestamp) -> Expected:
    answers = said[(said.verb == "answered") & said.objective.notna() & said.success.notna()].sort_values(["when", "seq"])
    lines = {}
    for objective, some in answers.groupby("objective"):
        series = some.groupby("who").success.agg(lambda marks: tuple(bool(mark) for mark in marks)[:20])
        is_fitted = (series.map(len) >= 4).sum() >= 30
        chances = _fitted(Counter(series)) if is_fitted else START
        is_at_limit = any(not low < chance < high for chance, (low, high) in zip(chances, LIMITS, strict=True))
        knows = series.map(lambda marks, chances=chances: _knows(marks, chances))
        mastered, likely = int((knows >= 0.95).sum()), int(((knows >= 0.5) & (knows < 0.95)).sum())
        line: dict[str, Any] = {"n": len(series), "answers": series.map(len).mean(), "mastered_n": mastered, "likely_n": likely}
        line |= {"early_n": len(series) - mastered - likely, "mastered_share": percent(mastered, len(series))}
        lines[(objective,)] = line | {"model": "start" if not is_fitted else "at_limit" if is_at_limit else "fitted"}
    return Expected(answers.who.nunique(), {"objectives": lines})


def _knows(marks: tuple[bool, ...], chances: Chances) -> float:
    """After her last answer; under four answers the 5 % quantile of the share, over an even prior."""
    if len(marks) < 4:
        return float(stats.beta(1 + sum(marks), 1 + len(marks) - sum(marks)).ppf(0.05))
    knew = 1 - _stories(marks, chances)[-1]
    return float(knew + (1 - knew) * chances[1])


def _stories(marks: tuple[bool, ...], chances: Chances) -> Any:
    """The weight of each story, which add up to 1: she knew from answer 0, 1, ... on; the last one: she never did."""
    known, learns, slips, guesses = chances
    if_known = numpy.array([1 - slips if mark else slips for mark in marks])
    if_not = numpy.array([guesses if mark else 1 - guesses for mark in marks])
    before = numpy.concatenate(([1.0], numpy.cumprod(if_not)))
    after = numpy.concatenate((numpy.cumprod(if_known[::-1])[::-1], [1.0]))
    size = len(marks)
    begins = [known, *((1 - known) * (1 - learns) ** (at - 1) * learns for at in range(1, size)), (1 - known) * (1 - learns) ** (size - 1)]
    weights = numpy.array(begins) * before * after
    return weights / weights.sum()


def _fitted(counts: Counter[tuple[bool, ...]]) -> Chances:
    """By expectation-maximisation over whole stories; 200 rounds at most."""
    chances = START
    for _ in range(200):
        sums = numpy.zeros((4, 2))
        for marks, count in counts.items():
            stories, right = _stories(marks, chances), numpy.array(marks)
            knew = numpy.cumsum(stories)[:-1]
            parts = (
                (knew[0], 1.0),
                (stories[1:-1].sum(), (1 - knew[:-1]).sum()),
                (knew[~right].sum(), knew.sum()),
                ((1 - knew)[right].sum(), (1 - knew).sum()),
            )
            sums += count * numpy.array(parts)
        shares = (part / whole if whole else old for (part, whole), old in zip(sums, chances, strict=True))
        better = tuple(float(numpy.clip(share, *limits)) for share, limits in zip(shares, LIMITS, strict=True))
        if max(abs(new - old) for new, old in zip(better, chances, strict=True)) < 1e-7:
            return better
        chances = better
    return chances
