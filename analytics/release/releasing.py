"""Hiding over all tables, headlines, reports, filters and earlier releases of a cohort: no number of few learners can be worked out."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from analytics.disclosure import Rule
from analytics.release import past
from analytics.release.claims import Claims
from analytics.release.solving import Infeasible, Undecided, narrow_numbers
from analytics.release.system import ABOVE, Key, System
from analytics.shape import Cell, Figure, Finding, Hidden, Result, Stat, Table

log = logging.getLogger(__name__)
ROUNDS = 12
"""After as many rounds a group of numbers that is still narrow is not released at all."""

LONGEST_S = 240.0
"""Processor time of one release beside earlier ones, within the worker's limit for a turn. What is not decided by then is not released."""

SLACK = 50
"""What the size of a cohort says of a number that waits (28 of 30 did it, so two at most can follow) no release can take back: the
equations between days leave it out, by counting a cohort larger than it is."""

Part = tuple[str, str] | None
"""Which learners a set of results is about: (dimension, value), None for all of them."""
ClaimsOf = Mapping[str, Callable[[Claims], None]]
Sets = Mapping[Part, Sequence[Result]]


class Waiting(NamedTuple):
    """What of one result must wait, since a few learners alone moved it: (table, row) by position, headlines by position.

    claimed: tables that say something of numbers of learners; the lines of the others go with those of the same subject.
    """

    rows: frozenset[tuple[int, int]]
    stats: frozenset[int]
    claimed: frozenset[int]


class Beside(NamedTuple):
    """Results released beside earlier ones. sets: what a reader may know from now on; waiting: for each result, in the order of `sets`."""

    sets: dict[Part, list[Result]]
    waiting: dict[Part, list[Waiting]]


def release_beside(sets: Sets, rule: Rule, claims_of: ClaimsOf, earlier: Sequence[Sets], landmarks: Mapping[Key, int]) -> Beside | None:
    """The results as they may be shown to a reader who kept all earlier releases; None when they may not be shown at all today.

    A line moved by 1 to k-1 learners since any of them is hidden whole, and so is what would tell it. earlier: as they were released.
    """
    flat, until = _flat(sets), time.process_time() + LONGEST_S
    fallen: set[Key] = set()
    while True:
        system = _system(flat, claims_of, slack=SLACK)
        grown = past.join(system, [system_of(one, claims_of) for one in earlier], landmarks, fallen)
        try:
            movers = _hide_until_wide(system, rule, until)
        except Undecided:
            log.error("the figures of a day were not checked within %d s: those of the day before stay", LONGEST_S)
            return None
        except Infeasible as error:
            new = past.may_have_fallen(grown, error.members)
            if not new:
                return None
            fallen |= new
            continue
        if movers is None:
            return None
        movers |= _hide_lines(system, movers)
        return Beside(_applied(sets, flat, system), _waiting(sets, flat, system, movers))


def _flat(sets: Sets) -> list[tuple[Part, Result]]:
    return [(part, result) for part, results in sets.items() for result in results]


def system_of(sets: Sets, claims_of: ClaimsOf) -> System:
    """What the results of one release say."""
    return _system(_flat(sets), claims_of, slack=SLACK)


def release(sets: Mapping[Part, Sequence[Result]], rule: Rule, claims_of: ClaimsOf) -> dict[Part, list[Result]]:
    """The results as they may be shown together. sets: those of the whole under None, and of each value of each dimension.

    claims_of: what each report says about numbers of learners. A filter whose numbers do not fit those of the whole is not released.
    """
    flat = _flat(sets)
    system = _system(flat, claims_of)
    try:
        is_wide, is_contradicted = _hide_until_wide(system, rule) is not None, False
    except Infeasible:
        is_wide, is_contradicted = False, True
    if is_wide:
        return _applied(sets, flat, system)
    if len(sets) > 1:
        return release({None: sets[None]}, rule, claims_of)
    return _apart(sets[None], rule, claims_of) if is_contradicted else _those_that_fit(sets[None], rule, claims_of)


def _apart(results: Sequence[Result], rule: Rule, claims_of: ClaimsOf) -> dict[Part, list[Result]]:
    """Each report by itself, when they contradict each other; one that contradicts itself has no figure."""
    if len(results) == 1:
        log.error("report %s of cohort %s says numbers that do not add up: it is not released", results[0].report, results[0].cohort)
        return {None: [_emptied(results[0])]}
    log.error("the reports of cohort %s do not fit together: each is released by itself", results[0].cohort)
    return {None: [release({None: [result]}, rule, claims_of)[None][0] for result in results]}


def _those_that_fit(results: Sequence[Result], rule: Rule, claims_of: ClaimsOf) -> dict[Part, list[Result]]:
    """In their order, the reports that can be hidden beside those before them; one that cannot tells what they hide, and has no figure."""
    fitting: list[Result] = []
    for result in results:
        if _can_be_hidden([*fitting, result], rule, claims_of):
            fitting.append(result)
        else:
            log.warning("report %s of cohort %s tells what other reports hide: it is not released", result.report, result.cohort)
    shown = iter(release({None: fitting}, rule, claims_of)[None] if fitting else ())
    return {None: [next(shown) if any(result is one for one in fitting) else _emptied(result) for result in results]}


def _can_be_hidden(results: Sequence[Result], rule: Rule, claims_of: ClaimsOf) -> bool:
    try:
        return _hide_until_wide(_system(_flat({None: results}), claims_of), rule) is not None
    except Infeasible:
        return False


def _system(flat: Sequence[tuple[Part, Result]], claims_of: ClaimsOf, *, slack: int = 0) -> System:
    """All that is printed: reports of one set, and the parts of each dimension that add up to the whole."""
    most = max((result.n for _, result in flat if isinstance(result.n, int)), default=0)
    system = System(most + slack)
    keys: dict[Part, list[Key]] = {}
    for place, (part, result) in enumerate(flat):
        if result.report in claims_of:
            claims = Claims(system, result, place, part or ())
            claims_of[result.report](claims)
            keys.setdefault(part, []).extend(claims.keys)
    for at, one in enumerate(system.numbers):
        if one.is_hidden and (one.shown or one.is_bound):
            system.hide(at)  # hidden in one place and shown in another
    parts = [part for part in keys if part is not None]
    for dimension in sorted({part[0] for part in parts}):
        values = [part for part in parts if part[0] == dimension]
        for key in dict.fromkeys(keys.get(None, [])):
            system.sums([system.number((*value, *key)) for value in values], system.number(key))
    return system


def _hide_until_wide(system: System, rule: Rule, until: float | None = None) -> set[int] | None:
    """Gives the numbers hidden for what an earlier release tells beside them; None when hiding them all would not do."""
    movers: set[int] = set()
    asked_again: set[int] = set()
    for round_number in range(ROUNDS + 1):
        narrow = narrow_numbers(system, rule.below, until=until)
        if not narrow:
            return movers
        for at, span in narrow.items():
            one = system.numbers[at]
            if span == (0, 0) and one.is_nobody:
                system.print_nobody(at)
                continue
            neighbours = _neighbours(system, at)
            if not neighbours and not one.is_past:
                system.hide(at)
                for other in _implied_beside(system, at) - asked_again:
                    system.hide(other)  # what implied its 0 may be hidden by now
                    asked_again.add(other)
            for neighbour in neighbours if round_number >= ROUNDS - 1 else neighbours[:1]:
                system.hide(neighbour)
                movers |= {neighbour} if one.is_past or at in movers else set()
            if one.places:
                system.hide(at)
    return None if narrow_numbers(system, rule.below, until=until) else movers


def _neighbours(system: System, at: int) -> list[int]:
    """Numbers that are printed in a sum with this one, the smallest first, those of nobody last; then those a sum further away."""
    seen, ring = {at}, {at}
    for _ in range(4):
        ring = {other for equation in system.equations_of(ring) for other in equation} - seen
        candidates = [other for other in ring if not system.numbers[other].is_past and _says_something(system, other)]
        if candidates:
            return sorted(candidates, key=lambda other: (system.numbers[other].high == 0, system.numbers[other].high, other))
        seen |= ring
    return []


def _implied_beside(system: System, at: int) -> set[int]:
    return {other for equation in system.equations_of({at}) for other in equation if system.numbers[other].is_implied}


def _says_something(system: System, at: int) -> bool:
    one = system.numbers[at]
    return (one.shown or one.is_bound) and not one.is_implied


def _hide_lines(system: System, movers: set[int]) -> set[int]:
    """The other numbers of the lines that wait, hidden too: a line moves whole, with its means and medians."""
    lines = {place[:3] for at in movers for place in system.numbers[at].places}
    others = {at for at, one in enumerate(system.numbers) if any(place[:3] in lines for place in one.places)} - movers
    for at in others:
        system.hide(at)
    return others


def _waiting(sets: Sets, flat: Sequence[tuple[Part, Result]], system: System, movers: set[int]) -> dict[Part, list[Waiting]]:
    rows: dict[int, set[tuple[int, int]]] = {}
    claimed: dict[int, set[int]] = {}
    for at, one in enumerate(system.numbers):
        for place in one.places:
            claimed.setdefault(place.result, set()).add(place.table)
            if at in movers:
                rows.setdefault(place.result, set()).add((place.table, place.row))
    stats: dict[int, set[int]] = {}
    for headline in system.headlines:
        if movers.intersection(headline.numbers):
            stats.setdefault(headline.result, set()).add(headline.stat)
    found = iter(
        Waiting(frozenset(rows.get(at, ())), frozenset(stats.get(at, ())), frozenset(claimed.get(at, ()))) for at in range(len(flat))
    )
    return {part: [next(found) for _ in of_part] for part, of_part in sets.items()}


def _applied(sets: Mapping[Part, Sequence[Result]], flat: Sequence[tuple[Part, Result]], system: System) -> dict[Part, list[Result]]:
    hidden_columns: dict[int, dict[tuple[int, int], set[str]]] = {}
    for one in system.numbers:
        for place in one.places if one.is_withheld else ():
            hidden_columns.setdefault(place.result, {}).setdefault((place.table, place.row), set()).update(place.columns)
    hidden_stats: dict[int, set[int]] = {}
    for headline in system.headlines:
        if any(system.numbers[at].is_hidden for at in headline.numbers):
            hidden_stats.setdefault(headline.result, set()).add(headline.stat)
    results = iter(
        _with_hidden(result, hidden_columns.get(place, {}), hidden_stats.get(place, set())) for place, (_, result) in enumerate(flat)
    )
    return {part: [next(results) for _ in of_part] for part, of_part in sets.items()}


def _with_hidden(result: Result, columns: Mapping[tuple[int, int], set[str]], stats: set[int]) -> Result:
    tables = []
    for place, table in enumerate(result.tables):
        tables.append(_table(table, {row: names for (at, row), names in columns.items() if at == place}))
    parts = tuple(_stat(stat, result.below) if place in stats else stat for place, stat in enumerate(result.stats))
    return replace(result, n=Hidden("protected") if ABOVE in columns else result.n, tables=tuple(tables), stats=parts)


def _table(table: Table, hidden_of_row: Mapping[int, set[str]]) -> Table:
    """A finding over a row that changed could tell what it said before."""
    subjects: set[Cell] = set()
    rows = []
    for place, row in enumerate(table.rows):
        names = hidden_of_row.get(place, set())
        cells = tuple(_cell(cell, column.key in names) for cell, column in zip(row, table.columns, strict=True))
        if [cell for cell in cells if not isinstance(cell, Hidden)] != [cell for cell in row if not isinstance(cell, Hidden)]:
            subjects.add(row[0])
        rows.append(cells)
    figures = [
        _figure(figure) if subjects and (figure.subject is None or figure.subject in subjects) else figure for figure in table.figures
    ]
    return replace(table, rows=tuple(rows), figures=tuple(figures))


def _cell(cell: Cell, is_to_hide: bool) -> Cell:
    """One mark for small cells and for those that protect them."""
    return Hidden("protected") if is_to_hide and isinstance(cell, (int, float, Hidden)) else cell


def _figure(figure: Figure) -> Figure:
    return replace(figure, finding=Finding("part_hidden"))


def _stat(stat: Stat, below: int) -> Stat:
    """Without its counts, which add up a hidden number with shown ones; a rounded percent of many leaves room for `below` values."""
    whole = stat.of[1] if stat.of is not None else 0
    value = stat.value if isinstance(whole, int) and whole >= 100 * below else Hidden("protected")
    return replace(stat, value=value, of=None, interval=None)


def _emptied(result: Result) -> Result:
    return replace(result, tables=tuple(replace(table, rows=(), figures=()) for table in result.tables), stats=())
