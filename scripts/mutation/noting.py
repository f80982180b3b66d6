"""What the work on mutants keeps between runs, in .cache/mutants: which test runs which line, and how each mutant ended."""

import json
from pathlib import Path
from typing import Any

from drawing import Mutant

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "mutants"
RESULTS = "results"


def read_values(name: str) -> dict[str, Any]:
    file = CACHE / f"{name}.json"
    value: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return value


def write_values(name: str, value: dict[str, Any]) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    (CACHE / f"{name}.json").write_text(json.dumps(value, indent=1, sort_keys=True), "utf-8")


def choose_tests(mutant: Mutant, lines: dict[str, Any], most_s: float, *, with_slow: bool = False) -> list[str]:
    """The tests that run a line of the mutant: those first that killed another one of its module, then the quick ones.

    Where no test runs it, or where it stands outside functions, all that run any line of the module. most_s: what they may take together.
    with_slow: also those too slow for it to be known what they run, last.
    """
    killers = {row.get("test") for row in read_values(RESULTS).values() if row.get("module") == mutant.module}
    near = range(mutant.line, mutant.last_line + 1)
    there = {id: row["files"].get(mutant.module, ()) for id, row in lines.items()}
    tests = [id for id, numbers in there.items() if any(line in near for line in numbers)] if mutant.function else []
    tests = tests or [id for id, numbers in there.items() if numbers]
    tests.sort(key=lambda id: (id not in killers, lines[id]["time"], id))
    if with_slow:
        tests += [id for id, row in lines.items() if row.get("is_slow")]
    spent, first = 0.0, []
    for id in tests:
        spent += lines[id]["time"]
        if spent > most_s and first:
            break
        first.append(id)
    return first
