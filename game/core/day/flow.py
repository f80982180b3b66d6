"""How time goes: from slot to slot, through the nights, stopping only where something matters."""

from courses.model.game_numbers import SLOTS
from game.core.day import director, hospital_days, weekly_report
from game.core.patient import doses, effects, night, scoring, signs
from game.core.state.events import WeekCompleted, WeekProgressed
from game.core.state.run import Run
from game.core.thread import own_wish, recalls, silence, unread, wishes

HOME_AGAIN = "evening"


def begin_slot(run: Run) -> None:
    """Everything a new slot brings, in a fixed order."""
    state = run.state
    state.reading, state.here = None, ""
    effects.bring_consequences(run)
    night.show_rising(run)
    _play_script(run)
    if state.away_until < state.day:
        signs.cast_net(run)
    doses.offer(run)
    if state.slot == "morning":
        director.choose_for_today(run)
    if state.away_until >= state.day:
        if state.slot == "morning":
            run.add_to_story("away", "away")
            hospital_days.open_scene(run)
        _home_again(run)
    else:
        director.open_if_due(run)
    signs.update_episodes(run)
    weekly_report.remember(run)


def _play_script(run: Run) -> None:
    state = run.state
    for item in run.plan.script:
        if (item.day, item.slot) != (state.day, state.slot):
            continue
        if item.kind == "infection" and state.infection == "none" and state.away_until < state.day:
            night.begin_infection(run, item.slot, round(run.rule.call + item.temperature, 1))
        elif item.kind == "symptom":
            state.grades[item.value] = max(item.grade, state.grades.get(item.value, 0))


def _home_again(run: Run) -> None:
    """The evening of the last day away: back home, cared for, with a smile."""
    state = run.state
    if state.day == state.away_until and state.slot == HOME_AGAIN:
        state.away_until = 0
        for symptom in ("nausea", "mucositis", "diarrhoea", "bleeding", "breath", "pain"):
            state.grades[symptom] = max(0, state.grades.get(symptom, 0) - 1)
        nights = state.day - state.away_from
        run.gauge("water", 30)
        run.gauge("wellbeing", 10)
        run.notify("relief", "notice.home_again", tone="good", title="notice.home_again_title")
        run.add_to_story("home", "home", detail=str(nights))


def advance(run: Run) -> None:
    """Go on to the next moment that matters, or to the end of the week."""
    state = run.state
    while not state.is_over:
        count_before = len(state.episodes)
        if state.slot == "night":
            _end_day(run)
            if state.is_over:
                return
        else:
            state.slot = SLOTS[SLOTS.index(state.slot) + 1]
        begin_slot(run)
        if _matters(run, len(state.episodes) > count_before):
            unread.speak(run)
            recalls.speak(run)
            wishes.speak(run)
            own_wish.speak(run)
            silence.speak(run)
            return


def _matters(run: Run, has_sign: bool) -> bool:
    state = run.state
    if state.away_until >= state.day:
        return bool(state.notices) or state.slot == "morning"
    if state.open_situation or state.notices or has_sign or state.slot == "morning":
        return True
    if state.slot != "evening":
        return False
    return state.length == "normal" or state.day == state.last_day or doses.due(run) is not None


def _end_day(run: Run) -> None:
    """Midnight: the day is counted, what waits is closed, the night passes, or the week is over."""
    state = run.state
    doses.close_day(run)
    state.daily.append(sum(state.grades.values()) + scoring.burden(run))
    if state.day >= state.last_day:
        _finish(run)
        return
    progress = round(100 * (state.day - state.first_day + 1) / (state.last_day - state.first_day + 1))
    run.emit(WeekProgressed, progress=progress)
    state.done_before, state.done, state.readings, state.spent = state.done, [], [], 0
    state.day += 1
    state.slot = "morning"
    night.pass_night(run)


def _finish(run: Run) -> None:
    state = run.state
    state.away_after = state.away_until if state.away_until > state.day else 0
    state.away_until = 0
    signs.update_episodes(run)
    signs.close_week(run)
    state.is_over = True
    state.open_situation = ""
    run.emit(
        WeekCompleted,
        safety=_round(scoring.safety(run)),
        comfort=round(scoring.comfort(run), 4),
        confidence=round(scoring.confidence(run), 4),
        adherence=_round(scoring.adherence(run)),
        right_reasons=state.right_reasons,
        false_alarms=state.false_alarms,
    )


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
