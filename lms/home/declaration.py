"""The declaration of accessibility (RGAA 4.1): what the tests that ran found, what no test looks at, and the state that follows from both.

Tests give no rate: the state is better than "not compliant" only with an audit by a person (lms/accessibility_audit.py) of the last three
years.
Source: arrêté du 20 septembre 2019 portant référentiel général d'amélioration de l'accessibilité, read as RGAA 4.1 publishes it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from lms.accessibility_audit import CRITERIA, THEMES, AccessibilityAudit

RESULTS = Path(__file__).with_name("accessibility_results.json")
"""Written by `make accessibility` alone, from a run of the tests in a browser."""
VALID_YEARS = 3
TOTAL, PARTIAL, NONE = "total", "partial", "none"
LEAST = 0.5
"""Share of met criteria from which a site is partially compliant."""


@dataclass(frozen=True)
class SeenByTests:
    """What one run of the tests saw. day: of the run; views: pages times language, theme and width; engine, browser: with their versions.

    faults: by criterion, on how many views a rule of it failed; looked_at: criteria of which a rule found something to judge.
    """

    day: date
    engine: str
    browser: str
    pages: int
    views: int
    rules: int
    looked_at: frozenset[str]
    faults: Mapping[str, int]


@dataclass(frozen=True)
class Theme:
    """One of the thirteen. looked_at: its criteria that tests touch, in part; left: the others."""

    number: int
    fr: str
    en: str
    looked_at: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Declaration:
    """audit: None when there is none, or it is too old to count. results: None when no test ran."""

    audit: AccessibilityAudit | None
    results: SeenByTests | None
    themes: tuple[Theme, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """Criteria that are not met, in their order: by the audit, or by a test that contradicts it."""
        own = self.audit.failed | (self.audit.met & _faulty(self.results)) if self.audit else frozenset()
        return tuple(criterion for criterion in CRITERIA if criterion in own)

    @property
    def rate(self) -> float:
        """Share of the criteria that apply which are met, 0.0 to 1.0; 0.0 without an audit, or where none applies."""
        count = len(self.audit.met) + len(self.audit.failed) if self.audit else 0
        return 1 - len(self.failed) / count if count else 0.0

    @property
    def state(self) -> str:
        """TOTAL, PARTIAL or NONE: what the audit and the tests allow to say."""
        return TOTAL if self.rate == 1.0 else PARTIAL if self.rate >= LEAST else NONE

    @property
    def count_looked_at(self) -> int:
        return sum(len(theme.looked_at) for theme in self.themes)


def make(results: SeenByTests | None, audit: AccessibilityAudit | None, today: date) -> Declaration:
    """The declaration of this day."""
    counts = audit if audit is not None and _is_valid(audit.day, today) else None
    seen = results.looked_at if results is not None else frozenset()
    themes = []
    for number, fr, en, _count in THEMES:
        own = [criterion for criterion in CRITERIA if criterion.partition(".")[0] == str(number)]
        themes.append(Theme(number, fr, en, tuple(one for one in own if one in seen), tuple(one for one in own if one not in seen)))
    return Declaration(counts, results, tuple(themes))


def _faulty(results: SeenByTests | None) -> frozenset[str]:
    return frozenset(criterion for criterion, count in results.faults.items() if count) if results is not None else frozenset()


def _is_valid(day: date, today: date) -> bool:
    return day <= today and (today - day).days < VALID_YEARS * 365


@lru_cache(maxsize=2)
def results(path: Path = RESULTS) -> SeenByTests | None:
    """The last run that was kept; None when there is no file that can be read."""
    try:
        words: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return SeenByTests(
            date.fromisoformat(words["day"]), words["engine"], words["browser"], words["pages"], words["views"], len(words["rules"]),
            frozenset(words["criteria"]), {criterion: count for criterion, count in words["criteria"].items() if count},
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
