"""An attacker with a solver: what each report, all of them together, and days beside each other tell of numbers of learners."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import attack_items
from attack_course import ATTACKS_OF_COURSE
from attack_solver import MOST, Attack, rows_of

from analytics.shape import Result


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
        for replay in [one for one in tables["replays"] if one["situation"] == row["situation"]]:
            twice = {name: made.cell(f"{row['situation']} {name}", replay[name]) for name in REPLAYS}
            again = made.cell(f"{row['situation']} again", replay["n"])
            made.sums_to(twice.values(), again)
            made.at_most(again, n)
            made.says({classes["safe"]: 1.0, twice["safe_twice"]: -1.0, twice["no_longer_safe"]: -1.0}, 0, MOST)


REPLAYS = ("safe_twice", "now_safe", "no_longer_safe", "never_safe")


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
    """The worst case: each learner stands under one value of a dimension, unless they are more than all: then some stand under two."""
    whole, done = made.cell("all", result.n), made.unknown("completed by all")
    for dimension, group in groupby(tables["reach"], lambda row: row["dimension"]):
        rows = list(group)
        ns = [made.cell(f"{dimension} {row['value']} n", row["n"]) for row in rows]
        completed = [made.cell(f"{dimension} {row['value']} completed", row["completed"]) for row in rows]
        if sum(max(made.low[n], made.low[part]) for n, part in zip(ns, completed, strict=True)) <= made.high[whole]:
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
        for dimension in ("role", "language", "edition"):
            rows = [one for one in tables["sign_groups"] if (one["sign"], one["dimension"]) == (row["sign"], dimension)]
            if rows:
                made.sums_to([made.cell(f"{row['sign']} {dimension} {one['value']}", one["n"]) for one in rows], n)
    for row in tables["callers"]:
        parts = [made.cell(f"{name} callers", row[name]) for name in ("right_alone", "both_kinds", "false_alone")]
        made.sums_to(parts, made.cell("callers in all", row["n"]))


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
} | ATTACKS_OF_COURSE
KNOWN = {*_ATTACKS, "items"}
"""Reports whose numbers the attacker uses."""


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
    attack_items.read_on(made, {table.key: rows_of(table) for table in items.tables}, place)
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
                    if name.endswith(GROWS) or not self._is_printed([one[name] for one in seen[before + 1 : after] if name in one]):
                        self._between(name, seen[before][name], seen[after][name], f"{name}, day {before} to {after}")

    def _is_printed(self, places: list[int]) -> bool:
        """Of a number that rises and falls, days on both sides of one that printed it tell no more than each tells beside that one."""
        return any(self.all.low[at] == self.all.high[at] for at in places)

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
