"""The view of a moment, built from the state: every key a screen needs, so that neither edition computes a rule."""

from courses.model.game_numbers import Action
from game.core.day import actions, weekly_report
from game.core.patient import gauge_levels
from game.core.state.rows import Notification
from game.core.state.run import Run
from game.core.views import call_view, cards, descriptions, expressions, keepsakes, messages, own_words, situation_view
from game.core.views.expressions import line
from game.core.views.view import ActionView, Gauge, Line, Notice, Option, ReportView, Step, TurnView  # fmt: skip

GAUGES = ("energy", "water", "confidence")
WORDS = {1: "low", 2: "medium", 3: "good"}


def view(run: Run) -> TurnView:
    state = run.state
    free, energy = _actions(run)
    room, answer = expressions.room(run), next(iter(messages.of_moment(run, "act")), None)
    face, posture = answer.face if answer else expressions.face(run), expressions.posture(run)
    people, objects, home = _people(run), expressions.objects(run), keepsakes.keepsakes(run, room)
    picture = descriptions.picture(run, room=room, posture=posture, face=face, people=people, objects=objects)
    return TurnView(
        campaign=state.campaign,
        week=state.week,
        play=state.play,
        turn=state.turn,
        day=state.day - state.first_day + 1,
        days=state.last_day - state.first_day + 1,
        cycle_day=state.day,
        slot=state.slot,
        title=line(run, "turn.title", day=state.day, slot=f"@slot.{state.slot}"),
        subtitle=line(run, "turn.subtitle", number=state.day - state.first_day + 1, days=state.last_day - state.first_day + 1),
        alt=(*picture, *keepsakes.words(run, home)),
        room=room,
        face=face,
        posture=posture,
        look=expressions.look(run),
        people=people,
        objects=objects,
        keepsakes=home,
        reading=state.reading,
        speaker=line(run, "turn.speaker"),
        says=_own_words(run),
        gauges=tuple(_gauge(run, key) for key in _gauge_keys(run)),
        moments_left=actions.moments_left(run),
        moments=actions.moments(run),
        free=free,
        energy=energy,
        facts=descriptions.facts(run),
        done=_done(run),
        notices=tuple(_notice(run, item) for item in state.notices),
        situation=situation_view.view(run),
        call=call_view.view(run),
        report=_report(run),
        steps=tuple(_step(run, day) for day in range(state.first_day, state.last_day + 1)),
        can_call=not state.is_over and not state.call and state.away_until < state.day,
        can_go_on=not state.is_over and not state.open_situation,
        next_label=line(run, _next_key(run)),
        is_over=state.is_over,
        is_draft=_is_draft(run),
        day_card=cards.of_the_day(run),
        answer=answer,
        messages=messages.of_moment(run, "unread", "recall", "wish", "own_wish", "silence"),
    )


def _actions(run: Run) -> tuple[tuple[ActionView, ...], tuple[ActionView, ...]]:
    """What can be done now: without a moment of the day, and for one. Neither away from home nor once the week is over."""
    state = run.state
    available = [] if state.is_over or state.away_until >= state.day else actions.available_actions(run)
    free = tuple(_action(run, item) for item in available if not item.cost)
    return free, tuple(_action(run, item) for item in available if item.cost)


def _own_words(run: Run) -> tuple[Line, ...]:
    """What the person says by themselves; a scene speaks for itself."""
    state = run.state
    is_in_scene = bool(state.open_situation) and state.away_until < state.day
    return () if state.is_over or is_in_scene else own_words.says(run)


def _done(run: Run) -> tuple[Line, ...]:
    return tuple(line(run, f"action.{key}.done") for key in dict.fromkeys(run.state.done) if key not in descriptions.TOLD_BY_FACTS)


def _is_draft(run: Run) -> bool:
    return any(item.state != "published" for item in run.book.situations.values()) or run.model.status == "illustrative"


def _gauge_keys(run: Run) -> tuple[str, ...]:
    """None of hers in hospital: a drip and a bed do there what the player does at home."""
    hers = () if run.state.away_until >= run.state.day else GAUGES
    return (*hers, "own_energy") if run.state.role == "caregiver" else hers


def _gauge(run: Run, key: str) -> Gauge:
    level = gauge_levels.level(run, key)
    return Gauge(key, level, line(run, f"gauge.{key}"), Line(f"gauge.{key}.{WORDS[level]}"))


def _action(run: Run, item: Action) -> ActionView:
    reason = actions.reason_against(run, item)
    plates = tuple(Option(plate, line(run, f"plate.{plate}")) for plate in item.plates)
    note = line(run, f"action.{item.key}.note") if run.book.has_text("fr", f"action.{item.key}.note") else None
    label = line(run, f"action.{item.key}.label")
    return ActionView(item.key, label, item.cost, not reason, line(run, reason) if reason else None, plates, note)


def _notice(run: Run, item: Notification) -> Notice:
    return Notice(
        kind=item.kind,
        text=line(run, item.text, **item.values),
        tone=item.tone,
        title=line(run, item.title) if item.title else None,
        why=line(run, item.why) if item.why else None,
        sources=tuple(item.sources),
    )


def _report(run: Run) -> ReportView | None:
    if not weekly_report.is_open(run):
        return None
    return ReportView(
        tuple(Option(row, line(run, f"report.symptom.{row}"), _words_of_row(run, row)) for row in run.model.report.symptoms),
        tuple(Option(str(answer), line(run, f"report.answer.{answer}")) for answer in range(5)),
    )


def _words_of_row(run: Run, row: str) -> Line | None:
    """What was said of it this week, at its strongest; None when nothing was."""
    symptom, grade = weekly_report.strongest(run, row)
    if not grade:
        return None
    if symptom == "fever":
        return line(run, "report.felt_fever")
    return line(run, "report.felt", said=f"@says.{symptom}.{grade}.a")


def _step(run: Run, day: int) -> Step:
    state = run.state
    where = "done" if day < state.day or state.is_over else "here" if day == state.day else "next"
    return Step(day - state.first_day + 1, day, where)


def _next_key(run: Run) -> str:
    state = run.state
    if state.slot in ("evening", "night"):
        return "turn.next_last" if state.day == state.last_day else "turn.next_day"
    return "turn.next_slot"


def _people(run: Run) -> tuple[str, ...]:
    state = run.state
    if state.open_situation:
        return run.book.situations[state.open_situation].people
    if state.here == "ask_pharmacist":
        return ("pharmacist",)
    if state.here == "talk" or any(notice.kind in ("relief", "net") for notice in state.notices):
        return ("daughter",)
    return ()
