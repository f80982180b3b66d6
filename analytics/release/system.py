"""What printed results say about numbers of learners: unknown whole numbers, and the sums that bind them."""

from collections.abc import Iterable
from math import ceil, floor
from typing import NamedTuple

from analytics.shape import Cell, Hidden

Key = tuple[str | int, ...]
"""Names a number of learners, the same in whichever report it is printed: ("situation", "shivers", "safe")."""


class Place(NamedTuple):
    """Where a number is printed: result, table and row by position; columns: its own and those that would tell it (shares, intervals)."""

    result: int
    table: int
    row: int
    columns: tuple[str, ...]


ABOVE = (-1, -1)
"""Table and row of the number of learners that stands above a report."""


class Headline(NamedTuple):
    """A number to show first, by the position of its result and its own, and the numbers of learners that it adds up."""

    result: int
    stat: int
    numbers: tuple[int, ...]


class Number:
    """A number of learners. low, high: what is said of it alone, by cells or by their marks.

    shown: the count itself stands in a cell; is_bound: its share does; is_hidden: some cell of it is hidden; is_withheld: by the
    release, which leaves one mark for all. is_past: of an earlier release, which nobody can take back. is_change: what came between two
    releases, negative when it fell. is_nobody: no cell hid it and one said 0; is_implied: what else is printed says so as well.
    """

    def __init__(self, key: Key, most: int) -> None:
        self.key, self.low, self.high = key, 0, most
        self.is_hidden = self.is_withheld = self.shown = self.is_bound = self.is_past = self.is_change = False
        self.is_nobody = self.is_implied = False
        self.places: list[Place] = []


class System:
    """Numbers and equations: the sum of weight x number is 0. most: no number is larger, as a reader knows."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.numbers: list[Number] = []
        self.equations: list[dict[int, int]] = []
        self.headlines: list[Headline] = []
        self._places: dict[Key, int] = {}
        self._index: dict[int, list[int]] = {}
        self._indexed = 0

    def number(self, key: Key) -> int:
        """The number of this name, made at its first use."""
        if key not in self._places:
            self._places[key] = len(self.numbers)
            self.numbers.append(Number(key, self.most))
        return self._places[key]

    def count(self, key: Key, cell: Cell, place: Place) -> int:
        """A count that a cell prints or hides. One that two reports count otherwise is two numbers."""
        if isinstance(cell, int):
            before = self.numbers[self._places[key]] if key in self._places else None
            if before is not None and not before.low <= cell <= before.high:
                key = (*key, place.result)
        at = self.number(key)
        one = self.numbers[at]
        one.places.append(place)
        if isinstance(cell, int):
            one.low = one.high = cell
            one.shown = True
        elif isinstance(cell, Hidden):
            one.is_hidden = True
            one.high = min(one.high, cell.below - 1) if cell.reason == "few" else one.high
        return at

    def share(self, key: Key, whole: int, percent: Cell, place: Place) -> int:
        """A part of which a whole percent of `whole` is printed, or hidden."""
        at = self.number(key)
        part, total = self.numbers[at], self.numbers[whole]
        part.places.append(place)
        if isinstance(percent, (int, float)) and total.shown and total.high:
            low, high = (total.high * (percent - 0.5) / 100, total.high * (percent + 0.5) / 100)
            part.low, part.high = max(part.low, ceil(low - 1e-9)), min(part.high, floor(high + 1e-9))
            part.is_bound = True
        part.is_hidden |= isinstance(percent, Hidden)
        self.nested(at, whole)
        return at

    def sums(self, parts: Iterable[int], total: int) -> None:
        self.equations.append({total: -1} | dict.fromkeys(parts, 1))

    def nested(self, inner: int, outer: int) -> int:
        """inner lies inside outer; gives those of outer who are not in inner."""
        rest = self.number(("rest", *self.numbers[outer].key, "without", *self.numbers[inner].key))
        self.sums((inner, rest), outer)
        return rest

    def names(self) -> list[tuple[Key, int]]:
        """The numbers by name, those of no report (the rests) among them."""
        return list(self._places.items())

    def past(self, other: "System", label: str) -> dict[Key, int]:
        """Takes the numbers and equations of an earlier release over, under names of their own; gives name there -> place here."""
        places = {}
        for key, there in other.names():
            one = other.numbers[there]
            at = self.fixed((label, *key), one.low, one.high)
            self.numbers[at].is_hidden, self.numbers[at].shown = one.is_hidden, one.shown
            places[key] = at
        here = {there: places[key] for key, there in other.names()}
        self.equations += [{here[at]: weight for at, weight in equation.items()} for equation in other.equations]
        return places

    def fixed(self, key: Key, low: int, high: int) -> int:
        """A number of an earlier release."""
        at = self.number(key)
        one = self.numbers[at]
        one.low, one.high, one.is_past = low, high, True
        one.shown = low == high
        return at

    def change(self, before: int, after: int, *, is_growing: bool) -> int:
        """What came between two releases. is_growing: a reader knows that such a number never falls."""
        one, other = self.numbers[before], self.numbers[after]
        has_fallen = one.low > other.high
        at = self.number(("change", *one.key, "to", *other.key))
        self.numbers[at].low = 0 if is_growing and not has_fallen else -self.most
        self.numbers[at].is_past = self.numbers[at].is_change = True
        self.equations.append({after: 1, before: -1, at: -1})
        return at

    def hide(self, at: int) -> None:
        """The number is no longer printed: a reader knows nothing of it alone."""
        one = self.numbers[at]
        one.is_nobody |= one.high == 0 and not one.is_hidden
        one.low, one.high, one.shown, one.is_bound, one.is_implied = 0, self.most, False, False, False
        one.is_hidden = one.is_withheld = True

    def print_nobody(self, at: int) -> None:
        """Takes back that a 0 is hidden: what else is printed leaves no other value (one option is listed, so nobody chose another)."""
        one = self.numbers[at]
        one.low = one.high = 0
        one.is_bound = one.is_implied = True
        one.is_hidden = one.is_withheld = False

    def equations_of(self, members: Iterable[int]) -> list[dict[int, int]]:
        """The equations in which one of the numbers stands."""
        if self._indexed < len(self.equations):
            for place in range(self._indexed, len(self.equations)):
                for at in self.equations[place]:
                    self._index.setdefault(at, []).append(place)
            self._indexed = len(self.equations)
        return [self.equations[place] for place in sorted({place for at in members for place in self._index.get(at, ())})]

    def components(self) -> list[tuple[list[int], list[dict[int, int]]]]:
        """Numbers that no equation joins, apart; those that are settled join nothing."""
        owner = list(range(len(self.numbers)))

        def root(at: int) -> int:
            while owner[at] != at:
                owner[at] = owner[owner[at]]
                at = owner[at]
            return at

        for equation in self.equations:
            open_ones = [at for at in equation if self.numbers[at].low < self.numbers[at].high]
            for at in open_ones[1:]:
                owner[root(at)] = root(open_ones[0])
        groups: dict[int, tuple[list[int], list[dict[int, int]]]] = {}
        for at in range(len(self.numbers)):
            groups.setdefault(root(at), ([], []))[0].append(at)
        for equation in self.equations:
            lead = next((at for at in equation if self.numbers[at].low < self.numbers[at].high), None)
            if lead is not None:
                groups[root(lead)][1].append(equation)
        return list(groups.values())
