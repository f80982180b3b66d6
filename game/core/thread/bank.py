"""Which line is said: the most particular one that was not said this week, by counted chance."""

from collections.abc import Sequence

from game.core.state.run import Run
from game.core.state.week_state import Said


def keys(run: Run, prefix: str) -> list[str]:
    """The lines of a bank, numbered from 1."""
    found: list[str] = []
    while run.book.has_text("fr", key := f"{prefix}.{len(found) + 1}"):
        found.append(key)
    return found


def pick(run: Run, banks: Sequence[str]) -> str:
    """A line of the first bank that has one left; when all were said this week, the one said longest ago. "" without any line."""
    told = [said.text for said in run.state.thread]
    lines: list[str] = []
    for bank in banks:
        lines += keys(run, bank)
        fresh = [key for key in lines if key not in told]
        if fresh:
            return min(fresh, key=lambda key: run.draw(f"{run.state.slot}|{key}", "line"))
    return min(lines, key=lambda key: len(told) - 1 - told[::-1].index(key), default="") if lines else ""


def say(run: Run, said: Said) -> None:
    run.state.thread.append(said)
    run.state.news += 1
