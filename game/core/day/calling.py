"""The call: whom to ring, what to say first, what may stand in the way, what the nurse asks. It is never punished."""

from collections.abc import Sequence

from game.core.day import call_detours, call_script, triage_questions
from game.core.errors import Unknown
from game.core.patient import doses, fever, signs, skills
from game.core.state.events import CallMade
from game.core.state.run import Run
from game.core.state.week_state import Call, Episode

PERSONS = ("team", "on_call", "samu", "text", "pharmacist", "gp")
FIRST_WORDS = ("treatment_first", "sign_only", "sorry")
OPTIONS = {
    "machine": ("dial_on_call", "dial_samu", "hang_up"),
    "words": FIRST_WORDS,
    "asked": ("say_treatment", "say_nothing_special"),
    "hold": ("stay", "call_back", "give_up"),
    "switchboard": ("ask_nurse", "anybody", "give_up"),
    "wait": ("insist", "show_card", "accept"),
    "unknown": ("show_card", "ask_nurse", "follow_advice"),
    "doctor": ("show_card", "dial_team", "follow_advice"),
    "text": ("write_all", "write_help"),
    "reroute_team": ("dial_team", "hang_up"),
    "reroute_15": ("dial_samu", "hang_up"),
    "pharmacist": ("dial_team", "hang_up"),
    "text_again": ("write_all", "dial_samu"),
    "anything": (),
}
BEST = {
    "machine": "dial_on_call", "words": "treatment_first", "asked": "say_treatment", "hold": "stay", "switchboard": "ask_nurse",
    "wait": "insist", "unknown": "show_card", "doctor": "show_card", "text": "write_all", "text_again": "write_all",
    "reroute_team": "dial_team", "reroute_15": "dial_samu", "pharmacist": "dial_team",
}  # fmt: skip
"""The answer that gets through, at each stage where it is always the same."""


def offered_signs(run: Run) -> list[str]:
    """What can be told on the phone: how the temperature is, all that is felt, what a situation brought, or only a question."""
    state = run.state
    symptoms = [symptom for symptom in run.model.symptoms if state.grades.get(symptom, 0) >= 1]
    symptoms_of_episodes = [episode.symptom for episode in signs.open_episodes(run) if episode.symptom != "pair"]
    if fever.has_shivers(run):
        symptoms_of_episodes.append("shivers")
    return list(dict.fromkeys(["fever", *symptoms_of_episodes, *symptoms, "question"]))


def is_day(run: Run) -> bool:
    """Whether the team's day line and the pharmacy answer."""
    return run.state.slot in ("morning", "noon")


def dial(run: Run, sign_keys: Sequence[str], person: str) -> None:
    """Ring somebody with these signs in mind. Raises Unknown for a person or a sign that is not offered."""
    if person not in PERSONS:
        raise Unknown("person", person, PERSONS)
    known_signs = offered_signs(run)
    put_down(run)
    for sign in sign_keys:
        if sign not in known_signs:
            raise Unknown("sign", sign, tuple(known_signs))
    is_hold = run.state.call.is_hold if run.state.call else False
    run.state.call = Call("words", list(dict.fromkeys(sign_keys)), person, is_hold=is_hold)
    _connect(run, run.state.call)


def answer(run: Run, call: Call, option: str) -> None:
    """One answer of the learner moves the call on. Raises Unknown for what the stage does not offer."""
    choices = options(run, call)
    if option not in choices:
        raise Unknown("option", option, tuple(choices))
    call.turns += 1
    if option.startswith("dial_"):
        person = {"dial_on_call": "on_call", "dial_samu": "samu", "dial_team": "team" if is_day(run) else "on_call"}[option]
        call.person = person
        _connect(run, call)
    elif option in FIRST_WORDS:
        _first_words(run, call, option)
    elif option == "hang_up":
        _end(run, call, "hung_up")
    elif triage_questions.is_of(call.stage):
        _answer_question(run, call, option)
    elif call.stage == "anything":
        if option != "nothing_else":
            call.signs.append(option)
        _resolve(run, call, is_asked=True)
    else:
        _go_on(run, call, option)


def options(run: Run, call: Call) -> tuple[str, ...]:
    """What can be said now, in the order to show: mixed by counted chance, so that no place gives the answer away."""
    if call.stage == "anything":
        return (*[sign for sign in offered_signs(run) if sign not in call.signs and sign != "question"], "nothing_else")
    if triage_questions.is_of(call.stage):
        answers = triage_questions.options(run, call.stage)
    elif not run.state.call_rules and call.stage == "wait":
        answers = ("insist", "dial_samu", "accept")
    else:
        answers = OPTIONS.get(call.stage, ())
    return tuple(sorted(answers, key=lambda option: run.draw(f"{run.state.slot}|{call.stage}", f"place of {option}")))


def _connect(run: Run, call: Call) -> None:
    """Who picks up, and what comes first."""
    if call.person in ("team", "pharmacist", "gp") and not is_day(run):
        call.stage = "machine"
    elif call.person == "samu":
        _reach_15(run, call)
    elif call.person == "text":
        call.stage = "text"
    elif call.person == "pharmacist":
        _reach_pharmacist(run, call)
    elif call.person == "gp":
        call.stage = "doctor"
    elif call.first_words:
        _resolve(run, call)
    else:
        _meet_detour(run, call)


def _meet_detour(run: Run, call: Call) -> None:
    call.detour = call_detours.drawn(run, call) if run.state.call_rules else ""
    if call.detour:
        run.state.detour_at = call_detours.moment(run)
    call.stage = "words" if call.detour in ("", *call_detours.AFTER_WORDS) else call.detour


def _first_words(run: Run, call: Call, option: str) -> None:
    """Whoever answers listens, however it is said; without the treatment they ask for it first."""
    call.first_words = option
    if call.detour in call_detours.AFTER_WORDS:
        call.stage = call.detour
    elif run.state.call_rules and option != "treatment_first":
        call.stage = "asked"
    elif option == "sorry":
        call.stage = "wait"
    elif option == "sign_only":
        call.stage = "asked"
    elif run.state.call_rules:
        _resolve(run, call)
    elif run.state.difficulty >= 2 and run.draw(run.state.slot, f"hold{run.state.calls}") < run.model.help.hold_chance:
        call.stage = "hold"
    else:
        _resolve(run, call)


def _go_on(run: Run, call: Call, option: str) -> None:
    if option in ("give_up", "accept", "follow_advice"):
        _end(run, call, option)
    elif (option == "say_nothing_special" and not run.state.call_rules) or option == "anybody":
        call.stage = "wait"
    elif option == "write_help":
        call.stage = "text_again"
    elif option == "write_all":
        _reach_15(run, call)
    elif call.stage in ("hold", "switchboard") and run.state.call_rules:
        call.stage = "words"
    elif option == "show_card":
        call.person = "team" if is_day(run) else "on_call"
        call.first_words = call.first_words or "treatment_first"
        _resolve(run, call)
    else:  # stay, call_back, insist, say_treatment: the team listens now
        call.first_words = call.first_words or "treatment_first"
        _resolve(run, call)


def _answer_question(run: Run, call: Call, option: str) -> None:
    """What is known is told; else somebody looks while the nurse stays on the line, and then tells it."""
    question = triage_questions.question_of(call.stage)
    if option in ("go", "unsure"):
        triage_questions.observe(run, question)
        call.stage = f"{triage_questions.GO}{question}"
        return
    call.asks = call.asks[1:]
    call.stage = f"{triage_questions.ASK}{call.asks[0]}" if call.asks else "asked_all"
    if not call.asks:
        _hand_over(run, call)


def put_down(run: Run) -> None:
    """The phone is put down. A nurse who was asking knows the sign by then: she rings back, and nothing of it is lost."""
    call = run.state.call
    if call and triage_questions.is_of(call.stage):
        _hand_over(run, call)


def way_through(run: Run, call: Call) -> str:
    """The answer that gets through at this stage: for replays and simulated learners."""
    if call.stage == "anything":
        symptoms = [item.symptom for item in signs.open_episodes(run)]  # in their order: a set has another one in each process
        return next((key for key in symptoms if key not in call.signs and key != "pair"), "nothing_else")
    if triage_questions.is_of(call.stage):
        return next(option for option in ("tell", "go") if option in triage_questions.options(run, call.stage))
    return BEST[call.stage]


def _reach_15(run: Run, call: Call) -> None:
    """The 15 takes what is vital or urgent; the rest is kindly sent on to the team."""
    urgent = [episode for episode in _episodes_of_call(run, call) if signs.RANK[episode.flag] >= 2]
    others = [episode for episode in signs.open_episodes(run) if signs.RANK[episode.flag] >= 2]
    if urgent or not call.signs:
        call.signs = call.signs or [episode.symptom for episode in others]
        _resolve(run, call)
    else:
        call.stage = "reroute_team"


def _reach_pharmacist(run: Run, call: Call) -> None:
    """Right for products and doses; for anything else the pharmacist hands over the team's number."""
    if call.signs and all(sign in (*run.model.care.pharmacist, "question") for sign in call.signs):
        _resolve(run, call, is_asked=True)
    else:
        call.stage = "pharmacist"


def _episodes_of_call(run: Run, call: Call) -> list[Episode]:
    return [episode for episode in signs.open_episodes(run) if episode.symptom in call.signs]


def _resolve(run: Run, call: Call, *, is_asked: bool = False) -> None:
    """The person listens: measure on the line, anything else?, the right door for what is vital, then the team takes over."""
    asks = run.state.call_rules and call.person in ("team", "on_call")
    if "fever" in call.signs and not run.state.readings and call.person != "pharmacist" and not asks:
        fever.measure(run)
    untold = [item for item in signs.open_episodes(run) if item.symptom not in (*call.signs, "pair")]
    if untold and not is_asked:
        call.stage = "anything"
        return
    episodes = _episodes_of_call(run, call)
    if any(item.flag == "vital" for item in episodes) and call.person not in ("samu", "text"):
        call.stage = "reroute_15"
        return
    call.asks = triage_questions.chosen(run, call) if asks else []
    if call.asks:
        call.stage = f"{triage_questions.ASK}{call.asks[0]}"
    else:
        _hand_over(run, call)


def _hand_over(run: Run, call: Call) -> None:
    state = run.state
    _add_what_was_found(run, call)
    call.script = call_script.values(run, call)
    episodes = signs.report(run, call.signs, call.person)
    reason = "right" if episodes else "false_alarm"
    run.emit(CallMade, person=call.person, reason=reason, signs=tuple(call.signs), first_words=call.first_words)
    state.calls += 1
    state.call_days.append(state.day)
    if episodes:
        state.right_reasons += 1
        if call.first_words:  # a call without a sign teaches nothing here, and so can never change what comes next
            skills.practise(run, ("K03",), call.first_words == "treatment_first", choices=3)
        worst = max(episodes, key=lambda item: signs.RANK[item.flag])
        skills.practise(run, (signs.alert_of(run, worst.alert).skill,), worst.q >= 1.0, choices=4)
        run.gauge("confidence", run.model.body.confidence_right)
    else:
        state.false_alarms += 1
        run.add_to_story("asked", "call")
    _hold_due_dose(run, call)
    call.outcome = worst.alert if episodes else "reassured"
    call.stage = "outcome"


def _add_what_was_found(run: Run, call: Call) -> None:
    """A fever measured on the line is told with the rest."""
    if run.state.call_rules and run.state.readings and fever.meaning(run) == "call" and "fever" not in call.signs:
        call.signs.append("fever")


def _hold_due_dose(run: Run, call: Call) -> None:
    """Suspend and call: the team decides about the dose that waits."""
    state = run.state
    dose = doses.due(run)
    if dose and state.held_until >= state.day:
        doses.hold(run, dose, on_advice=True)
    call.is_hold = call.is_hold and bool(dose)


def _end(run: Run, call: Call, how: str) -> None:
    """The call stops before anybody knows what happens; a new one can be made at once."""
    call.stage, call.outcome = "outcome", how
    run.add_to_story("unfinished", how)
