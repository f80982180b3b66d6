"""Time to report by group, and calls with and without a sign: against scipy, and counts by hand."""

import random
from typing import Any

import pytest
from saying import Saying
from scipy.stats import CensoredData, logrank
from standing import Site

from analytics.measures.play import calls, episodes
from analytics.measures.play.calls import Callers
from analytics.shape import Hidden, Result
from xapi import activities, builders

Said = list[dict[str, Any]]


def signs(seed: int = 3, n: int = 62) -> Said:
    """Patients report fever sooner than carers; three nurses; whoever never reports plays on for 72 hours."""
    say, chance, acts = Saying(), random.Random(seed), []
    for who in range(n):
        role = "nurse" if who >= n - 3 else "patient" if who % 2 else "caregiver"
        acts.append(say.sign(who, "presented", "fever", 0.0, role=role))
        hours = chance.choice([0.0, 6.0, 12.0, None] if role == "patient" else [12.0, 30.0, 48.0, None, None])
        acts.append(say.sign(who, "ignored" if hours is None else "reported", "fever", 72.0 if hours is None else hours, role=role))
    return acts


def call(say: Saying, who: int, reason: str) -> dict[str, Any]:
    return say.say(who, "called", builders.activity(activities.phone_call("team"), "phone-call"), reason=reason, person="team")


def lines(result: Result, table: str) -> list[dict[str, Any]]:
    lot = result.table(table)
    assert lot is not None
    return [dict(zip([column.key for column in lot.columns], row, strict=True)) for row in lot.rows]


def test_two_groups_are_told_apart_as_by_the_log_rank_of_scipy(site: Site) -> None:
    """Three nurses have no line of their own: they are told together with the patients, who are fewer than the carers."""
    site.keep(signs())
    values = episodes.durations_by(site.rows())["fever", "role"]
    groups = {"caregiver": values["caregiver"], "others_together": values["patient"] + values["nurse"]}
    each = {
        name: CensoredData(
            uncensored=[hours for hours, has_reported, n in lasting if has_reported for _ in range(n)],
            right=[hours for hours, has_reported, n in lasting if not has_reported for _ in range(n)],
        )
        for name, lasting in groups.items()
    }
    rows = {row["value"]: row for row in lines(site.report("signs"), "sign_groups") if row["dimension"] == "role"}
    assert {value: row["n"] for value, row in rows.items()} == {"caregiver": 30, "others_together": 32}
    others = rows["others_together"]
    assert others["reference"] == "caregiver"
    assert others["p"] == pytest.approx(logrank(each["others_together"], each["caregiver"]).pvalue, abs=6e-4)
    assert others["hours_difference"] == pytest.approx(others["mean_hours"] - rows["caregiver"]["mean_hours"], abs=0.11)
    assert others["low"] < others["hours_difference"] < others["high"]


def test_ten_learners_of_a_role_have_no_log_rank(site: Site) -> None:
    say = Saying()
    acts = []
    for who in range(40):
        role = "gp" if who < 10 else "patient"
        acts.append(say.sign(who, "presented", "fever", 0.0, role=role))
        acts.append(say.sign(who, "reported" if who % 2 else "ignored", "fever", 6.0 if who % 2 else 72.0, role=role))
    site.keep(acts)
    rows = {row["value"]: row for row in lines(site.report("signs"), "sign_groups") if row["dimension"] == "role"}
    assert isinstance(rows["gp"]["p"], Hidden)


def test_calls_with_a_sign_and_without_one_are_counted_apart(site: Site) -> None:
    """By hand: 8 call for a sign alone, 7 for both, 6 without one alone; one who was shown no sign is left out."""
    say = Saying()
    acts = [say.sign(who, "presented", "fever", 0.0) for who in range(30)]
    acts += [call(say, who, "right") for who in range(15)] + [call(say, who, "false_alarm") for who in range(8, 21)]
    acts += [call(say, 0, "right"), call(say, 90, "false_alarm")]
    site.keep(acts)
    rows = site.rows()
    assert calls.callers(rows) == Callers(8, 7, 6)
    share = calls.right_calls(rows)
    assert (share.part, share.whole, share.part_learners, share.rest_learners, share.learners) == (16, 29, 15, 13, 21)
    result = site.report("signs")
    assert lines(result, "callers") == [{"callers": "all_callers", "n": 21, "right_alone": 8, "both_kinds": 7, "false_alone": 6}]
    assert next(stat for stat in result.stats if stat.key == "right_calls").of == (16, 29)


def test_nobody_who_calls_makes_no_line(site: Site) -> None:
    say = Saying()
    site.keep([say.sign(who, "presented", "fever", 0.0) for who in range(30)])
    assert lines(site.report("signs"), "callers") == []
