"""What may stand between a caller and the nurse: hold, a switchboard, a stranger who says to call back, a doctor who does not know her.

Drawn for good callers too, so that insisting is rehearsed; never in a first week, never for a vital sign, one a moment, and the nurse of
her own team is never among them. Each is solved within two answers.
"""

from game.core.patient import signs
from game.core.state.run import Run
from game.core.state.week_state import Call

ON_DAY_LINE = ("hold", "switchboard")
ON_CALL = ("hold", "switchboard", "wait", "unknown")
AFTER_WORDS = ("wait", "unknown")
"""Of these one is told only once the first words are said: wait is the stranger, unknown the doctor."""


def drawn(run: Run, call: Call) -> str:
    """The detour of this call; "" for most."""
    state = run.state
    if state.week == 1 or run.plan.is_quiet or state.detour_at == moment(run) or _has_vital_sign(run):
        return ""
    if run.draw(f"{state.slot}{state.calls}", "detour") >= run.model.help.hold_chance:
        return ""
    kinds = ON_DAY_LINE if call.person == "team" else ON_CALL
    return kinds[int(run.draw(f"{state.slot}{state.calls}", "which detour") * len(kinds))]


def moment(run: Run) -> str:
    return f"{run.state.day}|{run.state.slot}"


def _has_vital_sign(run: Run) -> bool:
    """Whether it is named on the phone or not."""
    return any(episode.flag == "vital" for episode in signs.open_episodes(run))
