"""Ways to play, and what must be read on a screen by the week's own log. Written from the log alone: no helper of the look back is used."""

from collections.abc import Callable, Iterator

from courses.model.game_numbers import SLOTS
from game.core import policies
from game.core.patient import signs
from game.core.state.commands import Act, Command, Decide, Dial, HangUp, NextSlot, PickUp
from game.core.state.events import Event
from game.core.week import Week

SayWords = Callable[..., str]


def careless(week: Week) -> None:
    """Takes a tablet before the thermometer, then measures, chooses unsafely, and tells a sign a day late if at all."""
    state = week.state
    if state.away_until >= state.day:
        return
    for key in ("paracetamol", "measure_temp"):
        if state.slot == "evening" and not state.open_situation and key not in state.done:
            policies._act(week, key)
    if state.open_situation:
        choices = week.run.book.situations[state.open_situation].choices
        week.do(Decide(next((one.key for one in choices if one.is_unsafe), choices[-1].key)))
    late = [item.symptom for item in signs.open_episodes(week.run) if item.day < state.day and item.symptom != "pair"]
    if late and state.slot == "morning":
        week.do(Dial(tuple(late[:1]), "team"))
        policies.finish_call(week)


def silent(week: Week) -> None:
    """Decides as it comes and never takes the telephone."""
    policies.passive(week)


WAYS: dict[str, policies.Policy] = {"ideal": policies.ideal, "average": policies.average, "careless": careless, "silent": silent}


def commands_of(week: Week, policy: policies.Policy) -> Iterator[Command]:
    """Each command, already carried out on this week: the caller plays it on a screen, then compares. A call begins by taking the phone."""
    for wanted in _turns(week, policy):
        if isinstance(wanted, Dial) and week.state.call is None:
            yield from _carried_out(week, PickUp())
        yield from _carried_out(week, wanted)


def _carried_out(week: Week, wanted: Command) -> Iterator[Command]:
    week.do(wanted)
    yield wanted


def _turns(week: Week, policy: policies.Policy) -> Iterator[Command]:
    """The policy decides on a copy; its commands are taken one by one."""
    for _ in range(policies.MOST_STOPS):
        if week.state.is_over:
            return
        yield from _thought(Week.resume(week.run.book, week.run.rule, week.save()), policy)
        yield NextSlot()


def _thought(copy: Week, policy: policies.Policy) -> list[Command]:
    """What the policy does in this moment, up to the next slot."""
    wanted: list[Command] = []
    carry_out = copy.do

    def note(command: Command) -> list[Event]:
        found = carry_out(command)
        wanted.append(command)
        return found

    copy.do = note  # type: ignore[method-assign]
    policy(copy)
    if copy.state.open_situation:
        policies._decide(copy, 1.0)
    if copy.state.call:
        copy.do(HangUp())
    return wanted


def truths(week: Week, say: SayWords) -> Iterator[str]:
    """Sentences that must be on the screen now."""
    state = week.state
    if state.is_over:
        yield from _of_the_look_back(week, say)
        return
    view = week.view()
    if state.reading is not None:
        yield say("fact.reading", temperature=float(state.reading))
    for _, shown in state.readings[:-1] if state.reading is not None else state.readings:
        yield f"{shown:.1f}".replace(".", "," if say("pages.validate") == "Valider" else ".")
    for notice in view.notices:
        yield say(notice.text.key, **notice.text.values)
        if notice.title:
            yield say(notice.title.key, **notice.title.values)
    if view.call is None and view.situation is None:
        for words in view.says:
            yield say(words.key, **words.values)
        for done in dict.fromkeys(state.done):
            if done != "measure_temp":
                yield say(f"action.{done}.done")


def _of_the_look_back(week: Week, say: SayWords) -> Iterator[str]:
    """The hinge by the log: the urgent sign without a call, else the late one; the compass; no praise that the log does not hold."""
    urgent = [one for one in week.state.episodes if one.flag in ("red", "vital")]
    uncalled = [one for one in urgent if one.closed_by in ("net", "end")]
    late = [one for one in urgent if one not in uncalled and one.q < 1.0]
    untold = [one for one in week.state.episodes if one.closed_by in ("net", "end", "eased")]
    for one in [*uncalled, *late]:
        yield say(f"sign.{one.symptom}.short")
    if uncalled:
        yield say("compass.safety.uncalled")
    elif untold:
        yield say("compass.safety.untold")
    elif week.state.episodes:
        is_late = any(one.q < 1.0 for one in week.state.episodes)
        yield say("compass.safety.late" if is_late else "compass.safety.told")


def untruths(week: Week, say: SayWords) -> Iterator[str]:
    """Sentences that the log does not hold: no screen may say them now."""
    state = week.state
    if not state.is_over:
        return
    own = [one for one in state.episodes if one.closed_by]
    if any(one.closed_by in ("net", "end", "eased") or one.q < 1.0 for one in own):
        yield say("compass.safety.told")
    ill_from = (state.infection_day, SLOTS.index(state.infection_slot or "morning"))
    measures = [one for one in state.log if isinstance(one.command, Act) and one.command.action == "measure_temp"]
    if not any((one.day, SLOTS.index(one.slot)) >= ill_from for one in measures):
        yield say("debrief.well.measured")
    if any(one.flag in ("red", "vital") and one.closed_by in ("net", "end") for one in own):
        yield say("debrief.hinge.quiet")
