"""An attacker with a solver: what can each hidden cell of a report be, given every number the report prints? Independent of the code."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics.shape import Hidden, Result, Table

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


def attack(result: Result) -> Attack:
    """Every number of the report as the attacker uses it."""
    made = Attack(result.below)
    tables = {table.key: rows_of(table) for table in result.tables}
    _ATTACKS[result.report](made, result, tables)
    return made


def _decisions(made: Attack, result: Result, tables: dict[str, list[dict[str, Any]]]) -> None:
    for row in tables["situations"]:
        n = made.cell(f"{row['situation']} n", row["n"])
        classes = {kind: made.cell(f"{row['situation']} {kind}", row[f"{kind}_n"]) for kind in ("safe", "other", "unsafe")}
        made.sums_to(classes.values(), n)
        made.share(classes["safe"], n, row["safe_share"])
        options = [option for option in tables["options"] if option["situation"] == row["situation"]]
        for kind, whole in classes.items():
            parts = [made.cell(option["option"], option["n"]) for option in options if option["class"] == kind]
            for part, option in zip(parts, [option for option in options if option["class"] == kind], strict=True):
                made.share(part, n, option["share"])
            if parts:
                made.sums_to(parts, whole)


def _distractors(made: Attack, result: Result, tables: dict[str, list[dict[str, Any]]]) -> None:
    for _, group in groupby(tables["responses"], lambda row: row["item"]):
        for row in group:
            made.cell(row["response"], row["n"])


def _mastery(made: Attack, result: Result, tables: dict[str, list[dict[str, Any]]]) -> None:
    for row in tables["objectives"]:
        n = made.cell(row["objective"], row["n"])
        parts = [made.cell(f"{row['objective']} {key}", row[key]) for key in ("mastered_n", "likely_n", "early_n")]
        made.sums_to(parts, n)
        made.share(parts[0], n, row["mastered_share"])


def _adherence(made: Attack, result: Result, tables: dict[str, list[dict[str, Any]]]) -> None:
    for row in tables["adherence"]:
        bands = [band for band in tables["covered_days"] if band["campaign"] == row["campaign"]]
        if bands:
            n = made.cell(f"{row['campaign']} n", row["n"])
            parts = [made.cell(f"{row['campaign']} {band['band']}", band["n"]) for band in bands]
            made.sums_to(parts, n)
            made.share(parts[-1], n, row["regular"])
            for part, band in zip(parts, bands, strict=True):
                made.share(part, n, band["share"])


def _quality(made: Attack, result: Result, tables: dict[str, list[dict[str, Any]]]) -> None:
    for row in tables["reliability"]:
        bands = [band for band in tables["scores"] if (band["module"], band["phase"]) == (row["module"], row["phase"])]
        if bands:
            n = made.cell(f"{row['module']} n", row["n"])
            parts = [made.cell(f"{row['module']} {band['band']}", band["n"]) for band in bands]
            made.sums_to(parts, n)


def _progress(made: Attack, result: Result, tables: dict[str, list[dict[str, Any]]]) -> None:
    for row in tables["weeks_played"]:
        name = f"{row['campaign']}/{row['week_number']}"
        n, completed, rest = made.cell(f"{name} n", row["n"]), made.cell(f"{name} completed", row["completed"]), made.unknown("rest")
        made.sums_to([completed, rest], n)
        made.share(completed, n, row["share"])
        stops = [stop for stop in tables["stopped"] if (stop["campaign"], stop["week_number"]) == (row["campaign"], row["week_number"])]
        seen = [made.cell(f"{name} {stop['situation']}", stop["n"]) for stop in stops]
        if seen:
            made.says({rest: 1.0, **dict.fromkeys(seen, -1.0)}, 0, MOST)


def _reach(made: Attack, result: Result, tables: dict[str, list[dict[str, Any]]]) -> None:
    """The worst case: each learner stands under one value of each dimension, so that every dimension has the same totals."""
    whole, done = made.cell("all", result.n), made.unknown("completed by all")
    for dimension, group in groupby(tables["reach"], lambda row: row["dimension"]):
        rows = list(group)
        ns = [made.cell(f"{dimension} {row['value']} n", row["n"]) for row in rows]
        completed = [made.cell(f"{dimension} {row['value']} completed", row["completed"]) for row in rows]
        made.sums_to(ns, whole)
        made.sums_to(completed, done)
        for n, part, row in zip(ns, completed, rows, strict=True):
            made.at_most(part, n)
            made.share(part, n, row["share"])


def _completion(made: Attack, result: Result, tables: dict[str, list[dict[str, Any]]]) -> None:
    for module, group in groupby(tables["stages"], lambda row: row["module"]):
        rows = list(group)
        cells = [made.cell(f"{module} {row['stage']}", row["n"]) for row in rows]
        for before, after, row in zip(cells, cells[1:], rows[1:], strict=False):
            made.at_most(after, before)
            made.share(after, cells[0], row["share"])
            made.share(after, before, row["step"])


def _signs(made: Attack, result: Result, tables: dict[str, list[dict[str, Any]]]) -> None:
    for row in tables["delays"]:
        n, reported = made.cell(f"{row['sign']} n", row["n"]), made.cell(f"{row['sign']} reported", row["reported"])
        made.at_most(reported, n)
        for key in ("same_slot", "same_day"):
            part = made.unknown(key)
            made.at_most(part, reported)


_ATTACKS = {
    "decisions": _decisions,
    "distractors": _distractors,
    "mastery": _mastery,
    "adherence": _adherence,
    "quality": _quality,
    "progress": _progress,
    "reach": _reach,
    "completion": _completion,
    "signs": _signs,
}


def attack_on_all(results: Iterable[Result]) -> Attack:
    """The union of a cohort's reports: the same number under the same name, headlines as sums, items beside their options."""
    by_key = {result.report: result for result in results}
    made = Attack(next(iter(by_key.values())).below)
    for key, result in by_key.items():
        if key in _ATTACKS:
            _ATTACKS[key](made, result, {table.key: rows_of(table) for table in result.tables})
    place = {name: at for at, name in enumerate(made.names)}
    wholes, rights = _items(made, by_key["items"], rows_of(by_key["distractors"].tables[0]), place)
    _headline(made, by_key["items"], "facility", rights, wholes)
    situations = [row["situation"] for row in rows_of(by_key["decisions"].tables[0])]
    _headline(
        made, by_key["decisions"], "safe_first", [place[f"{one} safe"] for one in situations], [place[f"{one} n"] for one in situations]
    )
    modules = dict.fromkeys(row["module"] for row in rows_of(by_key["completion"].tables[0]))
    everybody = [place[f"{module} registered"] for module in modules]
    for key, stage in (("started", "initialized"), ("completed", "completed")):
        _headline(made, by_key["completion"], key, [place[f"{module} {stage}"] for module in modules], everybody)
    return made


def _items(made: Attack, items: Result, responses: list[dict[str, Any]], place: dict[str, int]) -> tuple[list[int], list[int]]:
    wholes, rights = [], []
    for row in rows_of(items.tables[0]):
        n = made.cell(f"{row['item']} {row['phase']} n", row["n"])
        size = made.low[n] if made.low[n] == made.high[n] else MOST
        parts = {}
        for name, percent in (("right", row["facility"]), ("unsafe", row["unsafe"]), ("sure", row["unsafe_sure"])):
            is_said = isinstance(percent, (int, float)) and size < MOST
            low, high = (size * (percent - 0.5) / 100, size * (percent + 0.5) / 100) if is_said else (0, size)
            parts[name] = made.union_says(f"{row['item']} {row['phase']} {name}", max(0, low - 1e-9), min(size, high + 1e-9))
        wrong = made.union_says(f"{row['item']} {row['phase']} wrong", 0, MOST)
        made.sums_to([parts["right"], wrong], n)
        made.at_most(parts["unsafe"], wrong)
        made.at_most(parts["sure"], parts["unsafe"])
        options = [one for one in responses if one["item"] == row["item"]] if row["phase"] == "practice" else []
        if options and all(isinstance(one["n"], int) for one in options) and sum(one["n"] for one in options) == size:
            for one in options:
                if one["right"] == "right":
                    made.at_most(place[one["response"]], parts["right"])
        wholes.append(n)
        rights.append(parts["right"])
    return wholes, rights


def _headline(made: Attack, result: Result, key: str, parts: list[int], wholes: list[int]) -> None:
    for stat in result.stats:
        if stat.key == key and stat.of is not None:
            made.says(dict.fromkeys(parts, 1.0), stat.of[0], stat.of[0])
            made.says(dict.fromkeys(wholes, 1.0), stat.of[1], stat.of[1])


GROWS = (
    " n",
    " safe",
    " other",
    " unsafe",
    " sure",
    " registered",
    " initialized",
    " half",
    " completed",
    " passed",
    " reported",
    " right",
    " wrong",
)
"""Endings of the names of numbers that acts can only raise, as a reader knows."""


def attack_over_days(days: Sequence[Iterable[Result]]) -> "Days":
    """The union of what was printed on several days: the same number of each day, and what came between two days."""
    return Days([attack_on_all(results) for results in days])


class Days:
    """Several attacks side by side, joined by what came between them."""

    def __init__(self, days: Sequence[Attack]) -> None:
        self.all = Attack(days[0].below)
        self.changes: list[int] = []
        seen: list[dict[str, int]] = []
        for day, one in enumerate(days):
            seen.append(self._take(one, f"day {day} "))
        for after in range(len(seen)):
            for before in range(after):
                for name in seen[before].keys() & seen[after].keys():
                    self._between(name, seen[before][name], seen[after][name], f"{name}, day {before} to {after}")

    def _take(self, one: Attack, label: str) -> dict[str, int]:
        offset = len(self.all.low)
        self.all.low += one.low
        self.all.high += one.high
        self.all.names += [label + name for name in one.names]
        self.all.hidden += [at + offset for at in one.hidden]
        self.all.sought += [at + offset for at in one.sought]
        for weights, low, high in one.rules:
            self.all.says({at + offset: weight for at, weight in weights.items()}, low, high)
        return {name: at + offset for at, name in enumerate(one.names) if one.names.count(name) == 1}

    def _between(self, name: str, before: int, after: int, label: str) -> None:
        at = self.all.unknown(label)
        is_growing = name.endswith(GROWS) and self.all.low[before] <= self.all.high[after]
        self.all.low[at], self.all.high[at] = 0 if is_growing else -MOST, MOST
        self.all.says({after: 1.0, before: -1.0, at: -1.0}, 0, 0)
        self.changes.append(at)

    def small(self) -> list[tuple[str, int, int]]:
        """What the days tell beside each other: numbers as of one day, and changes that may be of few learners."""
        found = [(name, low, high) for name, low, high in self.all.small() if high > 0]
        for at in self.changes:
            low, high = self.all.span(at)
            if high - low + 1 < self.all.below and any(0 < abs(value) < self.all.below for value in range(low, high + 1)):
                found.append((self.all.names[at], low, high))
        return found
