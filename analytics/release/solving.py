"""What each number can be, given all that is printed: the attacker's question, answered with whole numbers."""

from functools import lru_cache

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics.release.system import Number, System

Frozen = tuple[tuple[tuple[int, int], ...], tuple[tuple[tuple[int, int], ...], ...], tuple[int, ...], int]
"""Bounds of the numbers, equations as (place, weight), places asked about, threshold: a component without names, for memory."""


class Infeasible(Exception):
    """No cohort prints these numbers: two definitions that differ were joined."""


def narrow_numbers(system: System, below: int) -> list[int]:
    """The numbers that are hidden, or said nowhere, and that fewer than `below` values fit though they may be of few learners.

    Raises Infeasible.
    """
    narrow: list[int] = []
    for members, equations in system.components():
        asked = [at for at in members if not system.numbers[at].shown]
        if not asked:
            continue
        inside = sorted({at for equation in equations for at in equation} | set(members))
        place_of = {at: place for place, at in enumerate(inside)}
        frozen: Frozen = (
            tuple((system.numbers[at].low, system.numbers[at].high) for at in inside),
            tuple(tuple(sorted((place_of[at], weight) for at, weight in equation.items())) for equation in equations),
            tuple(place_of[at] for at in asked),
            below,
        )
        spans = _spans(frozen)
        narrow += [at for at, span in zip(asked, spans, strict=True) if _tells(system.numbers[at], span, below)]
    return narrow


def _tells(one: Number, span: tuple[int, int], below: int) -> bool:
    if one.is_change:
        low, high = span
        return high - low + 1 < below and any(0 < abs(value) < below for value in range(low, high + 1))
    return _is_narrow(span, below, is_hidden=one.is_hidden and not one.is_past)  # that nobody did, an earlier release may tell


def _is_narrow(span: tuple[int, int], below: int, *, is_hidden: bool) -> bool:
    """A span that may hold 1..below-1 learners and has fewer than `below` values; 0 alone tells of nobody, unless it was hidden."""
    low, high = span
    if high - low + 1 >= below or low >= below:
        return False
    return is_hidden or high > 0


@lru_cache(maxsize=4096)
def _spans(frozen: Frozen) -> tuple[tuple[int, int], ...]:
    bounds, equations, asked, below = frozen
    spans = _propagated(list(bounds), equations)
    answers = []
    solver = _Solver(spans, equations) if equations else None
    for place in asked:
        low, high = spans[place]
        if solver is None or low == high or high - low + 1 < below:
            answers.append((low, high))  # outer bounds are already narrow, or nothing else is said
        else:
            answers.append(solver.span(place, below))
    return tuple(answers)


def _propagated(spans: list[tuple[int, int]], equations: tuple[tuple[tuple[int, int], ...], ...]) -> list[tuple[int, int]]:
    """Bounds that the equations allow, one at a time; outer ones. Raises Infeasible."""
    for _ in range(60):
        before = list(spans)
        for equation in equations:
            lows = sum(weight * spans[at][0 if weight > 0 else 1] for at, weight in equation)
            highs = sum(weight * spans[at][1 if weight > 0 else 0] for at, weight in equation)
            for at, weight in equation:
                low, high = spans[at]
                least, most = (low, high) if weight > 0 else (-high, -low)
                new_most, new_least = min(most, -(lows - least)), max(least, -(highs - most))
                if new_least > new_most:
                    raise Infeasible
                lows, highs = lows - least + new_least, highs - most + new_most
                spans[at] = (new_least, new_most) if weight > 0 else (-new_most, -new_least)
        if spans == before:
            break
    return spans


class _Solver:
    def __init__(self, spans: list[tuple[int, int]], equations: tuple[tuple[tuple[int, int], ...], ...]) -> None:
        self._matrix = numpy.zeros((len(equations), len(spans)))
        for row, equation in enumerate(equations):
            for at, weight in equation:
                self._matrix[row, at] = weight
        self._low = numpy.array([span[0] for span in spans], dtype=float)
        self._high = numpy.array([span[1] for span in spans], dtype=float)

    def span(self, place: int, below: int) -> tuple[int, int]:
        """Least and greatest value of one number; the least may be left at the outer bound once the span is wide enough."""
        least = self._extreme(place, 1)
        if self._high[place] - least + 1 < below:
            return least, int(self._high[place])
        return least, self._extreme(place, -1)

    def _extreme(self, place: int, sign: int) -> int:
        aim = numpy.zeros(len(self._low))
        aim[place] = sign
        rules = LinearConstraint(self._matrix, 0, 0)
        answer = milp(aim, constraints=rules, bounds=Bounds(self._low, self._high), integrality=numpy.ones(len(aim)))
        if not answer.success:
            raise Infeasible
        value: int = round(answer.x[place])
        return value
