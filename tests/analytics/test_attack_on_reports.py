"""A solver over every number a report prints finds no hidden cell that fewer values than the threshold fit, inside the site and outside."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from attack import attack
from attack_solver import Attack
from saying import Saying
from standing import NOW, Site

from analytics.disclosure import EXPORT, INTERNAL, Rule
from analytics.making import make
from analytics.shape import Hidden, Result
from xapi import activities, builders

ATTACKED = ("decisions", "distractors", "mastery", "adherence", "quality", "progress", "reach", "completion", "signs")
RULES = (INTERNAL, EXPORT)


def reports(site: Site, statements: Iterator[dict[str, Any]] | list[dict[str, Any]], rule: Rule, keys: tuple[str, ...]) -> list[Result]:
    site.keep(statements)
    rows = site.rows()
    return [make(key, rows, now=NOW, rule=rule) for key in keys]


def test_the_solver_finds_the_cells_the_review_found() -> None:
    """The demo as it was: option cells 6, "hidden" (5 or more) and "fewer than 5" (1 or more, since listed) under a class of 12."""
    made = Attack(5)
    whole, shown = made.cell("other", 12), made.cell("rest", 6)
    hidden, few = made.cell("wait", Hidden("protected")), made.cell("belt", Hidden("few", 5))
    made.low[hidden], made.low[few] = 5, 1
    made.sums_to([shown, hidden, few], whole)
    assert (made.span(few), made.span(hidden)) == ((1, 1), (5, 5))


@pytest.mark.parametrize("rule", RULES)
def test_the_cases_of_the_review_are_safe(site: Site, rule: Rule) -> None:
    say = Saying()
    loose = ["call"] * 15 + ["rest"] * 6 + ["wait"] * 5 + ["belt"]
    video = ["plan"] * 7 + ["try"] * 4
    said = [say.selected(who, "loose-jeans", option, safe=option == "call") for who, option in enumerate(loose)]
    said += [say.selected(who, "fasting-video", option, safe=option == "plan", unsafe=option == "try") for who, option in enumerate(video)]
    six = ["call"] * 5 + ["other"]
    said += [say.selected(who, "six", option, safe=option == "call") for who, option in enumerate(six)]
    (result,) = reports(site, said, rule, ("decisions",))
    assert attack(result).narrow() == []


def random_cohort(seed: int) -> Iterator[dict[str, Any]]:
    chance, say = random.Random(seed), Saying(seed=str(seed))
    week = builders.activity(activities.week("azur", 2), "level")
    skew = [chance.random() ** 3 for _ in range(6)]
    for who in range(chance.randrange(5, 60)):
        more: dict[str, Any] = {
            "platform": chance.choices(["pages", "window"], [8, 1])[0],
            "language": chance.choices(["fr", "en"], [9, 1])[0],
            "role": chance.choices(["patient", "caregiver", "gp"], [9, 2, 1])[0],
        }
        yield say.registered(who, **more)
        reached = chance.randrange(4)
        yield from (say.module(who, verb, **more) for verb in ("initialized", "completed", "passed")[:reached])
        for item in range(5):
            pick = chance.choices("abcde", [5, 3, 1, 1 + 3 * skew[0], skew[1]])[0]
            doubt = {"unsafe": pick in "de", "confidence": "sure" if (who + item) % 3 else "unsure"}
            yield say.answered(who, f"q{item}", pick == "a", response=pick, objective=f"K{item % 2}", **doubt, **more)
        yield say.say(who, "initialized", week, **more)
        for situation in range(3):
            option = chance.choices(["call", "rest", "wait", "belt", "look"], [6, 2 * skew[2], 1, skew[3], skew[4]])[0]
            kinds = {"safe": option == "call", "unsafe": option in ("wait", "belt")}
            yield say.selected(who, f"s{situation}", option, parent=(week,), **kinds, **more)
        if chance.random() < 0.2 + 0.7 * skew[5]:
            yield say.say(who, "completed", week, **more)
        yield say.sign(who, "presented", "fever", 20.0, parent=(week,), **more)
        if chance.random() < 0.8:
            yield say.sign(who, "reported", "fever", chance.choice([20.0, 26.0, 44.0]), parent=(week,), **more)
        regular = chance.random()
        for day in range(1, 8):
            yield say.dose(who, "took", day, covered=chance.random() < regular, **more)
        yield from _course_acts(say, who, random.Random(f"{seed} {who}"), skew, more)


def _course_acts(say: Saying, who: int, chance: random.Random, skew: list[float], more: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Tests, cards, assignments, attestations and silences, drawn apart so that the other acts of a seed stay as they are."""
    ago = {"at": NOW - timedelta(days=chance.choices([1, 9, 20], [3, 1 + 3 * skew[0], skew[1]])[0]), **more}
    for phase, chances in (("pre", 0.9), ("post", 0.3 + 0.6 * skew[2]), ("follow-up", 0.3)):
        if chance.random() < chances:
            yield say.sat(who, phase, chance.choice([0.4, 0.6, 0.8]), **ago)
    for card in range(2):
        yield say.reviewed(who, f"q{card}", 3, None, **ago)
        for days in chance.choices([2, 8, 40], [5, 2, skew[3]], k=chance.randrange(3)):
            yield say.reviewed(who, f"q{card}", chance.choices([3, 1], [4, skew[4]])[0], days, **ago)
    if chance.random() < 0.8:
        yield say.assigned(who, "patients", chance.choice(["2026-11-20", "2026-12-20"]), **ago)
    yield from _opinions(say, who, random.Random(f"opinions {skew[0]} {who}"), skew, ago)
    if chance.random() < 0.2 + 0.5 * skew[5]:
        yield say.attested(
            who,
            chance.choices(["earned", "renewed"], [6, 1])[0],
            "patients",
            NOW + timedelta(days=chance.choice([-9, 40, 400])),
            departement=random.Random(f"place {who}").choice(["75", "75", "75", "2A", "974"]),
            **ago,
        )


def _opinions(say: Saying, who: int, chance: random.Random, skew: list[float], more: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if chance.random() < 0.4 + 0.5 * skew[1]:
        yield from (say.rated(who, f"o{place}", chance.choices([1, 2, 3, 4], [skew[2], 1, 4, 4])[0], **more) for place in range(3))


def check_cohort(folder: Path, seed: int) -> int:
    site, hidden = Site(folder), 0
    site.keep(random_cohort(seed))
    rows = site.rows()
    for rule in RULES:
        for key in ATTACKED:
            made = attack(make(key, rows, now=NOW, rule=rule))
            assert made.narrow() == [], (seed, key, rule)
            hidden += len(made.hidden)
    site.engine.dispose()
    return hidden


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", range(3))
def test_random_cohorts_are_safe(tmp_path: Path, seed: int) -> None:
    assert check_cohort(tmp_path, seed) > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 120))
def test_many_random_cohorts_are_safe(tmp_path: Path, seed: int) -> None:
    check_cohort(tmp_path, seed)


def test_what_leaves_the_site_hides_counts_with_their_shares(site: Site) -> None:
    """The review's exports: 60 registered and 51 started; 40 acted and 37 completed; 12 and 11 with the simple text."""
    say = Saying()
    said = [say.registered(who) for who in range(60)] + [say.module(who, "initialized") for who in range(51)]
    said += [say.module(who, "completed", simple_text=who < 12) for who in range(37)]
    said += [say.module(who, "initialized", simple_text=True) for who in range(12)]
    completion, reach = reports(site, said, EXPORT, ("completion", "reach"))
    stages = completion.tables[0].rows
    assert [row[2] for row in stages] == [60, Hidden("protected"), 37, 37]
    assert all(isinstance(cell, Hidden) for cell in stages[1][3:7])
    for row in reach.tables[0].rows:
        n, completed = row[2], row[3]
        if isinstance(n, int) and isinstance(completed, int):
            assert n - completed == 0 or n - completed >= 11, row
    assert attack(completion).narrow() == []
    assert attack(reach).narrow() == []
