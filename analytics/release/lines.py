"""Lines that wait: a reader sees them as they were, until enough learners have moved them."""

from collections.abc import Sequence
from dataclasses import replace

from analytics.release.releasing import Waiting
from analytics.release.system import ABOVE
from analytics.shape import Cell, Figure, Hidden, Result, Stat, Table

Line = tuple[Cell, ...]
OF_CONTENT = frozenset({"items_n", "week_number", "later"})
"""Columns of whole numbers that count no learners and no acts of theirs."""


def with_waiting(result: Result, before: Result | None, waiting: Waiting) -> Result:
    """The result to show: lines and headlines that wait stand as they were shown last; those that never were stay hidden.

    before: the same report as it was shown last; None at first.
    """
    if before is None or before.version != result.version or _is_of_few(before.n):
        return result
    below = result.below
    subjects = {result.tables[table].rows[row][0] for table, row in waiting.rows if (table, row) != ABOVE}
    tables = []
    for at, one in enumerate(result.tables):
        earlier = before.table(one.key)
        if earlier is None or [column.key for column in earlier.columns] != [column.key for column in one.columns]:
            tables.append(one)
        elif at in waiting.claimed:
            rows = {row for table, row in waiting.rows if table == at} | _moved_by_few(one, earlier, below)
            tables.append(_lines(one, earlier, rows))
        else:
            tables.append(_of_subjects(one, earlier, set(subjects), below))
    stats = tuple(_stat(stat, before, below, is_waiting=place in waiting.stats) for place, stat in enumerate(result.stats))
    n = result.n if ABOVE not in waiting.rows and _may_move(before.n, result.n, below) else before.n
    return replace(result, n=n, tables=tuple(tables), stats=stats)


def _moved_by_few(table: Table, before: Table, below: int) -> set[int]:
    """Rows of which a count moved by a few since it was shown last: of learners, or of their acts, which tell that somebody acted."""
    width = _name_width(table)
    earlier = {line[:width]: line for line in before.rows}
    pairs = [(place, line, earlier[line[:width]]) for place, line in enumerate(table.rows) if line[:width] in earlier]
    return {place for place, line, old in pairs if not all(_may_move(*pair, below) for pair in _count_pairs(table, old, line))}


def _lines(table: Table, before: Table, rows: set[int]) -> Table:
    width = _name_width(table)
    earlier = {line[:width]: line for line in before.rows}
    lines = tuple(earlier.get(line[:width], line) if place in rows else line for place, line in enumerate(table.rows))
    subjects = {table.rows[place][0] for place in rows}
    return replace(table, rows=lines, figures=_figures(table, before, subjects))


def _of_subjects(table: Table, before: Table, subjects: set[Cell], below: int) -> Table:
    """A table without names of numbers (a curve, days of statements): lines of a subject that waits are those of before.

    So are those of which a count moved by a few.
    """
    width = _name_width(table)
    earlier = {line[:width]: line for line in before.rows}
    pairs = [(line, earlier[line[:width]]) for line in table.rows if line[:width] in earlier]
    subjects |= {line[0] for line, old in pairs if not all(_may_move(*pair, below) for pair in _count_pairs(table, old, line))}
    subjects &= {line[0] for line in before.rows}
    if not subjects:
        return table
    order = dict.fromkeys(line[0] for line in table.rows) | dict.fromkeys(line[0] for line in before.rows if line[0] in subjects)
    lines = tuple(line for subject in order for line in (before if subject in subjects else table).rows_of(_text(subject)))
    return replace(table, rows=lines, figures=_figures(table, before, subjects))


def _count_pairs(table: Table, before: Line, after: Line) -> list[tuple[Cell, Cell]]:
    return [(before[at], after[at]) for at, column in enumerate(table.columns) if column.kind == "count" and column.key not in OF_CONTENT]


def _text(subject: Cell) -> str:
    return subject if isinstance(subject, str) else str(subject)


def _name_width(table: Table) -> int:
    """Cells that name a line: those before its n, or before its first number."""
    keys = [column.key for column in table.columns]
    return keys.index("n") if "n" in keys else next((at for at, one in enumerate(table.columns) if one.is_number), len(keys))


def _figures(table: Table, before: Table, subjects: set[Cell]) -> tuple[Figure, ...]:
    """A sentence over a line that waits is the one of before; a chart of everything changes with its first such line."""
    if not subjects:
        return table.figures
    earlier = {figure.subject: figure for figure in before.figures}
    return tuple(
        earlier.get(figure.subject, figure) if figure.subject is None or figure.subject in subjects else figure for figure in table.figures
    )


def _stat(stat: Stat, before: Result, below: int, *, is_waiting: bool) -> Stat:
    earlier = next((one for one in before.stats if one.key == stat.key), None)
    if earlier is None or isinstance(earlier.value, Hidden):
        return stat
    return earlier if is_waiting or not all(_may_move(*pair, below) for pair in _counts(earlier, stat)) else stat


def _counts(before: Stat, after: Stat) -> Sequence[tuple[Cell, Cell]]:
    """The counts that two headlines tell, side by side: learners, part, whole and rest."""
    pairs: list[tuple[Cell, Cell]] = [(before.n, after.n)]
    if before.of is not None and after.of is not None:
        pairs += zip(before.of, after.of, strict=True)
        if all(isinstance(count, int) for count in (*before.of, *after.of)):
            pairs.append((before.of[1] - before.of[0], after.of[1] - after.of[0]))  # type: ignore[operator]  # whole numbers: asked above
    return pairs


def _is_of_few(n: Cell) -> bool:
    return isinstance(n, Hidden) and n.reason == "few"


def _may_move(before: Cell, after: Cell, below: int) -> bool:
    """Whether two counts beside each other tell of nobody, or of enough."""
    if not isinstance(before, int) or not isinstance(after, int):
        return True
    return before == after or abs(after - before) >= below
