"""What each number can be, given all that is printed: the attacker's question, answered with whole numbers."""

import time
from collections.abc import Iterable
from functools import lru_cache

import numpy
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array

from analytics.release.system import Number, System

Frozen = tuple[tuple[tuple[int, int], ...], tuple[tuple[tuple[int, int], ...], ...], tuple[int, ...], int]
"""Bounds of the numbers, equations as (place, weight), places asked about, threshold: a component without names, for memory."""


LONGEST_S = 20.0
"""Seconds the solver is given for one question; the largest asked in the tests take less than one."""

OUT_OF_TIME = 1
"""`scipy.optimize.milp`: status of an answer that is not known to be the best one."""


class Infeasible(Exception):
    """No cohort prints these numbers: two definitions that differ were joined. members: those that do not fit together, by place."""

    def __init__(self, members: Iterable[int] = ()) -> None:
        super().__init__()
        self.members = tuple(members)


class Undecided(Infeasible):
    """No answer within the time there is: it is not known whether the numbers tell of few."""


def narrow_numbers(system: System, below: int, *, until: float | None = None) -> dict[int, tuple[int, int]]:
    """The numbers that are hidden, or said nowhere, and that fewer than `below` values fit though they may be of few learners; for
    each the least and the greatest of these values.

    until: processor time of this process, in seconds, at which no other group of numbers is begun. Raises Infeasible; Undecided.
    """
    narrow: dict[int, tuple[int, int]] = {}
    for members, equations in system.components():
        if until is not None and time.process_time() > until:
            raise Undecided
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
        try:
            spans = _spans(frozen)
        except Undecided:
            raise
        except Infeasible as error:
            raise Infeasible(inside) from error
        narrow |= {at: span for at, span in zip(asked, spans, strict=True) if _tells(system.numbers[at], span, below)}
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
    solvers = _solvers(spans, equations)
    answers = []
    for place in asked:
        low, high = spans[place]
        if place not in solvers or low == high or high - low + 1 < below:
            answers.append((low, high))  # outer bounds are already narrow, or nothing else is said
        else:
            answers.append(solvers[place].span(place, below))
    return tuple(answers)


def _solvers(spans: list[tuple[int, int]], equations: tuple[tuple[tuple[int, int], ...], ...]) -> dict[int, "_Solver"]:
    """The solver of each number that is still open: numbers which the bounds have settled join no others any more."""
    leader: dict[int, int] = {}

    def lead(at: int) -> int:
        while leader.setdefault(at, at) != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    open_in = [[at for at, _ in equation if spans[at][0] < spans[at][1]] for equation in equations]
    for members in open_in:
        for at in members[1:]:
            leader[lead(at)] = lead(members[0])
    groups: dict[int, list[tuple[tuple[int, int], ...]]] = {}
    for members, equation in zip(open_in, equations, strict=True):
        if members:
            groups.setdefault(lead(members[0]), []).append(equation)
    solver_of = {first: _Solver(spans, group) for first, group in groups.items()}
    return {at: solver_of[lead(at)] for at in list(leader) if lead(at) in solver_of}


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
    """Least and greatest whole values under the equations of one group."""

    def __init__(self, spans: list[tuple[int, int]], equations: list[tuple[tuple[int, int], ...]]) -> None:
        inside = sorted({at for equation in equations for at, _ in equation})
        self._column = {at: column for column, at in enumerate(inside)}
        entries = [(row, self._column[at], weight) for row, equation in enumerate(equations) for at, weight in equation]
        rows, columns, weights = (numpy.array(part) for part in zip(*entries, strict=True))
        self._matrix = csr_array((weights.astype(float), (rows, columns)), shape=(len(equations), len(inside)))
        self._low = numpy.array([spans[at][0] for at in inside], dtype=float)
        self._high = numpy.array([spans[at][1] for at in inside], dtype=float)

    def span(self, place: int, below: int) -> tuple[int, int]:
        """Least and greatest value of one number; the greatest may be left at the outer bound once the span is narrow without it."""
        column = self._column[place]
        least = self._extreme(column, 1)
        if self._high[column] - least + 1 < below:
            return least, int(self._high[column])
        return least, self._extreme(column, -1)

    def _extreme(self, column: int, sign: int) -> int:
        """First without asking for whole numbers: an answer that is whole all the same is the answer, at a small part of the cost."""
        aim = numpy.zeros(len(self._low))
        aim[column] = sign
        answer = self._solve(aim, is_whole=False)
        if not numpy.allclose(answer.x, numpy.round(answer.x), rtol=0, atol=1e-6):
            answer = self._solve(aim, is_whole=True)
        value: int = round(answer.x[column])
        return value

    def _solve(self, aim: "numpy.ndarray[tuple[int], numpy.dtype[numpy.float64]]", *, is_whole: bool) -> OptimizeResult:
        rules = LinearConstraint(self._matrix, 0, 0)
        whole = numpy.full(len(aim), int(is_whole))
        limit = {"time_limit": LONGEST_S}
        answer = milp(aim, constraints=rules, bounds=Bounds(self._low, self._high), integrality=whole, options=limit)
        if answer.status == OUT_OF_TIME:
            raise Undecided
        if not answer.success:
            raise Infeasible
        return answer
