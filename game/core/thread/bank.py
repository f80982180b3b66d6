"""Which line is said: the most particular one that was not said this week, by counted chance."""

from collections.abc import Sequence

from game.core.state.run import Run
from game.core.state.week_state import Remark


def keys(run: Run, prefix: str) -> list[str]:
    """The lines of a bank, numbered from 1."""
    lines: list[str] = []
    while run.book.has_text("fr", key := f"{prefix}.{len(lines) + 1}"):
        lines.append(key)
    return lines


def pick(run: Run, banks: Sequence[str]) -> str:
    """A line of the first bank that has one left; when all were said this week, the one said longest ago. "" without any line."""
    past_keys = [remark.text for remark in run.state.thread]
    lines: list[str] = []
    for bank in banks:
        lines += keys(run, bank)
        rest = [key for key in lines if key not in past_keys]
        if rest:
            return min(rest, key=lambda key: run.draw(f"{run.state.slot}|{key}", "line"))
    return min(lines, key=lambda key: len(past_keys) - 1 - past_keys[::-1].index(key), default="") if lines else ""


def add_remark(run: Run, remark: Remark) -> None:
    run.state.thread.append(remark)
    run.state.news += 1
