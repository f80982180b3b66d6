"""R15, decision quality: what was chosen first in each situation of the game."""

from collections import defaultdict

from analytics import disclosure
from analytics.disclosure import Rule, count, percent, statistic
from analytics.engines import Rows
from analytics.measures.play import decisions as measure
from analytics.measures.play import replays
from analytics.measures.play.decisions import CLASSES, Again, Option
from analytics.reports.content import Content, bounds, share_stat, too_few
from analytics.reports.decisions.further import HINTS, REPLAYS, hint_row, replay_row
from analytics.shape import POOL_KEY, Cell, Column, Figure, Finding, Hidden, table

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
    Column("again", "count"),
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
    """Situations with their classes, then the options of the classes that are shown."""
    options = defaultdict[str, list[Option]](list)
    for option in measure.options(rows):
        options[option.situation].append(option)
    situations: list[tuple[Cell, ...]] = []
    option_rows: list[tuple[Cell, ...]] = []
    for again in measure.again(rows):
        row, parts = _situation(again, options[again.situation], rule)
        situations.append(row)
        option_rows += parts
    share = measure.safe_first(rows)
    figure = Figure(None, "stacked", _finding(situations, share.learners, rule))
    tables = (
        table("situations", SITUATIONS, situations, [figure] if situations else []),
        table("options", OPTIONS, option_rows),
        table("replays", REPLAYS, [replay_row(one, rule) for one in replays.replays(rows)]),
        table("hints", HINTS, [hint_row(one, rule) for one in replays.by_hint(rows)]),
    )
    return Content(measure.learners(rows), tables, (share_stat("safe_first", share, rule),) if situations else ())


def _situation(again: Again, options: list[Option], rule: Rule) -> tuple[tuple[Cell, ...], list[tuple[Cell, ...]]]:
    classes = {kind: [option for option in options if option.kind == kind] for kind in CLASSES}
    numbers = [sum(option.n for option in classes[kind]) for kind in CLASSES]
    n, cells = disclosure.row(numbers, rule)
    rates: tuple[Cell, ...] = (cells[0],) * 3
    if not isinstance(cells[0], Hidden):
        rates = (percent(numbers[0], again.n, rule), *bounds(numbers[0], again.n, rule))
    changed_share: Cell = percent(again.changed, again.again, rule)
    row = (again.situation, n, *cells, *rates, statistic(again.seconds, again.timed, rule), count(again.again, rule), changed_share)
    option_rows: list[tuple[Cell, ...]] = []
    for kind, cell in zip(CLASSES, cells, strict=True):
        if not isinstance(cell, Hidden):
            option_rows += _options(classes[kind], again.n, rule)
    return row, option_rows


def _options(options: list[Option], whole: int, rule: Rule) -> list[tuple[Cell, ...]]:
    """Options of one class by name when enough chose them, the others together: a name alone would say that somebody did."""
    places, rest = disclosure.pool([option.n for option in options], rule)
    counts = [(options[place].option, options[place].n) for place in places] + ([(POOL_KEY, rest)] if rest else [])
    situation, kind = (options[0].situation, options[0].kind) if options else ("", "")
    return [(situation, f"{situation}/{name}", kind, n, percent(n, whole, rule)) for name, n in counts]


def _finding(situations: list[tuple[Cell, ...]], learners: int, rule: Rule) -> Finding:
    """The situation whose unsafe share is highest, among those whose count may be shown."""
    if learners < rule.below:
        return too_few(learners, rule)
    shares = [
        (100 * unsafe / whole, str(name))
        for name, whole, _, _, unsafe, *_ in situations
        if isinstance(whole, int) and isinstance(unsafe, int) and unsafe
    ]
    if not shares:
        return Finding("decisions_calm")
    share, name = max(shares)
    return Finding("decisions_unsafe", {"situation": name, "share": share})
