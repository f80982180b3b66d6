"""What a screen shows of the call: whom to ring, what is heard, what can be answered, and at the end the ten-second sentence."""

from game.core.day import call_script, calling, triage_questions
from game.core.state.run import Run
from game.core.state.week_state import Call
from game.core.views.descriptions import moment_of
from game.core.views.expressions import line
from game.core.views.view import CallView, Line, Option

SPEAKERS = {"team": "nurse", "on_call": "nurse", "gp": "doctor", "samu": "doctor", "pharmacist": "pharmacist"}
IN_THE_WAY = dict.fromkeys(("hold", "switchboard", "wait", "text", "text_again", "machine"), "") | {"unknown": "doctor", "doctor": "doctor"}
"""Stages at which nobody of the team speaks, and who of the cast does."""
WITH_NOTE = ("hold", "switchboard", "wait", "unknown")


def view(run: Run) -> CallView | None:
    """None while nobody phones."""
    call = run.state.call
    if call is None:
        return None
    if call.stage == "choose":
        return CallView(
            "choose",
            line(run, "call.choose"),
            signs=tuple(Option(key, line(run, f"sign.{key}.told")) for key in calling.offered_signs(run)),
            people=tuple(Option(key, line(run, f"person.{key}"), line(run, f"person.{key}.note")) for key in calling.PERSONS),
        )
    if call.stage == "outcome":
        key = "text_sent" if call.person == "text" else call.outcome  # the 114 says by message what it does, whatever it is
        said = line(run, f"call.outcome.{key}", person=f"@person.{call.person}")
        return CallView("outcome", said, SPEAKERS.get(call.person, ""), script=_script(run, call))
    if triage_questions.is_of(call.stage):
        return _question(run, call.stage)
    place = "sign" if call.stage == "anything" else "call.say"
    texts = {
        key: f"{place}.{key}.told" if place == "sign" and key != "nothing_else" else f"call.say.{key}" for key in calling.options(run, call)
    }
    sign = f"@sign.{call.signs[0]}.short" if call.signs else "@sign.question.short"
    choices = tuple(Option(key, line(run, text, sign=sign)) for key, text in texts.items())
    speaker = IN_THE_WAY.get(call.stage, SPEAKERS.get(call.person, ""))
    note = line(run, "call.mostly") if run.state.call_rules and call.stage in WITH_NOTE else None
    return CallView(call.stage, line(run, f"call.{call.stage}", person=f"@person.{call.person}"), speaker, options=choices, note=note)


def _question(run: Run, stage: str) -> CallView:
    """The nurse asks, or waits while somebody looks."""
    question = triage_questions.question_of(stage)
    base = f"call.{question}"
    says = line(run, f"{base}.{'go' if stage.startswith(triage_questions.GO) else 'ask'}")
    texts = {"tell": f"{base}.tell.{triage_questions.case(run, question)}", "go": f"{base}.look"}
    options = triage_questions.options(run, stage)
    order = sorted(options, key=lambda option: run.draw(f"{run.state.slot}|{stage}", f"place of {option}"))
    choices = tuple(Option(key, line(run, texts.get(key, f"{base}.{key}"), **_values(run)), is_on=len(order) == 1) for key in order)
    return CallView(stage, says, "nurse", options=choices)


def _values(run: Run) -> dict[str, object]:
    """The reading and its hour, and how long ago the infusion was."""
    values: dict[str, object] = dict(call_script.infusion(run))
    if run.state.readings:
        hour, degrees = run.state.readings[-1]
        values |= {"reading": float(degrees), "slot": f"@call.since.{moment_of(hour)[1]}"}
    return values


def _script(run: Run, call: Call) -> tuple[Line, ...]:
    """What was said in ten seconds, from what was observed; () when nobody was told of a sign."""
    values = dict(call.script)
    if not values:
        return ()
    kind = values.pop("kind")
    if "reading" in values:
        values["reading"] = float(values["reading"])
    sign = "call.script.reading" if "reading" in values else "call.script.sign"
    return (line(run, f"call.script.{kind}", **values), line(run, sign, **values), line(run, "call.script.taken", **values))
