"""What a report is: its key and version, what makes it stale, and its words. Light, so that the web process may load all of them."""

from dataclasses import dataclass, field
from typing import Literal

Pair = tuple[str, str]
"""The same words in French and in English."""

Group = Literal["course", "knowledge", "game", "training", "data"]
GROUPS: tuple[Group, ...] = ("course", "knowledge", "game", "training", "data")
"""The order in which the reports of a cohort are listed."""


@dataclass(frozen=True)
class Main:
    """The main figure of the lines of one table, for comparisons and trends.

    names: the columns that name a line; value, low, high: the figure with its interval, when it has one. is_sound: whether the interval
    of a difference may be made of two such intervals: not of a model that was fitted to each cohort apart.
    """

    table: str
    names: tuple[str, ...]
    value: str
    low: str = ""
    high: str = ""
    is_sound: bool = True


@dataclass(frozen=True)
class Definition:
    """One report. Its folder is `analytics/reports/<key>`: this definition, and what it counts and shows (`tables.py`).

    code: the number of the list of reports (R1); version: raised when a figure of the same name is counted otherwise.
    verbs: their arrival makes the result stale. reading: how to read it; next_step: what an educator can do with it.
    name, counted, method: for docs/reports.md, in English. tables, columns, values, findings, stats: words that this report alone uses,
    by key. main: its main figures, of which cohorts and weeks are laid side by side.
    """

    key: str
    code: str
    version: int
    group: Group
    name: str
    verbs: frozenset[str]
    title: Pair
    reading: Pair
    next_step: Pair
    counted: str
    method: str = ""
    tables: dict[str, Pair] = field(default_factory=dict)
    columns: dict[str, Pair] = field(default_factory=dict)
    values: dict[str, Pair] = field(default_factory=dict)
    findings: dict[str, Pair] = field(default_factory=dict)
    stats: dict[str, Pair] = field(default_factory=dict)
    main: tuple[Main, ...] = ()
