"""Draws the layers of `.importlinter` as Mermaid text in docs/architecture.md: `python scripts/draw_layers.py [check]`."""

import configparser
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/architecture.md"
BEGIN, END = "<!-- layers: begin, written by scripts/draw_layers.py -->", "<!-- layers: end -->"
PER_LINE = 4
Rows = list[list[str]]
"""From the highest layer to the lowest; the modules of one row may not import each other."""


def layer_contracts(text: str) -> list[Rows]:
    """Every contract of type `layers`, in the order of the file."""
    reader = configparser.ConfigParser()
    reader.read_string(text)
    found = []
    for name in reader.sections():
        section = reader[name]
        if section.get("type") == "layers":
            prefix = section.get("containers", "").strip()
            rows = [re.split(r"\s*[|:]\s*", line.strip().strip("()")) for line in section["layers"].splitlines() if line.strip()]
            found.append([[f"{prefix}.{one.strip('()')}" if prefix else one.strip("()") for one in row] for row in rows])
    return found


def drawing(text: str) -> str:
    """The Mermaid text for a file of contracts: an arrow from each layer to the next; layers inside a package stand in its box.

    What lies deeper is left to the file: the drawing must fit a screen.
    """
    contracts = layer_contracts(text)
    outer = next(rows for rows in contracts if all("." not in module for row in rows for module in row))
    inner: dict[str, list[Rows]] = {}
    for rows in contracts:
        if rows is not outer and all(module.count(".") == 1 for row in rows for module in row):
            inner.setdefault(rows[0][0].partition(".")[0], []).append(rows)
    lines = ["```mermaid", "flowchart TB"]
    for number, row in enumerate(outer):
        lines.append(f'  subgraph layer{number}[" "]')
        for package in row:
            lines += package_lines(package, inner.get(package, []))
        lines.append("  end")
    lines += [f"  layer{number} --> layer{number + 1}" for number in range(len(outer) - 1)]
    return "\n".join([*lines, "```"])


def package_lines(package: str, contracts: list[Rows]) -> list[str]:
    if not contracts:
        return [f'    {package}["{package}"]']
    lines = [f'    subgraph {package}["{package}"]']
    for contract, rows in enumerate(contracts):
        keys = [f"{package}_{contract}_{number}" for number in range(len(rows))]
        lines += [f'      {key}["{label(package, row)}"]' for key, row in zip(keys, rows, strict=True)]
        lines.append(f"      {' --> '.join(keys)}")
    return [*lines, "    end"]


def label(package: str, row: list[str]) -> str:
    """Names without their package, a few a line."""
    names = [module.removeprefix(f"{package}.") for module in row]
    return "<br>".join(" · ".join(names[start : start + PER_LINE]) for start in range(0, len(names), PER_LINE))


def with_drawing(page: str, contracts: str) -> str:
    """The page with the drawing of these contracts between its two marks. Raises ValueError when a mark is missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} lacks {BEGIN if not begin else END}")
    return f"{before}{BEGIN}\n{drawing(contracts)}\n{END}{after}"


def main(words: list[str]) -> int:
    page = PAGE.read_text("utf-8")
    drawn = with_drawing(page, (ROOT / ".importlinter").read_text("utf-8"))
    if words == ["check"]:
        if drawn != page:
            print("docs/architecture.md: the drawing of the layers is old. Run: python scripts/draw_layers.py", file=sys.stderr)
        return int(drawn != page)
    PAGE.write_text(drawn, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
