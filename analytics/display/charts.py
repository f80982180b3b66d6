"""Which columns of a table each kind of chart draws."""

from collections.abc import Callable
from datetime import date

from analytics.display import svg
from analytics.display.words import CLOSED_LISTS, COLUMNS, PHRASES, say
from analytics.shape import Cell, Hidden, Table

CellText = Callable[[str, Cell], str]
"""(column key, cell) -> the cell as printed."""

Rows = tuple[tuple[Cell, ...], ...]


def draw(chart: str, table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """The SVG of one figure; an unknown kind of chart is a defect of the report (KeyError)."""
    return _KINDS[chart](table, rows, language, text_of, words)


def _real(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, (int, float)) else None


def _bars(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Funnel and spreads: second column is the label; n learners, a share of the whole."""
    return _bars_with_labels(table, rows, language, text_of, words, "{n} ({share})")


def _rates(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Second column is the label; of n learners, a share did it."""
    return _bars_with_labels(table, rows, language, text_of, words, "{share} (n\u00a0=\u00a0{n})")


def _bars_with_labels(table: Table, rows: Rows, language: str, text_of: CellText, words: str, form: str) -> str:
    n, share = table.place("n"), table.place("share")
    column = table.columns[1]
    lead = f"{say(COLUMNS, column.key, language)} " if column.is_number else ""
    bars = []
    for row in rows:
        text = form.format(n=text_of("n", row[n]), share=text_of("share", row[share]))
        if isinstance(row[n], Hidden) or row[share] is None:
            text = text_of("n", row[n])
        bars.append(svg.Bar(lead + text_of(column.key, row[1]), _real(row[share]), text))
    return svg.bars(bars, words)


def _facility(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Items without links yet: the share right of each."""
    item, n, share = table.place("item"), table.place("n"), table.place("facility")
    bars = []
    for row in rows:
        text = f"{text_of('facility', row[share])} (n\u00a0=\u00a0{text_of('n', row[n])})"
        if isinstance(row[n], Hidden) or row[share] is None:
            text = text_of("n", row[n])
        bars.append(svg.Bar(text_of("item", row[item]), _real(row[share]), text))
    return svg.bars(bars, words)


def _difficulty(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Items on the scale of ability, from -3 to 3: the further right, the harder."""
    item, b, low, high = (table.place(key) for key in ("item", "b", "b_low", "b_high"))
    bars = []
    for row in rows:
        value = _real(row[b])
        limits = say(PHRASES, "interval", language).format(low=text_of("b_low", row[low]), high=text_of("b_high", row[high]))
        text = f"{text_of('b', row[b])} ({limits})" if value is not None else text_of("b", row[b])
        bars.append(svg.Bar(text_of("item", row[item]), None if value is None else min(100.0, max(0.0, 100 * (value + 3) / 6)), text))
    return svg.bars(bars, words)


def _languages(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Items in two languages: the share right in each, one bar under the other."""
    bars = []
    for row in rows:
        for key in ("fr", "en"):
            n, share = row[table.place(f"{key}_n")], row[table.place(f"{key}_facility")]
            text = text_of(f"{key}_n", n)
            if not isinstance(n, Hidden) and share is not None:
                text = f"{text_of(f'{key}_facility', share)} (n\u00a0=\u00a0{text})"
            bars.append(svg.Bar(f"{text_of('item', row[0])}, {say(CLOSED_LISTS, key, language)}", _real(share), text))
    return svg.bars(bars, words)


def _recall(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Review cards: what was remembered after so many days, and under it what the schedule expected."""
    n, share, expected = (table.place(key) for key in ("n", "share", "expected"))
    bars = []
    for row in rows:
        gap = text_of("gap", row[0])
        is_known = not isinstance(row[share], Hidden) and row[share] is not None
        text = f"{text_of('share', row[share])} (n\u00a0=\u00a0{text_of('n', row[n])})" if is_known else text_of("n", row[n])
        bars.append(svg.Bar(f"{gap}, {say(CLOSED_LISTS, 'remembered', language)}", _real(row[share]), text))
        if is_known:
            bars.append(
                svg.Bar(f"{gap}, {say(CLOSED_LISTS, 'expected', language)}", _real(row[expected]), text_of("expected", row[expected]))
            )
    return svg.bars(bars, words)


def _stacked_decisions(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Decisions: safe, other, unsafe counts of each situation as parts of 100."""
    return _parts(_DECISIONS, table, rows, language, text_of, words)


def _mastery(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Objectives: learners who know it, are likely to, are at the beginning."""
    return _parts(_MASTERY, table, rows, language, text_of, words)


_DECISIONS = (("safe_n", "full", "safe"), ("other_n", "empty", "other"), ("unsafe_n", "hatch", "unsafe"))
_MASTERY = (("mastered_n", "full", "mastered"), ("likely_n", "hatch", "likely"), ("early_n", "empty", "early"))
_DUTIES = (("done", "full", "done"), ("open", "empty", "open"), ("overdue", "hatch", "overdue"))
_STANDING = (("finished", "full", "finished"), ("active", "empty", "active"), ("silent", "hatch", "silent"))
_ATTESTATIONS = (("valid_n", "full", "valid"), ("due_n", "empty", "due"), ("expired_n", "hatch", "expired"))
Looks = tuple[tuple[str, str, str], ...]
"""(column, look, word) of each part."""


def _parts(looks: Looks, table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    stacks = []
    for row in rows:
        counts = [_real(row[table.place(key)]) for key, _, _ in looks]
        whole = sum(count or 0 for count in counts) or 1
        shares = [None if count is None else 100 * count / whole for count in counts]
        parts = tuple(svg.Part(look, share) for share, (_, look, _) in zip(shares, looks, strict=True))
        text = " · ".join(f"{say(CLOSED_LISTS, word, language)} {text_of(key, row[table.place(key)])}" for key, _, word in looks)
        stacks.append(svg.Stack(text_of(table.columns[0].key, row[0]), parts, text))
    return svg.stacked_bars(stacks, [(look, say(CLOSED_LISTS, word, language)) for _, look, word in looks], words)


def _stacked_duties(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Courses: learners who are done, on the way, overdue."""
    return _parts(_DUTIES, table, rows, language, text_of, words)


def _stacked_silent(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Courses: learners who finished, are active, have stopped."""
    return _parts(_STANDING, table, rows, language, text_of, words)


def _stacked_attestations(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Courses: attestations that are valid, due for renewal, expired."""
    return _parts(_ATTESTATIONS, table, rows, language, text_of, words)


def _scatter(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Items: facility across, link up, numbered as in the table."""
    dots = []
    for place, row in enumerate(rows, 1):
        x, y = _real(row[table.place("facility")]), _real(row[table.place("r")])
        if x is not None and y is not None:
            dots.append(svg.Dot(x, y, str(place)))
    return svg.scatter(dots, say(COLUMNS, "facility", language), say(COLUMNS, "r", language), words, lambda value: text_of("r", value))


def _steps(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Time to report: one step curve of the share reported, its interval, and how many were still followed; 72 hours wide, whatever the
    sign, so that curves can be compared."""
    hour, share = table.place("hour"), table.place("reported_share")
    points = [(x, y) for x, y in ((_real(row[hour]), _real(row[share])) for row in rows) if x is not None and y is not None]
    if points:
        points.insert(0, (0.0, 0.0))
    keys = [column.key for column in table.columns]
    bands, followed = [], svg.Followed("", ())
    if {"low", "high", "at_risk"} <= set(keys):
        low, high, at_risk = (table.place(key) for key in ("low", "high", "at_risk"))
        limits = [(_real(row[hour]), _real(row[low]), _real(row[high])) for row in rows]
        bands = [(x, least, most) for x, least, most in limits if x is not None and least is not None and most is not None]
        marks = [(x, text_of("at_risk", row[at_risk])) for row in rows if (x := _real(row[hour])) is not None]
        followed = svg.Followed(say(COLUMNS, "at_risk", language), tuple(marks))
    series = [svg.Line(say(COLUMNS, "reported_share", language), tuple(points))]
    return svg.steps(series, say(COLUMNS, "hour", language), words, wide=HOURS, bands=bands, followed=followed)


HOURS = 72.0
"""The time in which a report counts, in game hours (`measures.play.episodes.LIMIT_HOURS`, which is heavy to import)."""


def _lines(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Active learners: one line a role over the weeks."""
    mondays = sorted({str(row[0]) for row in rows})
    series: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        value = _real(row[2])
        if value is not None:
            series.setdefault(text_of("role", row[1]), []).append((float(_weeks_between(mondays[0], str(row[0]))), value))
    lines = [svg.Line(name, tuple(points)) for name, points in series.items()]
    wide = float(_weeks_between(mondays[0], mondays[-1])) if mondays else 1.0
    high = max((y for line in lines for _, y in line.points), default=1.0)
    return svg.lines(lines, say(COLUMNS, "weeks_since", language), words, wide=wide, high=high)


def _weeks_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days // 7


def _days(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Statements a day as bars, the fullest day at 100."""
    counts = [_real(row[1]) or 0.0 for row in rows]
    most = max(counts, default=0.0) or 1.0
    bars = [
        svg.Bar(text_of("day", row[0]), 100 * value / most, text_of("statements", row[1])) for row, value in zip(rows, counts, strict=True)
    ]
    return svg.bars(bars, words)


def _beside(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Lines of several cohorts, or of several days: a bar each, in percent, or in parts of the largest figure of the chart."""
    n = table.place("n")
    value = n + 1
    figures = [_real(row[value]) for row in rows]
    most = 100.0 if table.columns[value].kind == "percent" else max((one for one in figures if one is not None), default=0.0) or 1.0
    bars = []
    for row, figure in zip(rows, figures, strict=True):
        label = ", ".join(text_of(column.key, cell) for column, cell in zip(table.columns[1:n], row[1:n], strict=True))
        text = f"{text_of(table.columns[value].key, row[value])} (n\u00a0=\u00a0{text_of('n', row[n])})"
        if figure is None:
            text = text_of("n", row[n]) if isinstance(row[n], Hidden) else text_of(table.columns[value].key, row[value])
        bars.append(svg.Bar(label, None if figure is None else max(0.0, 100 * figure / most), text))
    return svg.bars(bars, words)


def _learners(table: Table, rows: Rows, language: str, text_of: CellText, words: str) -> str:
    """Learners counted on each day, the most of them at 100."""
    most = max((_real(row[1]) or 0.0 for row in rows), default=0.0) or 1.0
    return svg.bars([svg.Bar(text_of("up_to", row[0]), 100 * (_real(row[1]) or 0.0) / most, text_of("n", row[1])) for row in rows], words)


_KINDS: dict[str, Callable[[Table, Rows, str, CellText, str], str]] = {
    "bars": _bars,
    "rates": _rates,
    "stacked": _stacked_decisions,
    "scatter": _scatter,
    "facility": _facility,
    "difficulty": _difficulty,
    "languages": _languages,
    "steps": _steps,
    "stacked_mastery": _mastery,
    "recall": _recall,
    "stacked_silent": _stacked_silent,
    "stacked_duties": _stacked_duties,
    "stacked_attestations": _stacked_attestations,
    "lines": _lines,
    "days": _days,
    "beside": _beside,
    "learners": _learners,
}
