"""Write docs/mutants.md: the kill rate of each area and of all, and one line for each drawn mutant. Run it after run.py."""

import re
import sys
import tomllib
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

from areas import AREAS, SEED
from drawing import Mutant, mutants
from noting import RESULTS, ROOT, read_values

PAGE = ROOT / "docs" / "mutants.md"
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
"""Key of a mutant = why no test can tell it from the original."""


def main() -> None:
    results, reasons = read_values(RESULTS), tomllib.loads(EQUIVALENT.read_text("utf-8"))
    drawn = {area.name: mutants(area)[: area.count] for area in AREAS}
    head = PAGE.read_text("utf-8").split("\n## ")[0].rstrip()
    lines = [head, "", "## Kill rate", "", f"Seed `{SEED}`. Rate: killed of those that are not equivalent.", ""]
    lines += ["| area | drawn | killed | equivalent | survived | not run | rate |", "| --- | --- | --- | --- | --- | --- | --- |"]
    total: list[str] = []
    for name, some in drawn.items():
        ends = [_end(one, results, reasons) for one in some]
        total += ends
        lines.append(_row(name, ends))
    lines.append(_row("**all**", total))
    for title, end in (("Survivors", "survived"), ("Equivalents", "equivalent"), ("Not run", "not run"), ("Killed", "killed")):
        some = [one for name in drawn for one in drawn[name] if _end(one, results, reasons) == end]
        lines += [
            "",
            f"## {title}",
            "",
            f"| mutant | where | change | {'why' if end == 'equivalent' else 'killed by'} |",
            "| --- | --- | --- | --- |",
        ]
        lines += [_line(one, reasons.get(one.key) if end == "equivalent" else results.get(one.key, {}).get("test", "")) for one in some]
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")
    print(_row("all", total))


def _end(mutant: Mutant, results: dict[str, dict[str, str]], reasons: dict[str, str]) -> str:
    status = results.get(mutant.key, {}).get("status", "not run")
    return "equivalent" if status != "killed" and mutant.key in reasons else status


def _row(name: str, ends: list[str]) -> str:
    count = {end: ends.count(end) for end in ("killed", "equivalent", "survived", "not run")}
    told = len(ends) - count["equivalent"]
    rate = f"{100 * count['killed'] / told:.1f} %" if told else ""
    return f"| {name} | {len(ends)} | {' | '.join(str(n) for n in count.values())} | {rate} |"


def _line(mutant: Mutant, last: str | None) -> str:
    change = f"{mutant.kind}: `{_cell(mutant.before)}` -> `{_cell(mutant.after)}`"
    return f"| {mutant.key} | {mutant.module}:{mutant.line} | {change} | {_cell(last or '', 200)} |"


def _cell(text: str, most: int = 90) -> str:
    text = re.sub(r"\s+", " ", text).replace("|", "\\|").replace("`", "'")
    return text if len(text) <= most else text[:most] + "…"


if __name__ == "__main__":
    main()
