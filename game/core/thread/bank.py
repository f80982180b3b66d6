"""Which line is said: the most particular one that was not said this week, by counted chance."""

from collections.abc import Sequence

from game.core.state.rows import Remark
from game.core.state.run import Run


def pick(run: Run, banks: Sequence[str]) -> str:
    """A line of the first bank that has one left; when all were said this week, the one said longest ago. "" without any line."""
    said = {remark.text for remark in run.state.thread}
    lines: list[str] = []
    for bank in banks:
        lines += run.book.bank(bank)
        rest = [key for key in lines if key not in said]
        if rest:
            return rest[int(run.draw(f"{run.state.slot}|{bank}", "line") * len(rest))]
    past_keys = {remark.text: number for number, remark in enumerate(run.state.thread)}  # each with the last time it was said
    return min(lines, key=past_keys.__getitem__, default="")


def add_remark(run: Run, remark: Remark) -> None:
    run.state.thread.append(remark)
    run.state.news += 1
