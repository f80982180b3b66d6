"""Builds the look back at a week from its story: what it hinged on, true praise, the days, the same luck again, one thing to keep."""

from courses.model.game_numbers import SLOTS, Alert
from game.core.errors import NotNow
from game.core.patient import scoring, signs, skills
from game.core.review.debrief_view import Compass, Debrief, DebriefDay, Recall
from game.core.review.hinge import hinge, safety_word
from game.core.review.lanes import side_by_side
from game.core.review.replay import other_week
from game.core.review.what_if import told_beside, turning_point
from game.core.state.commands import Act, LogEntry
from game.core.state.run import Run
from game.core.state.week_state import Episode, Past
from game.core.thread import recalls
from game.core.views.expressions import line
from game.core.views.messages import message
from game.core.views.view import Line, Message, Option
from game.core.week import Week

MOST_PRAISE = 3
MOST_RECALLS = 3
HELPERS = ("team", "pharmacist", "relative", "listening")
FLAGS = ("vital", "red", "amber", "green")
# Fever follows the site's rule, a pair is a count, and low spirits name two numbers: none has one answer to remember.
NOT_RECALLED = ("fever", "pair", "distress-heavy")


def look_back(week: Week) -> Debrief:
    """The whole look back of a finished week. Raises NotNow before the week is over."""
    run, state = week.run, week.state
    if not state.is_over:
        raise NotNow("debrief", "blocked.not_over")
    was_red = any(signs.RANK[item.flag] >= 2 for item in state.episodes)
    was_net = any(item.closed_by == "net" for item in state.episodes)
    turned_on, change = hinge(run), turning_point(run)
    other = other_week(run, change) if change else None
    return Debrief(
        title=line(run, "debrief.title"),
        hinge=turned_on.text,
        hinge_tone=turned_on.tone,
        also=turned_on.others,
        went_well=tuple(_went_well(run)[:MOST_PRAISE]),
        days=tuple(_day(run, day) for day in range(state.first_day, state.last_day + 1)),
        what_if=told_beside(run, change, other) if change and other else None,
        turned_at=(change.day, change.slot) if change else None,
        turned_at_words=line(run, "pages.replay_at_sub", day=change.day, slot=f"@slot.{change.slot}") if change else None,
        lanes=side_by_side(run, other, _day) if other else None,
        net=line(run, "notice.net_why") if was_net or any(past.kind == "written" for past in state.story) else None,
        attribution=line(run, "debrief.attribution") if was_red else None,
        compasses=_compasses(run),
        right_reasons=state.right_reasons,
        false_alarms=state.false_alarms,
        calls=line(run, "debrief.calls", right=state.right_reasons, doubts=state.false_alarms),
        who_helps=tuple(line(run, f"debrief.who.{who}") for who in HELPERS),
        sources=_sources(run),
        tip=_tip(run),
        tip_sources=_tip_sources(run),
        module=_module(run),
        recall=_recall(run),
        more=_more(run),
        missed_skills=_missed_skills(run),
        wish=_wish(run),
        own_wish=_own_wish(run),
        recalls=_recalls(run),
        report=line(run, "debrief.report_done" if state.asked_report else "debrief.report_open"),
    )


def _missed_skills(run: Run) -> tuple[str, ...]:
    """What to practise after an urgent sign that a relative had to report, or that was still untold when the week ended."""
    missed = [item for item in run.state.episodes if item.flag in ("vital", "red") and item.closed_by in ("net", "end")]
    return tuple(dict.fromkeys(signs.alert_of(run, item.alert).skill for item in missed))


def _wish(run: Run) -> Line | None:
    state = run.state
    what = f"wish.{state.character.get('look', '')}.what"
    if not state.wish or state.had_wish or not run.book.has_text("fr", what):
        return None
    return line(run, f"wish.look_back.{state.wish}", what=f"@{what}")


def _own_wish(run: Run) -> Line | None:
    state = run.state
    what = f"wish.own.{state.character.get('look', '')}.what"
    if not state.own_wish or not run.book.has_text("fr", what):
        return None
    return line(run, f"wish.look_back.own.{state.own_wish}", what=f"@{what}")


def _recalls(run: Run) -> tuple[Message, ...]:
    """What is said of the last days' decisions, which no later day of this week recalls."""
    lines = [recalls.of_decision(run, due) for due in run.state.recalls]
    return tuple(message(run, remark) for remark in lines if remark is not None)[:MOST_RECALLS]


def _more(run: Run) -> Line | None:
    """An offer, never a push: the next difficulty, once what is critical is well known."""
    if run.state.difficulty == 3 or not skills.is_ready_for_more(run):
        return None
    return line(run, "debrief.more", difficulty=run.state.difficulty + 1)


def _short(run: Run, alert: str) -> str:
    return f"@sign.{signs.alert_of(run, alert).symptom}.short"


def _is_act(entry: LogEntry, action: str) -> bool:
    return isinstance(entry.command, Act) and entry.command.action == action


def _is_measured_ill(run: Run, entry: LogEntry) -> bool:
    """Whether this is a look at the thermometer once the illness was there: an earlier one says nothing of it."""
    began = (run.state.infection_day, SLOTS.index(run.state.infection_slot or SLOTS[0]))
    return _is_act(entry, "measure_temp") and (entry.day, SLOTS.index(entry.slot)) >= began


def _went_well(run: Run) -> list[Line]:
    """What is true and good, most telling first; never empty."""
    state = run.state
    lines = []
    prompt = [item for item in state.episodes if item.q >= 1.0]
    prompt.sort(key=lambda item: -signs.RANK[item.flag])
    if prompt:
        lines.append(line(run, "debrief.well.called", sign=_short(run, prompt[0].alert)))
    if state.infection != "none" and not state.masked_day and any(_is_measured_ill(run, entry) for entry in state.log):
        lines.append(line(run, "debrief.well.measured"))
    safe = _safe_decision(run)
    if safe:
        lines.append(line(run, "debrief.well.decisions", title=f"@situation.{safe}.title"))
    regular = scoring.adherence(run)
    if regular is not None and regular >= run.model.scoring.regular_from:
        lines.append(line(run, "debrief.well.regular"))
    for key in ("hand_hygiene", "drink", "mouth_care", "walk", "own_rest"):
        days = len({entry.day for entry in state.log if _is_act(entry, key)})
        if days >= 3:
            lines.append(line(run, f"debrief.well.{key}", days=days))
    if state.asked_report:
        lines.append(line(run, "debrief.well.report"))
    if state.false_alarms:
        lines.append(line(run, "debrief.well.asked"))
    return lines or [line(run, "debrief.well.there")]


def _safe_decision(run: Run) -> str:
    """One that was safe, at home rather than in hospital; no count of them, which would be a score. Empty when there was none."""
    decisions = [past for past in run.state.story if past.kind == "decision" and past.key in run.book.situations]
    safe = [past.key for past in decisions if run.book.situations[past.key].choice(past.detail).is_safe]
    safe.sort(key=lambda key: bool(run.book.situations[key].hospital))
    return safe[0] if safe else ""


def _day(run: Run, day: int) -> DebriefDay:
    state = run.state
    past = [item for item in state.story if item.day == day]
    report_marks = {(item.key, item.slot) for item in past if item.kind in ("reported", "net")}
    visible = [item for item in past if not (item.kind == "sign" and (item.key, item.slot) in report_marks)]
    lines = [story_line for item in visible if (story_line := _story_line(run, item)) is not None]
    if any(remark.day == day and remark.kind == "wish" and remark.text.endswith(f".{state.wish}") for remark in state.thread):
        lines.append(line(run, "debrief.day.wish", what=f"@wish.{state.character.get('look', '')}.what"))
    episodes = [item for item in state.episodes if item.day == day]
    flags = [item.flag for item in episodes]
    badge = "red" if {"red", "vital"} & set(flags) else "amber" if flags else ""
    pivotal = next((item for item in past if item.is_key), None)
    source = _sources_of(run, pivotal)
    return DebriefDay(
        cycle_day=day,
        title=line(run, "debrief.day.title", day=day),
        lines=tuple(lines) or (line(run, "debrief.day.quiet"),),
        is_key=pivotal is not None,
        badge=badge,
        sources=source,
        why=_why(run, pivotal),
    )


def _story_line(run: Run, item: Past) -> Line | None:
    if item.kind == "decision":
        if item.key not in run.book.situations:
            return None
        base = f"situation.{item.key}"
        return line(run, "debrief.day.decision", title=f"@{base}.title", choice=f"@{base}.choice.{item.detail}.label")
    if item.kind in ("sign", "reported", "net"):
        return line(run, f"debrief.day.{item.kind}", sign=_short(run, item.key), slot=f"@slot_start.{item.slot}")
    if item.kind == "home" and item.detail.isdecimal() and int(item.detail) > 1:
        return line(run, "debrief.day.home_after", slot=f"@slot_start.{item.slot}", nights=item.detail)
    if item.kind in ("home", "away", "masked", "missed", "report", "asked", "written"):
        return line(run, f"debrief.day.{item.kind}", slot=f"@slot_start.{item.slot}")
    return None


def _why(run: Run, item: Past | None) -> Line | None:
    if item is None:
        return None
    if item.kind == "decision" and item.key in run.book.situations:
        return line(run, f"situation.{item.key}.why")
    if item.kind in ("sign", "reported", "net"):
        return line(run, f"alert.{item.key}.sheet") if signs.alert_of(run, item.key).on_sheet else line(run, "debrief.why_sign")
    return line(run, "notice.paracetamol_why") if item.kind == "masked" else None


def _sources_of(run: Run, item: Past | None) -> tuple[str, ...]:
    if item is None:
        return ()
    if item.kind == "decision" and item.key in run.book.situations:
        return run.book.situations[item.key].sources
    return signs.alert_of(run, item.key).sources if item.kind in ("sign", "reported", "net") else ()


def _sources(run: Run) -> tuple[str, ...]:
    keys: list[str] = []
    for item in run.state.story:
        keys += _sources_of(run, item)
    return tuple(dict.fromkeys(keys))


def _compasses(run: Run) -> tuple[Compass, ...]:
    values = {"safety": scoring.safety(run), "comfort": scoring.comfort(run), "confidence": scoring.confidence(run)}
    if run.regimen.tablets:
        values["adherence"] = scoring.adherence(run)
    compasses = []
    for key, value in values.items():
        level = scoring.level(value, good=0.65, low=0.4) if key == "confidence" else scoring.level(value)
        key_of_word = f"compass.{key}.{level}" if level else "compass.none"
        if key == "safety" and value is not None:
            level, key_of_word = safety_word(run)
        word = line(run, key_of_word)
        compasses.append(Compass(key, level, None if value is None else round(value, 2), line(run, f"compass.{key}"), word))
    return tuple(compasses)


def _key_of_decision(run: Run) -> str:
    """The situation whose decision matters most, one that was not safe first; empty when there was none."""
    decisions = [past for past in run.state.story if past.kind == "decision" and past.key in run.book.situations]
    decisions.sort(key=lambda past: run.book.situations[past.key].choice(past.detail).is_safe)
    return decisions[0].key if decisions else ""


def _tip(run: Run) -> Line:
    """The tip of the decision that matters most, else the one for everybody: the team's numbers."""
    key = _key_of_decision(run)
    return line(run, f"situation.{key}.tip") if key else line(run, "debrief.tip")


def _tip_sources(run: Run) -> tuple[str, ...]:
    key = _key_of_decision(run)
    return run.book.situations[key].sources if key else run.model.notice_sources.tip


def _module(run: Run) -> str:
    late: list[Episode] = [item for item in run.state.episodes if item.q < 1.0 and item.symptom in ("fever", "shivers")]
    if late:
        return "fever"
    for past in run.state.story:
        situation = run.book.situations.get(past.key)
        if past.kind == "decision" and situation and situation.module and not situation.choice(past.detail).is_safe:
            return situation.module
    return run.plan.module


def _recall(run: Run) -> Recall | None:
    """One sign of the list, met this week when possible: what to do with it?"""
    alerts_of_episodes = {item.alert for item in run.state.episodes if item.q < 1.0}
    fit = [alert for alert in run.model.alerts if alert.on_sheet and alert.key not in NOT_RECALLED]
    alerts: list[Alert] = [alert for alert in fit if alert.key in alerts_of_episodes] or [alert for alert in fit if alert.flag != "green"]
    if not alerts:
        return None
    alert = alerts[int(run.draw("recall", "which") * len(alerts))]
    options = tuple(Option(flag, line(run, f"recall.{flag}")) for flag in FLAGS)
    return Recall(line(run, "recall.text", sign=f"@alert.{alert.key}.sheet"), options, alert.flag, line(run, f"recall.right.{alert.flag}"))
