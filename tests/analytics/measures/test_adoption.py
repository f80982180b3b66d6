"""Attestations by département, against a count by hand."""

import random
from collections import Counter
from datetime import timedelta

from saying import Saying
from scipy.stats import binomtest
from standing import NOW, Site

from analytics.measures.compliance import adoption
from analytics.shape import Hidden


def test_each_place_is_that_of_a_count_by_hand(site: Site) -> None:
    """Some moved, some renewed, some lost one of two attestations, some let it end; each counts once, where she was last."""
    say, chance = Saying(), random.Random(4)
    said, by_hand, valid_by_hand = [], Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for who in range(150):
        role, place = chance.choice(["pharmacist", "gp"]), chance.choice(["75", "75", "2A", "974"])
        ends: dict[str, float | None] = {}
        for course in chance.sample(["pharmacists", "gps"], chance.choice([1, 2])):
            for verb in ("earned", "renewed")[: chance.choice([1, 1, 2])]:
                place = chance.choice([place, place, place, "13"])
                days = chance.choice([-30, -1, 20, 400, None])
                until = None if days is None else NOW + timedelta(days=days)
                said.append(say.attested(who, verb, course, until, role=role, departement=place))
                ends[course] = days
            if chance.random() < 0.15:
                said.append(say.attested(who, "revoked", course, None, role=role))
                del ends[course]
        by_hand[role, place] += 1
        valid_by_hand[role, place] += any(days is None or days >= 0 for days in ends.values())
    site.keep(said)
    measured = adoption.places(site.rows(), NOW)
    assert {(one.role, one.departement): one.n for one in measured} == by_hand
    assert {(one.role, one.departement): one.valid for one in measured} == {key: valid_by_hand[key] for key in by_hand}
    report = site.report("adoption")
    assert report.n == 150
    shown = [row for row in report.tables[0].rows if isinstance(row[3], int)]
    assert shown
    assert (shown[0][:3], shown[0][3]) == (("all", "all", 150), sum(valid_by_hand.values()))
    for role, place, n, valid, share, low, high in [row for row in shown if row[0] in ("gp", "pharmacist")]:
        assert (by_hand[role, place], valid_by_hand[role, place]) == (n, valid)
        interval = binomtest(valid, n).proportion_ci(method="wilson")
        assert [share, low, high] == [round(100 * part) for part in (valid / n, interval.low, interval.high)]


def test_what_is_no_code_is_a_place_that_nobody_said(site: Site) -> None:
    say = Saying()
    site.keep(say.attested(who, "earned", "gps", None, role="gp", departement="patient" if who else "20") for who in range(6))
    assert adoption.places(site.rows(), NOW) == [("gp", "unknown", 6, 6)]


def test_a_place_of_few_has_no_name(site: Site) -> None:
    say = Saying()
    until = NOW + timedelta(days=30)
    said = [say.attested(who, "earned", "gps", until, role="gp", departement="75" if who < 20 else "48") for who in range(23)]
    site.keep(said)
    rows = site.report("adoption").tables[0].rows
    assert "48" not in {row[1] for row in rows}
    assert all(not isinstance(row[2], int) or row[2] >= 5 for row in rows)


def test_who_lost_it_alone_is_not_set_apart(site: Site) -> None:
    say = Saying()
    said = [say.attested(who, "earned", "gps", None, role="gp", departement="75") for who in range(20)]
    site.keep([*said, say.attested(3, "revoked", "gps", None, role="gp")])
    rows = site.report("adoption").tables[0].rows
    assert [row[:3] for row in rows] == [("all", "all", 20), ("gp", "75", 20)]
    assert all(isinstance(cell, Hidden) for row in rows for cell in row[3:])
