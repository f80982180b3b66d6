"""What she says of herself: an illness and open signs at every moment, what is mild when it is new or two days old, else small talk.

Nothing is said twice in a week while other words are left. What was said counts once the moment is over, so that a view stays the same
for as long as the moment lasts.
"""

from collections.abc import Sequence

from game.core.patient import fever, signs
from game.core.state.run import Run
from game.core.views.expressions import DAYS_AWAY, line
from game.core.views.view import Line

MOST_LINES = 2
VARIANTS = "abcd"
OF_ILLNESS = ("fever", "shivers")
DAYS_BEFORE_AGAIN = 2
OWN_TALK = 0.6
"""Of small talk, how much is in the person's own voice."""
"""What is mild and as it was is not spoken of again before."""


def says(run: Run) -> tuple[Line, ...]:
    """One or two sentences in the character's own words: an illness first, then what weighs most."""
    state = run.state
    if state.away_until >= state.day:
        return (line(run, f"says.away.{min(DAYS_AWAY, 1 + state.day - state.away_from)}"),)
    lines = [*_of_illness(run), *_of_open_signs(run)][:MOST_LINES]
    if len(lines) < MOST_LINES:
        lines += _of_mild_symptoms(run, MOST_LINES - len(lines))
    return tuple(lines or [_small_talk(run)])


def open_moment(run: Run) -> None:
    """What is said as a moment begins: a call or a decision in it may silence it."""
    if run.is_silent:  # a week replayed for a look back: nobody hears it
        return
    run.state.opening = [_mark(one) for one in says(run)]
    run.said_with = _what_says_depends_on(run)


def close_moment(run: Run) -> None:
    """What was said in the moment that ends counts from now on."""
    if run.is_silent:
        return
    is_same = run.said_with == _what_says_depends_on(run)  # then the words are those of the opening: most moments end so
    for mark in (*run.state.opening, *(() if is_same else [_mark(one) for one in says(run)])):
        run.state.last_words[mark] = run.state.day


def _what_says_depends_on(run: Run) -> tuple[object, ...]:
    state = run.state
    return (
        state.day, state.slot, state.away_until, state.infection, state.has_shivers_only, _is_dizzy(run), state.grades.copy(),
        [episode.closed_by for episode in state.episodes],
    )  # fmt: skip


def _mark(one: Line) -> str:
    what = one.values.get("what")
    return f"{one.key} {what}" if what else one.key


def _of_illness(run: Run) -> list[Line]:
    lines = []
    if fever.is_ill(run):
        lines.append(_urgent(run, "says.shivers" if run.state.has_shivers_only else "says.fever", "fever"))
    if _is_dizzy(run):
        lines.append(_urgent(run, "says.dizzy", "dizzy"))
    return lines


def _is_dizzy(run: Run) -> bool:
    return run.state.gauges.get("water", 50) < run.model.body.dizzy_below


def _of_open_signs(run: Run) -> list[Line]:
    """A sign that nobody was told of is spoken of, the strongest first: an urgent one at every moment, a milder one once a day."""
    opened = signs.open_episodes(run)
    if not opened:
        return []
    state = run.state
    lines = []
    symptoms = {episode.symptom: signs.alert_of(run, episode.alert) for episode in opened if episode.symptom != "pair"}
    for symptom in sorted(symptoms, key=lambda key: -signs.RANK[symptoms[key].flag]):
        if signs.RANK[symptoms[symptom].flag] < signs.RANK["red"] and _was_spoken_of_today(run, symptom):
            continue
        if state.grades.get(symptom):
            lines.append(_urgent(run, f"says.{symptom}.{state.grades[symptom]}", symptom))
        elif _variants(run, f"says.sign.{symptom}"):
            lines.append(_urgent(run, f"says.sign.{symptom}", symptom))
        elif not (fever.is_ill(run) and symptom in OF_ILLNESS) and not (symptom == "dizzy" and _is_dizzy(run)):
            lines += _of_past_sign(run, symptom)
    return lines


def _was_spoken_of_today(run: Run, symptom: str) -> bool:
    """In an earlier moment of the day: what is said in this one counts only once it is over."""
    marks = (f"says.{symptom}.", f"says.sign.{symptom}", f"@sign.{symptom}.short")
    return any(
        day == run.state.day and (mark.startswith(marks[:2]) or mark.endswith(marks[2])) for mark, day in run.state.last_words.items()
    )


def _of_past_sign(run: Run, symptom: str) -> list[Line]:
    """It is gone, and nobody was told of it."""
    what = f"@sign.{symptom}.short"
    keys = [key for key in run.book.bank("says.gone") if run.book.has_text("fr", what[1:])]
    rest = [key for key in keys if f"{key} {what}" not in run.state.last_words]
    return [line(run, _one_of(run, rest or keys, symptom), what=what)] if keys else []


def _of_mild_symptoms(run: Run, most: int) -> list[Line]:
    """Those without an open sign, the strongest first, when they are new, have changed or were not spoken of for two days."""
    state = run.state
    open_symptoms = {episode.symptom for episode in signs.open_episodes(run)}
    order = [key for key in state.grades if state.grades[key] and key not in open_symptoms]
    order.sort(key=lambda key: (-state.grades[key], run.model.symptoms.index(key)))
    lines = []
    for symptom in order:
        variants = _variants(run, f"says.{symptom}.{state.grades[symptom]}")
        last = max((state.last_words[key] for key in variants if key in state.last_words), default=-DAYS_BEFORE_AGAIN)
        rest = [key for key in variants if key not in state.last_words]
        if rest and state.day - last >= DAYS_BEFORE_AGAIN:
            lines.append(line(run, _one_of(run, rest, symptom)))
    return lines[:most]


def _urgent(run: Run, base: str, symptom: str) -> Line:
    """An unused wording; when all were used, that it goes on."""
    rest = [key for key in _variants(run, base) if key not in run.state.last_words]
    if rest:
        return line(run, _one_of(run, rest, symptom))
    if run.state.difficulty == 3:
        vague = [key for key in run.book.bank("says.still_vague") if key not in run.state.last_words]
        return line(run, _one_of(run, vague or _variants(run, base), symptom))
    what = f"@sign.{symptom}.short"
    still = [key for key in run.book.bank("says.still") if f"{key} {what}" not in run.state.last_words]
    return line(run, _one_of(run, still, symptom), what=what) if still else line(run, _one_of(run, _variants(run, base), symptom))


def _small_talk(run: Run) -> Line:
    """Life goes on: home from hospital she speaks of that; then something in her own voice; else that she is well, or of something else."""
    back = [key for key in run.book.bank("says.back") if key not in run.state.last_words]
    if back and any(past.kind == "home" and past.day == run.state.day for past in run.state.story):
        return line(run, _one_of(run, back, "talk"))
    own = [key for key in run.book.bank(f"says.own.{run.state.character.get('look', '')}") if key not in run.state.last_words]
    if own and run.draw(run.state.slot, "own talk") < OWN_TALK:
        return line(run, _one_of(run, own, "talk"))
    is_well = not any(run.state.grades.values())
    banks = [*(run.book.bank("says.well") if is_well else ()), *run.book.bank("says.talk")]
    rest = [key for key in banks if key not in run.state.last_words]
    if is_well and any(key.startswith("says.well") for key in rest):
        rest = [key for key in rest if key.startswith("says.well")]
    return line(run, _one_of(run, rest or banks, "talk"))


def _variants(run: Run, base: str) -> list[str]:
    """The wordings of a key; at difficulty 3 the one that says less, so that asking, measuring and calling matter more."""
    if run.state.difficulty == 3 and run.book.has_text("fr", f"{base}.vague"):
        return [f"{base}.vague"]
    if run.book.has_text("fr", base):
        return [base]
    return [key for variant in VARIANTS if run.book.has_text("fr", key := f"{base}.{variant}")]


def _one_of(run: Run, keys: Sequence[str], what: str) -> str:
    return keys[int(run.draw(f"{what}{run.state.slot}", "words") * len(keys))]
