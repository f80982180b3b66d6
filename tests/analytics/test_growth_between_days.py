"""What a reader takes to grow from one release to the next: all but what has a new version, and each such item by itself."""

import pytest
from saying import COHORT

from analytics.disclosure import INTERNAL
from analytics.release import past
from analytics.release.claims import Claims
from analytics.release.lines import with_waiting
from analytics.release.releasing import release_beside
from analytics.release.solving import Infeasible, narrow_numbers
from analytics.release.system import Key, Place, System
from analytics.reports.reach.claims import claims_of as claims_of_reach
from analytics.reports.reach.tables import COLUMNS
from analytics.shape import Cell, Hidden, Result, Table

HIDDEN = Hidden("protected")
BELOW = 5


def release_of(items: dict[str, tuple[Cell, Cell, Cell]]) -> System:
    """One release of an item table: who answered, who was right, who was wrong."""
    system = System(100)
    for row, (item, cells) in enumerate(items.items()):
        names: list[Key] = [("item", item), ("item", item, "right"), ("item", item, "wrong")]
        places = [system.count(name, cell, Place(0, 0, row, (str(at),))) for at, (name, cell) in enumerate(zip(names, cells, strict=True))]
        system.sums(places[1:], places[0])
    return system


def narrow_changes(first: System, second: System, fallen: set[Key]) -> list[Key]:
    past.join(second, [first], {}, fallen)
    return [second.numbers[at].key for at in narrow_numbers(second, BELOW) if second.numbers[at].is_change]


ANEW = {"anew": (HIDDEN, 30, 20)}, {"anew": (30, HIDDEN, HIDDEN)}
"""50 answered the item, then 30 a new version of it."""
GROWN = {"same": (HIDDEN, 20, HIDDEN)}, {"same": (23, HIDDEN, HIDDEN)}
"""20 were right, then 23 had answered: who takes answers to stay knows that at most three more were right."""


def test_an_item_with_a_new_version_does_not_free_the_others_of_growth() -> None:
    first, second = release_of(ANEW[0] | GROWN[0]), release_of(ANEW[1] | GROWN[1])
    grown = past.join(second, [first], {}, set())
    with pytest.raises(Infeasible) as told:
        narrow_numbers(second, BELOW)
    fallen = past.may_have_fallen(grown, told.value.members)
    assert fallen == {("item", "anew")}
    assert any("same" in key for key in narrow_changes(first, release_of(ANEW[1] | GROWN[1]), fallen))


def test_what_is_taken_to_have_fallen_may_fall() -> None:
    first, second = release_of(ANEW[0] | GROWN[0]), release_of(ANEW[1] | GROWN[1])
    assert narrow_changes(first, second, {("item", "anew"), ("item", "same")}) == []


def reach(n: Cell, *rows: tuple[str, str, Cell, Cell]) -> Result:
    lines = tuple((*row, HIDDEN, HIDDEN, HIDDEN) for row in rows)
    return Result("reach", "R23", 1, COHORT, False, None, 0, "2026-11-23", n, BELOW, (Table("reach", COLUMNS, lines, ()),))


def narrow_names(result: Result) -> set[Key]:
    system = System(100)
    claims_of_reach(Claims(system, result, 0, ()))
    return {system.numbers[at].key for at in narrow_numbers(system, BELOW)}


def test_the_number_above_reach_tells_a_hidden_row() -> None:
    rows = (("language", "fr", 20, 15), ("language", "en", HIDDEN, HIDDEN))
    assert ("reach", "language", "en") in narrow_names(reach(23, *rows))
    assert ("reach", "language", "en") not in narrow_names(reach(HIDDEN, *rows))


def test_who_completed_by_one_dimension_tells_of_another() -> None:
    rows = [("text", "plain", 40, 30), ("language", "fr", 20, 18), ("language", "en", HIDDEN, HIDDEN)]
    assert ("reach", "language", "en", "completed") not in narrow_names(reach(40, *rows))
    rows[0] = ("text", "plain", 40, 20)
    assert ("reach", "language", "en", "completed") in narrow_names(reach(40, *rows))


def test_a_number_above_a_report_waits_with_what_it_would_tell() -> None:
    """Three came, all of one language: neither their row nor the number above may say so."""
    before = reach(40, ("language", "fr", 20, 10), ("language", "en", 20, 10))
    after = reach(43, ("language", "fr", 23, 10), ("language", "en", 20, 10))
    beside = release_beside({None: [after]}, INTERNAL, {"reach": claims_of_reach}, [{None: [before]}], {})
    assert beside is not None
    assert isinstance(beside.sets[None][0].n, Hidden)
    shown = with_waiting(beside.sets[None][0], before, beside.waiting[None][0])
    assert shown.n == 40
    assert [row[2] for row in shown.tables[0].rows] == [20, 20]
