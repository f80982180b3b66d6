"""R15, decision quality: what was chosen first in each situation of the game."""

from collections import defaultdict

from analytics import disclosure
from analytics.disclosure import Node, Rule, percent, statistic
from analytics.engines import Rows
from analytics.measures import decisions as measure
from analytics.measures.decisions import CLASSES, Again, Option
from analytics.reports.content import Content, bounds, share_stat, too_few
from analytics.shape import Cell, Column, Figure, Finding, Hidden, table

SITUATIONS = (
    Column("situation", "name", "situation"),
    Column("n", "count"),
    Column("safe_n", "count"),
    Column("other_n", "count"),
    Column("unsafe_n", "count"),
    Column("safe_share", "percent"),
    Column("low", "percent"),
    Column("high", "percent"),
    Column("seconds", "seconds"),
    Column("changed", "percent"),
)
OPTIONS = (
    Column("situation", "name", "situation"),
    Column("option", "name", "option"),
    Column("class", "word"),
    Column("n", "count"),
    Column("share", "percent"),
)


def decisions(rows: Rows, rule: Rule) -> Content:
    """Situations with their classes, then the options; one tree of sums a situation, so that neither table gives the other away."""
    options = defaultdict[str, list[Option]](list)
    for option in measure.options(rows):
        options[option.situation].append(option)
    situations: list[tuple[Cell, ...]] = []
    listed: list[tuple[Cell, ...]] = []
    for again in measure.again(rows):
        row, parts = _situation(again, options[again.situation], rule)
        situations.append(row)
        listed += parts
    safe = sum(option.n for found in options.values() for option in found if option.kind == "safe")
    n = sum(option.n for found in options.values() for option in found)
    figure = Figure(None, "stacked", _finding(situations, n, rule))
    tables = (table("situations", SITUATIONS, situations, [figure] if situations else []), table("options", OPTIONS, listed))
    return Content(measure.learners(rows), tables, (share_stat("safe_first", safe, n, rule),) if n else ())


def _situation(again: Again, options: list[Option], rule: Rule) -> tuple[tuple[Cell, ...], list[tuple[Cell, ...]]]:
    leaves = {option.option: Node(option.n) for option in options}
    classes = {kind: [leaves[option.option] for option in options if option.kind == kind] for kind in CLASSES}
    nodes = {kind: Node(sum(leaf.value for leaf in found), found) for kind, found in classes.items()}
    root = Node(again.n, list(nodes.values()))
    disclosure.protect(root, rule)
    cells = {kind: node.cell(rule) for kind, node in nodes.items()}
    is_shown = not isinstance(root.cell(rule), Hidden)
    hidden = Hidden("few", rule.below)
    safe = nodes["safe"].value if not isinstance(cells["safe"], Hidden) else None
    rates: tuple[Cell, ...] = (hidden, hidden, hidden)
    if safe is not None and is_shown:
        rates = (percent(safe, again.n, rule), *bounds(safe, again.n, rule))
    elif is_shown:
        rates = (cells["safe"], cells["safe"], cells["safe"])
    row = (again.situation, root.cell(rule), *(cells[kind] for kind in CLASSES), *rates)
    row += (statistic(again.seconds, again.timed, rule), percent(again.changed, again.again, rule))
    return row, [_option(option, leaves[option.option], again.n, is_shown, rule) for option in options]


def _option(option: Option, leaf: Node, whole: int, is_shown: bool, rule: Rule) -> tuple[Cell, ...]:
    cell = leaf.cell(rule)
    share = percent(option.n, whole, rule) if is_shown and not isinstance(cell, Hidden) else Hidden("few", rule.below)
    return option.situation, f"{option.situation}/{option.option}", option.kind, cell, cell if isinstance(cell, Hidden) else share


def _finding(situations: list[tuple[Cell, ...]], n: int, rule: Rule) -> Finding:
    """The situation whose unsafe share is highest, among those whose count may be shown."""
    if n < rule.below:
        return too_few(n, rule)
    shares = [
        (100 * unsafe / whole, str(name))
        for name, whole, _, _, unsafe, *_ in situations
        if isinstance(whole, int) and isinstance(unsafe, int) and unsafe
    ]
    if not shares:
        return Finding("decisions_calm")
    share, name = max(shares)
    return Finding("decisions_unsafe", {"situation": name, "share": share})
