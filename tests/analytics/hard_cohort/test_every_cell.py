"""Every cell of every report of a hard cohort, recomputed from the store by an oracle that shares no code with analytics/."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import course_oracle
import knowledge_oracle
import mastery_oracle
import pandas
import play_oracle
import pytest
from expected import UNDER, Expected, wilson
from hard_learners import hard_statements
from raw_statements import said_in
from saying import COHORT
from standing import AUTHORITY, NOW, Site

from analytics.disclosure import Rule
from analytics.making import MEASURE_OF_REPORT, make
from analytics.shape import DIGITS, Cell, Column, Hidden, Result
from lrs.writing import statement_writer

NOTHING_HIDDEN = Rule(1, False)
"""All that is counted, before anything is hidden of few."""

ORACLES = {
    key: getattr(module, key)
    for module in (course_oracle, knowledge_oracle, mastery_oracle, play_oracle)
    for key in dir(module)
    if key in MEASURE_OF_REPORT
}
NAMES = {
    ("completion", "stages"): ("module", "stage"),
    ("items", "items"): ("item", "phase"),
    ("decisions", "situations"): ("situation",),
    ("decisions", "options"): ("option",),
    ("signs", "delays"): ("sign",),
    ("signs", "curve"): ("sign", "hour"),
    ("progress", "weeks_played"): ("campaign", "week_number"),
    ("progress", "stopped"): ("campaign", "week_number", "situation"),
    ("adherence", "covered_days"): ("campaign", "band"),
    ("adherence", "adherence"): ("campaign",),
    ("distractors", "responses"): ("response",),
    ("mastery", "objectives"): ("objective",),
    ("quality", "scores"): ("module", "band", "phase"),
    ("quality", "reliability"): ("module", "phase"),
    ("languages", "languages"): ("item", "phase"),
    ("gain", "means"): ("course", "phase"),
    ("gain", "gains"): ("course", "moments"),
    ("recall", "gaps"): ("gap",),
    ("recall", "fit"): ("cards",),
    ("links", "halves"): ("behaviour", "half"),
    ("links", "links"): ("behaviour",),
    ("retention", "returns"): ("began", "later"),
    ("silent", "standing"): ("course",),
    ("silent", "silent_stages"): ("course", "stage"),
    ("training", "duties"): ("key",),
    ("training", "attestations"): ("key",),
    ("adoption", "places"): ("role", "departement"),
    ("reach", "reach"): ("dimension", "value"),
    ("experience", "opinions"): ("course", "question"),
    ("experience", "opinion_scores"): ("dimension", "value"),
    ("active", "weeks"): ("week", "role"),
    ("health", "days"): ("day",),
}
"""Of each table the columns that name a line."""

WITHOUT_ORACLE = frozenset(json.loads((Path(__file__).parent / "without_oracle.json").read_text()))
"""`report table column` of cells that no oracle recomputes. The list may only shrink: a new column comes with its oracle.
Those that stand in it have an oracle of their own in tests/analytics/measures, on data of their own."""

COHORTS = {
    "thirty": (32, 7, "mixed"),
    "sixty": (60, 1, "mixed"),
    "two hundred": (200, 2, "mixed"),
    "one": (1, 3, "mixed"),
    "all right": (40, 4, "all right"),
    "all wrong": (40, 5, "all wrong"),
    "alike": (40, 6, "alike"),
}
LARGE = ["sixty", "two hundred", "all right", "all wrong", "alike"]


def kept_site(folder: Path, learners: int, seed: int, rights: str) -> Site:
    """The statements come in six batches, three days apart, whatever their own clocks say."""
    site, statements = Site(folder), hard_statements(learners, seed=seed, rights=rights)
    size = len(statements) // 6 + 1
    for place in range(6):
        with site.engine.connect().execution_options(writes=True) as connection, connection.begin():
            batch, stored = statements[place * size : (place + 1) * size], NOW - timedelta(days=3 * (5 - place))
            for at in range(0, len(batch), 400):
                part = {one["id"]: one for one in batch[at : at + 400]}  # a batch holds no statement twice; two batches may
                statement_writer.put(connection, list(part.values()), authority=AUTHORITY, now=stored)
    return site


class Compared:
    """What was found: cells that are equal, those that differ, those no oracle speaks of, and headlines."""

    def __init__(self) -> None:
        self.cells = 0
        self.differ: list[str] = []
        self.without: set[str] = set()
        self.with_oracle: set[str] = set()

    def look(self, result: Result, expected: Expected) -> None:
        self._one(f"{result.report} n", result.n, expected.n, 0)
        for table in result.tables:
            names = NAMES.get((result.report, table.key))
            own = expected.tables.get(table.key, {})
            keys = [column.key for column in table.columns]
            if names is None:
                self.without |= {f"{result.report} {table.key} {key}" for key in keys}
                continue
            lines = {tuple(line[keys.index(name)] for name in names): line for line in table.rows}
            if lines.keys() != own.keys():
                self.differ.append(f"{result.report} {table.key}: lines {sorted(map(str, lines.keys() ^ own.keys()))}")
            for name in lines.keys() & own.keys():
                for column, cell in zip(table.columns, lines[name], strict=True):
                    self._cell(result.report, table.key, name, column, cell, own[name], names)
        for stat in result.stats:
            n, part, whole = expected.stats[stat.key]
            low, high = wilson(part, whole)
            self._one(f"{result.report} headline {stat.key} n", stat.n, n, 0)
            for what, cells, values in (
                ("of", stat.of, (part, whole)),
                ("value", (stat.value,), (100 * part / whole,)),
                ("interval", stat.interval, (low, high)),
            ):
                for cell, value in zip(cells or (), values, strict=True):
                    self._one(f"{result.report} headline {stat.key} {what}", cell, value, 0)

    def _cell(self, report: str, table: str, name: Any, column: Column, cell: Cell, line: dict[str, Any], names: tuple[str, ...]) -> None:
        if column.key in names:
            return
        place = f"{report} {table} {column.key}"
        if column.key not in line:
            self.without.add(place)
            return
        self.with_oracle.add(place)
        self._one(f"{place} of {name}", cell, line[column.key], DIGITS.get(column.kind))

    def _one(self, what: str, cell: Cell, value: Any, digits: int | None) -> None:
        self.cells += 1
        if isinstance(cell, Hidden) and cell.reason == "under":
            is_same = value == UNDER
        elif isinstance(value, str) or value is None or isinstance(cell, (str, Hidden)) or cell is None:
            is_same = cell == value
        else:
            is_same = abs(cell - value) <= 0.5 * 10.0 ** -(digits or 0) + 1e-6
        if not is_same:
            self.differ.append(f"{what}: shown {cell!r}, expected {value!r}")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Site, Compared]]]:
    yield (made := {})
    for site, _ in made.values():
        site.engine.dispose()


@pytest.fixture
def compared(request: pytest.FixtureRequest, sites: dict[str, tuple[Site, Compared]], tmp_path_factory: pytest.TempPathFactory) -> Compared:
    name = request.param
    if name not in sites:
        site = kept_site(tmp_path_factory.mktemp("hard"), *COHORTS[name])
        rows, found = site.rows(), Compared()
        said, now = said_in(site.data, COHORT), pandas.Timestamp(NOW)
        for key in MEASURE_OF_REPORT:
            found.look(make(key, rows, now=NOW, rule=NOTHING_HIDDEN), ORACLES[key](said, now))
        sites[name] = site, found
    return sites[name][1]


@pytest.mark.parametrize("compared", ["thirty", "one"], indirect=True)
def test_no_cell_differs_from_the_oracle(compared: Compared) -> None:
    assert compared.differ == []
    assert compared.cells > 100


@pytest.mark.slow
@pytest.mark.parametrize("compared", LARGE, indirect=True)
def test_no_cell_of_a_larger_or_stranger_cohort_differs_from_the_oracle(compared: Compared) -> None:
    assert compared.differ == []
    assert compared.cells > 500


@pytest.mark.parametrize("compared", ["thirty"], indirect=True)
def test_the_cells_without_an_oracle_are_those_of_the_list_which_only_shrinks(compared: Compared) -> None:
    assert compared.without == WITHOUT_ORACLE
