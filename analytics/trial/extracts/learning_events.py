"""Outcomes of a trial read from what one person did in the course and the game: rows of the lake's form, inside the days that count.

The same definitions as the reports (`analytics/measures`): the first choice in each situation, the first play of a campaign, the first
episode of a sign, the first sitting of a test. What was done first before she was given her place is no outcome: it is counted as left out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

Row = Mapping[str, Any]
Rule = Literal["test", "first_safe", "first_unsafe", "first_covered", "first_hours"]
PHASES = {"start": "pre", "end": "post", "day_30": "follow-up"}
"""The phase of the course's own test that belongs to each sitting of a trial."""
DOSES = ("took", "skipped", "held")
VERBS_USED = frozenset({"completed", "selected", "presented", "reported", "ignored", *DOSES})


class Days(NamedTuple):
    """Seconds since 1970 UTC: an act counts when begins <= act < ends. begins: None for what counts from the first day on."""

    begins: float | None
    ends: float


class Acts(NamedTuple):
    """What one person did, as it can be used. left_out: how many acts of each kind of fault were not."""

    rows: tuple[Row, ...]
    left_out: Counter[str]


def usable(rows: Sequence[Row], *, simulated: bool, closed_at: float | None = None) -> Acts:
    """The acts that a figure may stand on, by order of arrival. closed_at: what arrived after the data were closed is no longer taken."""
    fit_rows, left_out = [], Counter[str]()
    for row in sorted(rows, key=lambda one: one["seq"]):
        if row["verb"] not in VERBS_USED and row["game_hour"] is None:  # every hour of a play tells how long a sign was followed
            continue
        fault = _fault(row, simulated, closed_at)
        if fault:
            left_out[fault] += 1
        else:
            fit_rows.append(row)
    return Acts(tuple(fit_rows), left_out)


def _fault(row: Row, simulated: bool, closed_at: float | None) -> str:
    if closed_at is not None and row["stored"] > closed_at:
        return "after_close"
    if row["simulated"] is not simulated:
        return "other_people"
    if row["wrong_clock"]:
        return "wrong_clock"
    if row["verb"] == "completed" and row["kind"] == "test" and (row["scaled"] is None or not 0 <= row["scaled"] <= 1):
        return "odd_value"
    is_of_a_day = row["verb"] in DOSES and (row["campaign"] is None or row["game_day"] is None)
    is_of_a_sign = row["verb"] == "presented" and (row["symptom"] is None or row["game_hour"] is None)
    is_choice = row["verb"] == "selected" and row["kind"] == "situation" and row["thing"] is None
    return "odd_value" if is_of_a_day or is_of_a_sign or is_choice else ""


def value(acts: Acts, rule: Rule, of: str, at: str, days: Days) -> tuple[float, bool | None] | None:
    """The number of one person by one rule, and whether the event happened where the rule is of a time; None when she has none.

    of: a course of `test`, a sign of `first_hours`, else a campaign. What fell outside the days is added to `left_out`.
    """
    if rule == "test":
        score = sat_score(acts, of, PHASES[at], days)
        return None if score is None else (score, None)
    if rule == "first_hours":
        return first_hours(acts, of, days)
    share = {"first_safe": first_safe, "first_unsafe": first_unsafe, "first_covered": first_covered}[rule](acts, of, days)
    return None if share is None else (share, None)


def sat_score(acts: Acts, course: str, phase: str, days: Days) -> float | None:
    """The first sitting of a course's test in a phase, 0 to 100."""
    sittings = [row for row in acts.rows if row["kind"] == "test" and row["verb"] == "completed" and row["phase"] == phase]
    own = [row for row in sittings if (row["course"] or str(row["thing"]).partition("/")[0]) == course]
    first = next((row for row in own if _is_in(row, days, acts)), None)
    return None if first is None else 100.0 * float(first["scaled"])


def first_choices(acts: Acts, campaign: str, days: Days) -> list[Row]:
    """The first choice in each situation of a campaign."""
    first: dict[str, Row] = {}
    for row in _in_order(acts, "selected"):
        if row["kind"] == "situation" and row["campaign"] == campaign:
            first.setdefault(row["thing"], row)
    return [row for row in first.values() if _is_in(row, days, acts)]


def first_safe(acts: Acts, campaign: str, days: Days) -> float | None:
    """Share of first choices that were safe, 0 to 100; None without a choice."""
    first = first_choices(acts, campaign, days)
    return 100.0 * sum(_is_safe(row) for row in first) / len(first) if first else None


def first_unsafe(acts: Acts, campaign: str, days: Days) -> float | None:
    """How many first choices were unsafe; 0 for who made none, since a harm is counted of everybody."""
    return float(sum(row["harm"] == "unsafe" for row in first_choices(acts, campaign, days)))


def first_covered(acts: Acts, campaign: str, days: Days) -> float | None:
    """Share of treatment days of her first play whose every due dose was taken, 0 to 100; a hold that was advised is not due."""
    due = [row for verb in DOSES for row in _in_order(acts, verb) if row["campaign"] == campaign and _is_due(row)]
    if not due:
        return None
    began: dict[str, Row] = {}
    for row in sorted(due, key=_moment):
        began.setdefault(_run(row), row)
    run, first = min(began.items(), key=lambda one: (one[1]["at"], one[0]))
    if not _is_in(first, days, acts):
        return None
    is_covered: dict[tuple[int, int], bool] = {}
    for row in due:
        if _run(row) == run and row["at"] < days.ends:
            day = (row["week"] or 0, row["game_day"])
            is_covered[day] = is_covered.get(day, True) and row["success"] is True and row["verb"] != "held"
    return 100.0 * sum(is_covered.values()) / len(is_covered)


def first_hours(acts: Acts, sign: str, days: Days) -> tuple[float, bool] | None:
    """Game hours from the first time a sign was there to its report, and whether it was reported; else how long it was followed."""
    onset = next((row for row in _in_order(acts, "presented") if row["symptom"] == sign), None)
    if onset is None or not _is_in(onset, days, acts):
        return None
    around = [row for row in acts.rows if _week(row) == _week(onset) and row["game_hour"] is not None and row["at"] < days.ends]
    episode = [row for row in around if (row["episode"] or "") == (onset["episode"] or "")]
    reported_at = min((row["game_hour"] for row in episode if row["verb"] == "reported"), default=None)
    ignored_at = min((row["game_hour"] for row in episode if row["verb"] == "ignored"), default=None)
    last = max(row["game_hour"] for row in around)
    end = next(hour for hour in (reported_at, ignored_at, last) if hour is not None)
    return max(0.0, float(end - onset["game_hour"])), reported_at is not None


def _in_order(acts: Acts, verb: str) -> list[Row]:
    return sorted((row for row in acts.rows if row["verb"] == verb), key=_moment)


def _moment(row: Row) -> tuple[float, int]:
    return row["at"], row["seq"]


def _run(row: Row) -> str:
    return row["play"] or row["registration"] or ""


def _week(row: Row) -> tuple[str, int]:
    return _run(row), row["week"] or 0


def _is_safe(row: Row) -> bool:
    return row["harm"] != "unsafe" and row["success"] is True


def _is_due(row: Row) -> bool:
    """Held on advice it is not; a hold without its reason says nothing."""
    return row["verb"] != "held" or row["response"] not in (None, "advice")


def _is_in(row: Row, days: Days, acts: Acts) -> bool:
    """Whether an act counts; one outside the days is counted as left out, by side."""
    if days.begins is not None and row["at"] < days.begins:
        acts.left_out["before_place"] += 1
        return False
    if row["at"] >= days.ends:
        acts.left_out["after_days"] += 1
        return False
    return True
