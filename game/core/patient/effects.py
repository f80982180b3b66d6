"""What a choice does to the character, at once or days later."""

from collections.abc import Sequence

from courses.model.game import Choice, Effect, Situation
from game.core.patient import doses, fever, signs, skills
from game.core.state.events import CallMade, ConsequenceCame, DecisionMade
from game.core.state.run import Run
from game.core.state.week_state import Pending


def apply(run: Run, effect: Effect) -> None:
    """Everything the effect names, in a fixed order: body, then thermometer, then dose, then the phone."""
    state = run.state
    for symptom, step in effect.grades.items():
        state.grades[symptom] = max(0, min(3, state.grades.get(symptom, 0) + step))
    for symptom, share in effect.improve.items():
        state.extra_improve[symptom] = state.extra_improve.get(symptom, 0.0) + share
    for gauge, points in effect.gauges.items():
        run.gauge(gauge, points)
    state.spent = max(0, state.spent - effect.moments)
    state.extra_infection *= effect.infection
    state.done += [key for key in effect.does if key not in state.done]
    state.hair = effect.hair or state.hair
    if effect.masks_fever:
        mask(run)
    if effect.measures:
        fever.measure(run)
    _dose(run, effect.dose)
    if effect.reports:
        tell_all(run, effect.reports)


def mask(run: Run) -> None:
    """A medicine against fever was taken: what the thermometer shows today is lower than the truth."""
    run.state.masked_day = run.state.day


def tell_all(run: Run, person: str) -> None:
    """The choice was a call that tells everything: every open sign is reported, or what is the pharmacist's to hear."""
    told_of = [item.symptom for item in signs.open_episodes(run) if person != "pharmacist" or item.symptom in run.model.care.pharmacist]
    episodes = signs.report(run, told_of, person)
    if not episodes:
        return
    state = run.state
    symptoms = tuple(dict.fromkeys(episode.symptom for episode in episodes))
    run.emit(CallMade, person=person, reason="right", signs=symptoms, first_words="treatment_first")
    state.calls += 1
    state.right_reasons += 1
    state.call_days.append(state.day)


def _dose(run: Run, manner: str) -> None:
    dose = doses.due(run)
    if not manner or dose is None:
        return
    if manner in ("taken", "late"):
        doses.take(run, dose, "late" if manner == "late" else "")
    elif manner == "doubled":
        double(run)
    elif manner == "held":
        doses.hold(run, dose, on_advice=True)
    else:
        doses.skip(run, dose, "vomited" if manner == "vomited" else "chosen")


def double(run: Run) -> None:
    """Two doses at once: the dose covers nothing, and the body feels it for some days."""
    dose = doses.due(run)
    if dose:
        doses.take(run, dose, "doubled")
    run.state.double_until = run.state.day + run.model.help.double_dose_days


def decide(
    run: Run, situation: Situation, choice: Choice, *, is_hinted: bool, questions: Sequence[str] = (), documents: Sequence[str] = ()
) -> None:
    """Everything one decision brings: the effect, the words, the knowledge model, and what is on its way.

    questions, documents: what was found out before.
    """
    state = run.state
    run.emit(
        DecisionMade,
        situation=situation.key,
        situation_version=situation.version,
        choice=choice.key,
        is_safe=choice.is_safe,
        harm="unsafe" if choice.is_unsafe else "none",
        hinted=is_hinted,
        skills=situation.skills,
        shown_order=tuple(one.key for one in situation.shown_choices(str(state.seed))),
        questions=tuple(questions),
        documents=tuple(documents),
    )
    skills.practise(run, situation.skills, choice.is_safe, choices=len(situation.choices), is_hinted=is_hinted)
    base = f"situation.{situation.key}"
    run.notify(
        "feedback",
        f"{base}.choice.{choice.key}.feedback",
        tone="good" if choice.is_safe else "info",
        title=f"{base}.title",
        why=f"{base}.why",
        sources=situation.sources,
    )
    run.add_to_story("decision", situation.key, detail=choice.key, is_key=choice.is_unsafe)
    if choice.is_safe:
        run.gauge("confidence", run.model.body.confidence_right)
    if choice.later:
        state.pending.append(Pending(state.day + choice.later.days, choice.later.slot, situation.key, choice.key))
    apply(run, choice.effect)


def bring_consequences(run: Run) -> None:
    """At the start of a slot: what was on its way arrives, unless a call spared it."""
    state = run.state
    if not state.pending:
        return
    due = [item for item in state.pending if (item.day, item.slot) == (state.day, state.slot) or item.day < state.day]
    state.pending = [item for item in state.pending if item not in due]
    for item in due:
        situation = run.book.situations.get(item.situation)
        later = situation.choice(item.choice).later if situation else None
        if later is None or (later.unless_called and any(day >= item.day - later.days for day in state.call_days)):
            continue
        run.emit(ConsequenceCame, situation=item.situation, choice=item.choice)
        run.notify("consequence", f"situation.{item.situation}.choice.{item.choice}.later", tone="care")
        run.add_to_story("consequence", item.situation, detail=item.choice)
        apply(run, later.effect)
