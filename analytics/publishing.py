"""Publishing the reports of a cohort of real people: once a day, beside all that was published before.

One file a cohort and threshold, `releases/<cohort>-<threshold>.json`: the last releases as a reader may know them, and what is shown.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from analytics import results
from analytics.disclosure import Rule
from analytics.release import past
from analytics.release.lines import with_waiting
from analytics.release.releasing import ClaimsOf, Part, Sets, release_beside, system_of
from analytics.release.system import Key
from analytics.shape import Result
from infrastructure.file_writing import write_whole

log = logging.getLogger(__name__)
FORMAT = 1
KEPT = 4
"""Releases that are kept whole, with what they hid; of older ones the numbers that no later one printed."""


class Published(NamedTuple):
    """day: of the last release, universal time; None before the first. releases: oldest first, as a reader may know them, where lines
    that wait are hidden; landmarks: see `past.join`; shown: what the pages show."""

    day: date | None = None
    releases: tuple[Sets, ...] = ()
    landmarks: Mapping[Key, int] = MappingProxyType({})
    shown: Sets = MappingProxyType({})


def is_due(published: Published, now: datetime, reports: Sequence[str]) -> bool:
    """Whether a release may be made: the first one of the day (universal time), or one with a report that the last one lacked."""
    has_all = {result.report for result in published.shown.get(None, ())} >= set(reports)
    return published.day is None or not has_all or published.day < _day(now)


def publish(published: Published, sets: Sets, rule: Rule, claims_of: ClaimsOf, now: datetime) -> Published:
    """The next state. Reports of too few learners are shown as such and make no release: they tell nothing.

    When the new figures fit in no way beside the old ones, the old ones stay.
    """
    if not any(isinstance(result.n, int) and result.n for result in sets[None]):
        return published if published.releases else published._replace(shown={None: sets[None]})
    beside = release_beside(sets, rule, claims_of, published.releases, published.landmarks)
    if beside is None:
        log.error(
            "the reports of cohort %s do not fit beside those of before, or were not checked in time: they stay as they were",
            sets[None][0].cohort,
        )
        return published._replace(day=_day(now)) if published.releases else published
    shown: dict[Part, list[Result]] = {}
    for part, of_part in beside.sets.items():
        earlier = {result.report: result for result in published.shown.get(part, ())}
        pairs = zip(of_part, beside.waiting[part], strict=True)
        shown[part] = [_dated(with_waiting(result, earlier.get(result.report), waiting), now) for result, waiting in pairs]
    releases, landmarks = (*published.releases, beside.sets), published.landmarks
    if len(releases) > KEPT:
        oldest, *newer = (system_of(one, claims_of) for one in releases)
        releases, landmarks = releases[1:], past.landmarks_after(oldest, landmarks, newer)
    return Published(_day(now), releases, landmarks, shown)


def _dated(result: Result, now: datetime) -> Result:
    """By the day of the release: the time of the last act, or its number in the store, would tell that somebody acted."""
    day = _day(now).isoformat()
    return replace(result, watermark=None if result.watermark is None else day, computed=day, seq=0)


def _day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def path_of(folder: Path, cohort: str, rule: Rule) -> Path:
    return folder / f"{cohort}-{rule.below}.json"


def read(path: Path) -> Published:
    """What was published; nothing before the first release. Raises ValueError, KeyError or TypeError for a file that is none."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Published()
    if body["format"] != FORMAT:
        raise ValueError("written by another version")
    landmarks = {tuple(key): value for key, value in body["landmarks"]}
    day = None if body["day"] is None else date.fromisoformat(body["day"])
    return Published(day, tuple(_sets(one) for one in body["releases"]), landmarks, _sets(body["shown"]))


def write(path: Path, published: Published) -> None:
    """Whole or not at all. Raises OSError."""
    body = {
        "format": FORMAT,
        "day": None if published.day is None else published.day.isoformat(),
        "landmarks": [[list(key), value] for key, value in published.landmarks.items()],
        "releases": [_plain(one) for one in published.releases],
        "shown": _plain(published.shown),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(body, ensure_ascii=False).encode())


def _plain(sets: Sets) -> list[tuple[Part, list[str]]]:
    return [(part, [results.to_json(result) for result in of_part]) for part, of_part in sets.items()]


def _sets(body: list[tuple[list[str] | None, list[str]]]) -> Sets:
    return {None if part is None else (part[0], part[1]): [results.from_json(text) for text in of_part] for part, of_part in body}


class Releases:
    """What was published of each cohort of one site under one rule; read once a process, since the worker alone publishes."""

    def __init__(self, folder: Path, rule: Rule, claims_of: ClaimsOf) -> None:
        self._folder, self._rule, self._claims_of = folder, rule, claims_of
        self._known: dict[str, Published] = {}

    def of(self, cohort: str) -> Published:
        """A file that cannot be read is set aside, and the next release begins anew."""
        if cohort not in self._known:
            path = path_of(self._folder, cohort, self._rule)
            try:
                self._known[cohort] = read(path)
            except (ValueError, KeyError, TypeError) as error:
                log.error("what was published of cohort %s cannot be read (%s): it is set aside", cohort, type(error).__name__)
                path.replace(path.with_suffix(".damaged"))
                self._known[cohort] = Published()
        return self._known[cohort]

    def publish(self, cohort: str, sets: Sets, now: datetime) -> Published:
        """Raises OSError when it cannot be kept: then nothing is published."""
        published = publish(self.of(cohort), sets, self._rule, self._claims_of, now)
        write(path_of(self._folder, cohort, self._rule), published)
        self._known[cohort] = published
        return published
