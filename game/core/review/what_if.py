"""And if? The week's turning point, and the same luck with one other choice there."""

from typing import Any

from game.core.patient import signs
from game.core.review.debrief_view import WhatIf
from game.core.review.hinge import URGENT
from game.core.review.replay import Change, Closing, Outcome, other_week, outcome
from game.core.state.run import Run
from game.core.views.descriptions import moment_of
from game.core.views.expressions import line

CLEARLY = 0.015  # of comfort: less than this is told as "much the same"


def what_if(run: Run) -> WhatIf | None:
    """None when nothing turned: no sign and no decision that another choice would have changed."""
    change = turning_point(run)
    return None if change is None else told_beside(run, change, other_week(run, change))


def told_beside(run: Run, change: Change, other_run: Run) -> WhatIf:
    """The question and the answer; other_run: the week with the change."""
    other, now = outcome(other_run), outcome(run)
    sign = f"@sign.{signs.alert_of(run, change.key).symptom}.short" if change.kind != "choose" else ""
    base = f"situation.{change.key}"
    title, choice = (f"@{base}.title", f"@{base}.choice.{change.choice}.label") if change.kind == "choose" else ("", "")
    question = line(run, f"what_if.{change.kind}", sign=sign, title=title, choice=choice, slot=f"@slot.{change.slot}", day=change.day)
    answer, icon, values = _answer(change, other, now)
    words = line(run, f"what_if.answer.{answer}", sign=sign, **values)
    is_red = change.kind != "choose" and signs.RANK[signs.alert_of(run, change.key).flag] >= URGENT
    return WhatIf(question, words, icon, line(run, "what_if.chance") if is_red else None)


def turning_point(run: Run) -> Change | None:
    """A red not told in its slot; else an unsafe choice; else an amber told late; else a red told well, to see what waiting does."""
    state = run.state
    late = [item for item in state.episodes if item.q < 1.0 and item.closed_by not in ("", "eased") and item.symptom != "pair"]
    late.sort(key=lambda item: (-signs.RANK[item.flag], item.q))
    if late and signs.RANK[late[0].flag] >= 2:
        return Change("report", late[0].day, late[0].slot, late[0].alert)
    for past in state.story:
        situation = run.book.situations.get(past.key) if past.kind == "decision" else None
        if situation and situation.choice(past.detail).is_unsafe:
            better = next(choice.key for choice in situation.choices if choice.is_safe)
            return Change("choose", past.day, past.slot, situation.key, better)
    if late:
        return Change("report", late[0].day, late[0].slot, late[0].alert)
    episodes = [item for item in state.episodes if signs.RANK[item.flag] >= 2 and item.q >= 1.0 and item.symptom != "pair"]
    return Change("wait", episodes[0].day, episodes[0].slot, episodes[0].alert) if episodes else None


def _answer(change: Change, other: Outcome, now: Outcome) -> tuple[str, str, dict[str, Any]]:
    """Which sentence tells the difference, its icon (better, same or harder), and the values of its places."""
    if change.kind == "wait":
        return _answer_of_waiting(change, other, now)
    if other.home_day and other.nights < now.nights:
        return "home_earlier", "better", {"day": other.home_day}
    if now.was_net and not other.was_net:
        return "no_net", "better", {}
    if other.comfort > now.comfort + CLEARLY:
        return "easier", "better", {}
    if change.kind == "report":
        closing = now.closing_of(change.key, change.day, change.slot)
        return "known", "better", _moment(change.day, change.slot) | _until(closing)
    spared = [past for past in now.consequences if past.key == change.key and past not in other.consequences]
    if spared:
        later = f"@situation.{change.key}.choice.{spared[0].detail}.later"
        return "spared", "better", _moment(spared[0].day, spared[0].slot) | {"later": later}
    return "risk", "same", {"why": f"@situation.{change.key}.why"}


def _answer_of_waiting(change: Change, other: Outcome, now: Outcome) -> tuple[str, str, dict[str, Any]]:
    """An urgent sign of which nobody is told ends by a relative's call: said with its days, and never that waiting is much the same."""
    closing = other.closing_of(change.key, change.day, change.slot)
    answer = "net_harder" if other.comfort < now.comfort - CLEARLY else "net"
    if other.nights > now.nights:
        answer = "net_longer"
    return answer, "harder", _moment(change.day, change.slot) | _until(closing) | {"nights": now.nights, "more": other.nights}


def _moment(day: int, slot: str) -> dict[str, Any]:
    return {"day": day, "slot": f"@slot.{slot}"}


def _until(closing: Closing | None) -> dict[str, Any]:
    if closing is None:
        return {}
    day, slot = moment_of(closing.hour)
    return {"until_day": day, "until_slot": f"@slot.{slot}"}
