"""Writes the table of reports in docs/reports.md from the definitions in analytics/reports/*/definition.py; `--check` only looks."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analytics.catalogue import REPORTS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reports.md"
BEGIN, END = "<!-- reports: begin -->\n", "<!-- reports: end -->\n"


def table() -> str:
    """A row a report, and the version of its definition."""
    rows = ["| key | report | version | counted | method |", "| --- | --- | --- | --- | --- |"]
    rows += [
        f"| `{key}` | {report.code} {report.name} | {report.version} | {report.counted} | {report.method or '-'} |"
        for key, report in REPORTS.items()
    ]
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    """The page with its table made anew."""
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


def main() -> int:
    text = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        return 0 if page(text) == text else 1
    PAGE.write_text(page(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
