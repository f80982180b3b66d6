"""A message written to the team: its box is read by nobody. It answers so at once, and once more while the sign of that moment is untold.

It is no call: no sign is told by it, and nothing that a call spares is spared.
"""

from courses.model.game_numbers import SLOTS
from game.core.patient import signs
from game.core.state.commands import Act
from game.core.state.rows import Remark
from game.core.state.run import Run
from game.core.thread import bank

ACT = "write_team"
BOX = "box"
"""Who speaks: the box of messages itself, on the telephone's screen."""


def answer(run: Run) -> None:
    """What the box says to the message just written."""
    _add_line(run, "act", "thread.unread")


def speak(run: Run) -> None:
    """At the opening of a moment: the message of an open sign is still unread; said once of each message."""
    state = run.state
    opened = signs.open_episodes(run) if state.away_until < state.day else []
    if not opened:
        return
    last = next((entry for entry in reversed(state.log) if isinstance(entry.command, Act) and entry.command.action == ACT), None)
    if last is None or all((one.day, SLOTS.index(one.slot)) > (last.day, SLOTS.index(last.slot)) for one in opened):
        return
    written = sum(isinstance(entry.command, Act) and entry.command.action == ACT for entry in state.log)
    if sum(remark.kind == "unread" for remark in state.thread) < written:
        _add_line(run, "unread", "thread.still_unread")


def _add_line(run: Run, kind: str, base: str) -> None:
    """A line of the bank that was not said this week; nothing once all were."""
    said = {remark.text for remark in run.state.thread}
    if any(key not in said for key in run.book.bank(base)):
        bank.add_remark(run, Remark(run.state.day, run.state.slot, kind, BOX, "", bank.pick(run, [base]), {}))
