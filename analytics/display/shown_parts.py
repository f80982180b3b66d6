"""The parts of a shown report: cells in words, a chart with its finding, a table, a headline."""

from dataclasses import dataclass, replace

NOTHING = "\u2013"
"""What is printed for a figure that does not exist."""
ENDS = (".", "?", "!", "\u2026")
"""Signs that end a title: no full stop is put behind them."""


@dataclass(frozen=True)
class ShownCell:
    """text: as printed; is_few: nothing is shown here, text says why; is_n: how many learners the line is about.

    about: (kind, key) of the thing of content that the cell names, for a page that leads there.
    """

    text: str
    is_number: bool
    is_few: bool
    is_n: bool = False
    about: tuple[str, str] | None = None


@dataclass(frozen=True)
class ShownFigure:
    """One chart with its finding; svg is safe markup; table holds the same numbers. is_telling: the finding says something of learners."""

    subject: str | None
    title: str
    finding: str
    svg: str
    table: "ShownTable"
    is_telling: bool = True
    lines: tuple[tuple[ShownCell, ...], ...] = ()
    """The same lines as they stand in the whole table."""

    @property
    def titled(self) -> str:
        """The finding after its title, as sentences of their own: a title may hold a colon, and most findings do."""
        stop = "" if self.title.endswith(ENDS) else "."
        return f"{self.title}{stop} {self.finding}" if self.title else self.finding


@dataclass(frozen=True)
class ShownTable:
    """key: what the CSV link asks for; columns: (label, is a number)."""

    key: str
    caption: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    figures: tuple[ShownFigure, ...] = ()

    @property
    def loose(self) -> "ShownTable":
        """The lines that stand under no chart: a page shows the others with their chart, once."""
        if any(figure.subject is None for figure in self.figures if figure.table.open_rows):
            return replace(self, rows=(), figures=())
        drawn = [row for figure in self.figures if figure.table.open_rows for row in figure.lines]
        return replace(self, rows=tuple(row for row in self.rows if row not in drawn), figures=())

    @property
    def open_rows(self) -> tuple[tuple[ShownCell, ...], ...]:
        """Rows that show a figure."""
        return tuple(row for row in self.rows if not is_all_hidden(row))

    @property
    def hidden_rows(self) -> tuple[tuple[ShownCell, ...], ...]:
        """Rows whose every figure is hidden, for a page to name in one line."""
        return tuple(row for row in self.rows if is_all_hidden(row))


def is_all_hidden(row: tuple[ShownCell, ...]) -> bool:
    """Whether nothing of a row is shown but what and how many it is about; a figure that does not exist, or is nought, shows nothing."""
    figures = [cell for cell in row[1:] if (cell.is_number and cell.text not in (NOTHING, "0")) or cell.is_few]
    others = [cell for cell in figures if not cell.is_n]
    return bool(figures) and all(cell.is_few for cell in others or figures)


@dataclass(frozen=True)
class ShownStat:
    label: str
    value: str
    small: str
    is_few: bool
