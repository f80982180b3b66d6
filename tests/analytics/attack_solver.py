"""The attacker's solver: what can each hidden number of learners be, given every number that is printed? Independent of the code."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics.shape import Hidden, Table

MOST = 500


class Attack:
    """Whole numbers of learners, known or hidden, and the sums and shares that bind them."""

    def __init__(self, below: int) -> None:
        self.below = below
        self.low: list[int] = []
        self.high: list[int] = []
        self.names: list[str] = []
        self.hidden: list[int] = []
        self.sought: list[int] = []
        self.rules: list[tuple[dict[int, float], float, float]] = []
        self._rules_of: dict[int, list[int]] = {}
        self._indexed = 0

    def cell(self, name: str, cell: Any) -> int:
        """A printed count as a variable. "fewer than k" is 0..k-1, "hidden" anything."""
        if isinstance(cell, Hidden):
            self.hidden.append(len(self.low))
            bounds = (0, self.below - 1 if cell.reason == "few" else MOST)
        else:
            bounds = (int(cell), int(cell))
        self.names.append(name)
        self.low.append(bounds[0])
        self.high.append(bounds[1])
        return len(self.low) - 1

    def unknown(self, name: str) -> int:
        """A count that the report does not print."""
        at = self.cell(name, Hidden("protected"))
        self.hidden.remove(at)
        return at

    def says(self, weights: Mapping[int, float], low: float, high: float) -> None:
        self.rules.append((dict(weights), low, high))

    def sums_to(self, parts: Iterable[int], total: int) -> None:
        self.says(dict.fromkeys(parts, 1.0) | {total: -1.0}, 0, 0)

    def at_most(self, inner: int, outer: int) -> None:
        self.says({outer: 1.0, inner: -1.0}, 0, MOST)

    def share(self, part: int, whole: int, percent: Any) -> None:
        """A printed share, rounded to a whole percent; only when the whole is printed, else it is no linear rule."""
        if not isinstance(percent, Hidden) and percent is not None and self.low[whole] == self.high[whole] > 0:
            size = self.low[whole]
            self.says({part: 1.0}, size * (percent - 0.5) / 100 - 1e-6, size * (percent + 0.5) / 100 + 1e-6)

    def span(self, at: int) -> tuple[int, int]:
        """Least and greatest value of one cell in any cohort that prints this report."""
        inside, rules = self._around(at)
        place_of = {variable: place for place, variable in enumerate(inside)}
        size = len(inside)
        rows = numpy.zeros((max(1, len(rules)), size))
        low, high = numpy.full(len(rows), -numpy.inf), numpy.full(len(rows), numpy.inf)
        for place, (weights, least, most) in enumerate(rules):
            low[place], high[place] = least, most
            for variable, weight in weights.items():
                rows[place, place_of[variable]] = weight
        aim = numpy.zeros(size)
        found = []
        for sign in (1, -1):
            aim[place_of[at]] = sign
            bounds = Bounds([self.low[one] for one in inside], [self.high[one] for one in inside])
            answer = milp(aim, constraints=LinearConstraint(rows, low, high), bounds=bounds, integrality=numpy.ones(size))
            assert answer.success, answer.message
            found.append(round(answer.x[place_of[at]]))
        return found[0], found[1]

    def _around(self, at: int) -> tuple[list[int], list[tuple[dict[int, float], float, float]]]:
        """The variables that rules bind to this one, and those rules; a number that is printed passes nothing on."""
        if self._indexed < len(self.rules):
            for place in range(self._indexed, len(self.rules)):
                for variable in self.rules[place][0]:
                    self._rules_of.setdefault(variable, []).append(place)
            self._indexed = len(self.rules)
        seen, places, edge = {at}, set[int](), [at]
        while edge:
            for place in self._rules_of.get(edge.pop(), []):
                if place not in places:
                    places.add(place)
                    new = self.rules[place][0].keys() - seen
                    seen |= new
                    edge += [one for one in new if self.low[one] < self.high[one]]
        return sorted(seen), [self.rules[place] for place in sorted(places)]

    def narrow(self) -> list[tuple[str, int, int]]:
        """The hidden cells that fewer values than the threshold fit."""
        spans = [(self.names[at], *self.span(at)) for at in self.hidden]
        return [(name, least, most) for name, least, most in spans if most - least + 1 < self.below]

    def union_says(self, name: str, low: float, high: float) -> int:
        """A number that no report prints, of which a share of another number is said: sought as the hidden ones are."""
        at = self.unknown(name)
        self.low[at], self.high[at] = int(numpy.ceil(low)), int(numpy.floor(high))
        self.sought.append(at)
        return at

    def small(self) -> list[tuple[str, int, int]]:
        """Hidden numbers, and those said by a share alone, that fewer values than the threshold fit and that may be of few learners."""
        found = []
        for at in (*self.hidden, *self.sought):
            least, most = self.span(at)
            if most - least + 1 < self.below and least < self.below and (at in self.hidden or most > 0):
                found.append((self.names[at], least, most))
        return found


def rows_of(table: Table) -> list[dict[str, Any]]:
    return [dict(zip([column.key for column in table.columns], row, strict=True)) for row in table.rows]
