"""The ten-second sentence of a call: treatment, sign, since when, what was taken. Kept as keys and numbers, never words."""

from typing import Any

from game.core.patient import signs
from game.core.state.run import Run
from game.core.state.week_state import Call


def values(run: Run, call: Call) -> dict[str, Any]:
    """What the sentence is made of, taken before the team helps. {} for a mere doubt."""
    told = [sign for sign in call.signs if sign != "question"]
    if not told:
        return {}
    first = min((episode for episode in signs.open_episodes(run) if episode.symptom in told), key=lambda one: one.hour, default=None)
    state = run.state
    reading = state.readings[-1][1] if state.readings and "fever" in told else None
    days = state.day - first.day if first else 0
    values: dict[str, Any] = {
        "kind": run.regimen.kind,
        **infusion(run),
        "days": days,
        "since": f"@call.since.{_since(days, first.slot if first else state.slot)}",
        "taken": f"@call.taken.{'yes' if 'paracetamol' in state.done else 'no'}",
        "sign": f"@sign.{told[0]}.short",
    }
    return values if reading is None else values | {"reading": reading}


def infusion(run: Run) -> dict[str, Any]:
    """How long ago it was: on day 1 of the cycle."""
    days = run.state.day - 1
    return {"n": days, "ago": f"@call.ago.{('today', 'yesterday')[days] if days < 2 else 'days'}"}


def _since(days: int, slot: str) -> str:
    return slot if not days else "yesterday" if days == 1 else "days"
