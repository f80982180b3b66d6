"""What an author of the game should know: unknown keys, banned words, sources, situations no week can reach."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from courses.game import word_lints, wording_checks
from courses.game.card_checks import register_keys
from courses.game.situations import Reader
from courses.game.words import LANGUAGES, Words
from courses.model.content import Problem
from courses.model.game import (
    FACES,
    MORNINGS_AWAY,
    NOTES,
    PEOPLE,
    POSTURES,
    ROOMS,
    WORDS_OF_EFFECT,
    Campaign,
    Choice,
    Effect,
    ScriptEntry,
    Situation,
)
from courses.model.game_numbers import SLOTS, GameNumbers
from courses.sentences import Sentence, sentence
from courses.text import file_defects
from courses.text.suggestions import nearest

MOST_DAYS = 21
"""Days until what comes later: a cycle is no longer."""


def numbers(model: GameNumbers) -> list[Problem]:
    """Each symptom has a shape of one cycle, dynamics, and a chance in each regimen; chances are 0-1."""
    shown_path, problems = "_structure/game/model.yml", []
    for symptom in model.symptoms:
        if len(model.shapes.get(symptom, ())) != 21 or symptom not in model.dynamics:
            problems.append(
                Problem(
                    shown_path, 1, "530", sentence("{symptom}: needs 21 numbers under shapes and a line under dynamics", symptom=symptom)
                )
            )
    for regimen in model.regimens.values():
        lacking = set(model.symptoms) ^ set(regimen.onset)
        if lacking or not all(0 <= chance <= 1 for chance in regimen.onset.values()):
            text = sentence("{key}: onset must give 0-1 for each symptom ({lacking})", key=regimen.key, lacking=lacking)
            problems.append(Problem("_structure/game/regimens.yml", 1, "530", text))
    for action in model.actions.values():
        if action.room and action.room not in ROOMS:
            text = sentence("{key}: room: no {room!r}{hint}", key=action.key, room=action.room, hint=nearest(action.room, ROOMS))
            problems.append(Problem("_structure/game/actions.yml", 1, "516", text))
        for symptom in {*action.onset, *action.worsen, *action.improve} - set(model.symptoms):
            problems.append(
                Problem("_structure/game/actions.yml", 1, "531", sentence("{key}: no symptom {symptom!r}", key=action.key, symptom=symptom))
            )
    alerts = {alert.key for alert in model.alerts}
    for name, keys in (("fluids", model.care.fluids), ("stay", model.care.stay)):
        for key in set(keys) - alerts:
            problems.append(
                Problem(
                    shown_path, 1, "531", sentence("care: {name}: no alert {key!r}{hint}", name=name, key=key, hint=nearest(key, alerts))
                )
            )
    return problems


def situations(
    reader: Reader,
    words: Words,
    model: GameNumbers,
    campaigns: Mapping[str, Campaign],
    content: Path,
    now: date,
    modules: Collection[str] | None = None,
) -> tuple[list[Problem], set[str]]:
    """Problems, and the keys of situations that must be left out."""
    problems: list[Problem] = []
    broken_keys: set[str] = set()
    registers: dict[str, Collection[str] | None] = {name: register_keys(content, name) for name in ("objectives", "references")}
    registers["modules"] = modules
    for key, situation in reader.situations.items():
        path, lines = reader.lines[key]
        try:
            findings = list(_check(situation, model, campaigns, registers, now))
            errors = [Problem(path, lines.get(at, lines.get("choices", 1)), code, text) for at, code, text in findings]
            errors += wording_checks.problems(situation, words)
        except Exception as error:  # one situation, never the game
            errors = [file_defects.problem_of(error, path)]
        problems += errors
        if any(problem.severity == "error" and problem.code != "007" for problem in errors):
            broken_keys.add(key)
    problem_of_path = {problem.path: problem for problem in words.problems if "/situations/" in problem.path}
    for language in LANGUAGES:
        broken_keys |= {Path(path).stem for path in problem_of_path if path.startswith(f"{language}/")}
    for alert in model.alerts:
        for key in alert.sources:
            if registers["references"] is not None and key not in registers["references"]:
                text = sentence("{key}: sources: no {key_2!r}{hint}", key=alert.key, key_2=key, hint=nearest(key, registers["references"]))
                problems.append(Problem("_structure/game/alerts.yml", 1, "310", text))
    sources = model.notice_sources
    for key in (*sources.paracetamol, *sources.dose, *sources.tip):
        if registers["references"] is not None and key not in registers["references"]:
            text = sentence("notice_sources: no {key!r}{hint}", key=key, hint=nearest(key, registers["references"]))
            problems.append(Problem("_structure/game/model.yml", 1, "310", text))
    return problems + word_lints.problems(words, content), broken_keys


def campaigns(campaigns: Mapping[str, Campaign], situations: Mapping[str, Situation], model: GameNumbers) -> list[Problem]:
    """Scripts that name a situation, symptom or slot that is not there."""
    faults = []
    for campaign in campaigns.values():
        if campaign.regimen not in model.regimens:
            faults.append(
                sentence(
                    "{key}: no regimen {regimen!r}{hint}",
                    key=campaign.key,
                    regimen=campaign.regimen,
                    hint=nearest(campaign.regimen, model.regimens),
                )
            )
        for plan in campaign.weeks:
            faults += [
                sentence("{key}, week {number}: {text}", key=campaign.key, number=plan.number, text=text)
                for item in plan.script
                for text in _script(item, situations, model)
            ]
    return [Problem("_structure/game/campaigns.yml", 1, "532", text) for text in faults]


def _script(item: ScriptEntry, situations: Mapping[str, Situation], model: GameNumbers) -> Iterator[Sentence]:
    if item.slot not in SLOTS:
        yield sentence("no slot {slot!r}", slot=item.slot)
    if item.kind == "situation" and item.value not in situations:
        yield sentence("no situation {value!r}{hint}", value=item.value, hint=nearest(item.value, situations))
    if item.kind == "symptom" and item.value not in model.symptoms:
        yield sentence("no symptom {value!r}", value=item.value)
    if item.kind not in ("situation", "symptom", "infection"):
        yield sentence("no kind {kind!r}", kind=item.kind)


def _check(
    item: Situation,
    model: GameNumbers,
    campaigns: Mapping[str, Campaign],
    registers: Mapping[str, Collection[str] | None],
    now: date,
) -> Iterator[tuple[str, str, Sentence]]:
    lists: tuple[tuple[str, Iterable[str], Collection[str] | None, str], ...] = (
        ("skills", item.skills, registers["objectives"], "104"),
        ("sources", item.sources, registers["references"], "310"),
        ("regimens", item.regimens, model.regimens, "501"),
        ("slots", item.slots, SLOTS, "501"),
        ("campaigns", item.campaigns, campaigns, "501"),
        ("roles", item.roles, ("patient", "caregiver"), "501"),
        (
            "alert",
            [item.alert] if item.alert else [],
            [alert.key for alert in model.alerts if alert.flag != "green"],
            "501",
        ),  # green ones are notes: nothing to tell
        ("card", item.card, [alert.key for alert in model.alerts], "501"),
        ("room", [item.room], ROOMS, "516"),
        ("face", [item.face], FACES, "516"),
        ("posture", [item.posture], POSTURES, "516"),
        ("people", item.people, PEOPLE, "516"),
        ("hospital", [item.hospital] if item.hospital else [], MORNINGS_AWAY, "516"),
        ("note", [item.note] if item.note else [], NOTES, "516"),
        ("module", [item.module] if item.module else [], registers["modules"], "516"),
    )
    for name, keys, register, code in lists:
        for key in keys:
            if register is not None and key not in register:
                yield name, code, sentence("{name}: no {key!r}{hint}", name=name, key=key, hint=nearest(key, register))
    if not item.skills or not item.sources:
        yield "skills", "509", sentence("a situation names at least one skill and one source")
    try:
        if date.fromisoformat(item.expires) < now:
            yield "expires", "007", sentence("expired on {expires}: review it", expires=item.expires)
    except ValueError:
        yield "expires", "501", sentence("expires must be a date, like 2027-05-23")
    if not _is_reached(item, campaigns):
        yield "days", "515", sentence("no week of any campaign reaches it: look at regimens, roles, campaigns, days and slots")
    for choice in item.choices:
        yield from _choice(choice, model)


def _choice(choice: Choice, model: GameNumbers) -> Iterator[tuple[str, str, Sentence]]:
    at = f"choices.{choice.key}"
    if choice.is_safe and choice.is_unsafe:
        yield at, "501", sentence("{key}: safe and unsafe at once", key=choice.key)
    for effect in (choice.effect, *([choice.later.effect] if choice.later else [])):
        yield from ((at, code, sentence("{key}: {text}", key=choice.key, text=text)) for code, text in _effect(effect, model))
    if choice.later and (choice.later.slot not in SLOTS or not 0 <= choice.later.days <= MOST_DAYS):
        yield (
            at,
            "517",
            sentence(
                "{key}: later needs a slot ({slots}) and days from 0 to {most_days}",
                key=choice.key,
                slots=", ".join(SLOTS),
                most_days=MOST_DAYS,
            ),
        )


def _effect(effect: Effect, model: GameNumbers) -> Iterator[tuple[str, Sentence]]:
    ranges: tuple[tuple[str, Iterable[float], float, float], ...] = (
        ("gauges", effect.gauges.values(), -100, 100),
        ("grades", effect.grades.values(), -3, 3),
        ("improve", effect.improve.values(), -1, 1),
        ("infection", [effect.infection], 0, 10),
        ("moments", [effect.moments], -10, 10),
    )
    for name, values, least, most in ranges:
        if any(not least <= value <= most for value in values):
            yield "517", sentence("{name}: a number from {least} to {most}", name=name, least=least, most=most)
    for symptom in {*effect.grades, *effect.improve} - set(model.symptoms):
        yield "531", sentence("no symptom {symptom!r}{hint}", symptom=symptom, hint=nearest(symptom, model.symptoms))
    for gauge in set(effect.gauges) - set(model.body.start):
        yield "531", sentence("no gauge {gauge!r}{hint}", gauge=gauge, hint=nearest(gauge, model.body.start))
    for action in set(effect.does) - set(model.actions):
        yield "531", sentence("no action {action!r}{hint}", action=action, hint=nearest(action, model.actions))
    for field, (word, choices) in WORDS_OF_EFFECT.items():
        value = getattr(effect, field)
        if value and value not in choices:
            yield "531", sentence("no {word} {value!r}{hint}", word=word, value=value, hint=nearest(value, choices))


def _is_reached(item: Situation, campaigns: Mapping[str, Campaign]) -> bool:
    for campaign in campaigns.values():
        fits = campaign.role in item.roles and (not item.regimens or campaign.regimen in item.regimens)
        if not fits or (item.campaigns and campaign.key not in item.campaigns):
            continue
        for plan in campaign.weeks:
            if any(script.value == item.key for script in plan.script):
                return True
            is_free = not plan.is_quiet and not item.only_scripted
            if is_free and plan.first_day <= item.days[1] and item.days[0] < plan.first_day + plan.days:
                return True
    return False
