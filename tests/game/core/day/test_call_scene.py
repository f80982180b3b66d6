"""The call as a scene: three questions answered from what was observed, somebody in the way of good callers too, a sentence at the end."""

from collections.abc import Callable, Iterator

import pytest

from game.core.day import call_detours, calling, triage_questions
from game.core.state.commands import Act, AnswerCall, Dial, HangUp, NextSlot
from game.core.state.events import CallMade, SignReported, TemperatureMeasured
from game.core.week import Week
from tests.game.core.conftest import go_to, quiet

SEEDS = range(40)


def feverish(make_week: Callable[..., Week], seed: int = 7, **given: object) -> Week:
    return go_to(quiet(make_week(seed=seed, **given)), 9, "evening")


def in_the_night(make_week: Callable[..., Week], seed: int = 4) -> Week:
    """The relative's week, with a fever at night."""
    return go_to(quiet(make_week(campaign="caregiver", seed=seed)), 10, "night")


def stages(week: Week, person: str, sign: str = "fever") -> Iterator[str]:
    """Every stage of the call that gets through."""
    week.do(Dial((sign,), person))
    for _ in range(20):
        call = week.state.call
        assert call is not None
        yield call.stage
        if call.stage == "outcome":
            return
        week.do(AnswerCall(calling.way_through(week.run, call)))


def asked(path: list[str]) -> list[str]:
    return [stage.removeprefix("ask_") for stage in path if stage.startswith("ask_")]


def test_the_nurse_asks_three_of_six_and_the_number_first_for_a_fever(make_week: Callable[..., Week]) -> None:
    met = set()
    for seed in SEEDS:
        questions = asked(list(stages(feverish(make_week, seed), "on_call")))
        assert len(questions) == triage_questions.COUNT
        assert questions[0] == "temperature"
        met |= set(questions)
    assert met == set(triage_questions.QUESTIONS)


def test_a_mere_doubt_asks_for_no_triage(make_week: Callable[..., Week]) -> None:
    week = quiet(make_week(week=1))
    assert asked(list(stages(week, "team", "question"))) == []


def test_what_was_not_measured_cannot_be_told_and_is_measured_on_the_line(make_week: Callable[..., Week]) -> None:
    week = feverish(make_week, 1)
    week.do(Dial(("fever",), "on_call"))
    week.do(AnswerCall("treatment_first"))
    view = week.view().call
    assert view is not None
    assert {option.key for option in view.options} == {"go", "unsure"}
    for option in ("go", "unsure"):
        again = Week.resume(week.run.book, week.run.rule, week.save())
        events = again.do(AnswerCall(option))
        assert [type(event) for event in events] == [TemperatureMeasured]
        assert again.view().reading is not None
        assert again.state.call is not None
        assert again.state.call.stage == "go_temperature"


def test_what_was_measured_before_is_told(make_week: Callable[..., Week]) -> None:
    week = feverish(make_week, 1)
    week.do(Act("measure_temp"))
    week.do(Dial(("fever",), "on_call"))
    week.do(AnswerCall("treatment_first"))
    view = week.view().call
    assert view is not None
    tell = next(option for option in view.options if option.key == "tell")
    assert tell.label.values["reading"] == week.state.readings[-1][1]


def test_a_fever_found_on_the_line_is_told_with_the_rest(make_week: Callable[..., Week]) -> None:
    week = feverish(make_week, 1)
    week.state.grades["constipation"] = 2
    week.do(Dial(("constipation",), "on_call"))
    for answer in ("treatment_first", "nothing_else"):
        week.do(AnswerCall(answer))
    while week.state.call and week.state.call.stage != "outcome":
        if week.state.call.stage == "ask_temperature":
            assert week.state.call.signs == ["constipation"]
        week.do(AnswerCall(calling.way_through(week.run, week.state.call)))
    assert week.state.readings
    assert [episode.closed_by for episode in week.state.episodes if episode.symptom == "fever"] == ["on_call"]


@pytest.mark.parametrize("command", [HangUp(), NextSlot(), Dial(("question",), "on_call")], ids=["hang up", "go on", "ring again"])
def test_a_line_cut_while_the_nurse_asks_loses_nothing(command: object, make_week: Callable[..., Week]) -> None:
    week = feverish(make_week, 1)
    week.do(Dial(("fever",), "on_call"))
    week.do(AnswerCall("treatment_first"))
    events = week.do(command)  # type: ignore[arg-type]
    assert [type(event) for event in events if isinstance(event, SignReported | CallMade)][:2] == [SignReported, CallMade]


def test_good_callers_meet_somebody_in_the_way_in_about_a_third_of_calls(make_week: Callable[..., Week]) -> None:
    paths = [list(stages(feverish(make_week, seed), "on_call")) for seed in SEEDS]
    met = [next((stage for stage in path if stage in call_detours.ON_CALL), "") for path in paths]
    assert 0.15 <= sum(bool(stage) for stage in met) / len(met) <= 0.55
    assert set(met) == {"", *call_detours.ON_CALL}
    for path, stage in zip(paths, met, strict=True):
        if stage:
            after = path[path.index(stage) + 1]
            assert after.startswith("ask_") or path[path.index(stage) + 2].startswith("ask_"), path  # within two answers


def test_anybody_at_the_switchboard_is_solved_by_insisting(make_week: Callable[..., Week]) -> None:
    week = next(week for week in (feverish(make_week, seed) for seed in range(200)) if "switchboard" in first_stage(week))
    week.do(AnswerCall("anybody"))
    week.do(AnswerCall("insist"))
    assert week.state.call is not None
    assert week.state.call.stage == "ask_temperature"


def first_stage(week: Week) -> str:
    week.do(Dial(("fever",), "on_call"))
    assert week.state.call is not None
    return week.state.call.stage


def test_nobody_is_in_the_way_in_a_first_week_nor_of_a_vital_sign_and_never_the_nurse_of_her_team(make_week: Callable[..., Week]) -> None:
    in_the_way = {"hold", "switchboard", "wait", "unknown"}
    for seed in SEEDS:
        first = quiet(make_week(week=1, seed=seed))
        first.state.grades["diarrhoea"] = 3
        assert not in_the_way & set(stages(first, "on_call", "diarrhoea"))
        vital = quiet(make_week(seed=seed))
        vital.state.grades["breath"] = 2
        vital.do(Act("hand_hygiene"))
        assert not in_the_way & set(stages(vital, "on_call", "breath"))
        by_day = quiet(make_week(seed=seed))
        by_day.state.grades["diarrhoea"] = 3
        assert not {"wait", "unknown"} & set(stages(by_day, "team", "diarrhoea"))


@pytest.mark.parametrize("stage", ["hold", "switchboard", "wait", "unknown"])
def test_who_is_in_the_way_is_no_nurse_and_mostly_one_is_answered(stage: str, make_week: Callable[..., Week]) -> None:
    week = feverish(make_week, 1)
    week.do(Dial(("fever",), "on_call"))
    assert week.state.call is not None
    week.state.call.stage = stage
    view = week.view().call
    assert view is not None
    assert view.speaker != "nurse"
    assert view.note is not None
    assert view.note.key == "call.mostly"


def test_one_detour_a_moment_is_enough(make_week: Callable[..., Week]) -> None:
    week = next(week for week in (feverish(make_week, seed) for seed in range(200)) if first_stage(week) == "hold")
    week.do(HangUp())
    assert first_stage(week) == "words"


def test_at_night_the_nurse_asks_who_is_there_and_the_daughter_answers_in_her_own_words(make_week: Callable[..., Week]) -> None:
    week = in_the_night(make_week)
    path = []
    keys = set()
    for stage in stages(week, "on_call"):
        path.append(stage)
        view = week.view().call
        assert view is not None
        keys |= {view.says.key, *(option.label.key for option in view.options)}
    assert asked(path)[0] == "temperature"
    assert asked(path)[-1] == "company"
    assert {"call.company.ask@caregiver", "call.company.tell.here@caregiver", "call.company.alone@caregiver"} <= keys
    assert {"call.say.treatment_first@caregiver", "call.temperature.unsure@caregiver"} <= keys


def test_at_night_the_day_line_leads_to_the_on_call_number(make_week: Callable[..., Week]) -> None:
    assert next(stages(in_the_night(make_week), "team")) == "machine"


@pytest.mark.parametrize("words", ["write_all", "write_help"])
def test_who_cannot_speak_writes_to_the_114(words: str, make_week: Callable[..., Week]) -> None:
    week = feverish(make_week, 1)
    week.do(Dial(("fever",), "text"))
    week.do(AnswerCall(words))
    if words == "write_help":
        week.do(AnswerCall("write_all"))
    assert week.state.episodes[0].closed_by == "text"
    view = week.view().call
    assert view is not None
    assert view.says.key == "call.outcome.text_sent"  # nothing is heard
    calm = quiet(make_week(week=1))
    calm.do(Dial(("question",), "text"))
    calm.do(AnswerCall("write_all"))
    assert calm.state.call is not None
    assert calm.state.call.stage == "reroute_team"


def test_the_ten_second_sentence_says_what_was_observed(make_week: Callable[..., Week]) -> None:
    week = feverish(make_week, 1)
    list(stages(week, "on_call"))
    view = week.view().call
    assert view is not None
    said = " ".join(week.run.book.text("fr", one.key, **one.values) for one in view.script)
    reading = f"{week.state.readings[-1][1]:.1f}".replace(".", ",")
    assert "Chimiothérapie, perfusion il y a 8" in said
    assert f"{reading}" in said
    assert "ce soir" in said
    assert "rien" in said


def test_every_word_of_every_question_stands_in_both_languages(make_week: Callable[..., Week]) -> None:
    book = make_week().run.book
    for question in triage_questions.QUESTIONS:
        for language in ("fr", "en"):
            assert book.has_text(language, f"call.{question}.ask")
            for key in ("alone",) if question == "company" else ("unsure", "go"):
                assert book.has_text(language, f"call.{question}.{key}")
    for kind in ("infusion", "tablets", "hormone", "none"):
        assert {kind} <= {regimen.kind for regimen in book.numbers.regimens.values()}
        for place in ("infusion.tell", "script"):
            assert book.has_text("fr", f"call.{place}.{kind}")


def test_a_week_begun_before_goes_on_by_its_own_rules(make_week: Callable[..., Week]) -> None:
    """Its recorded answers know neither questions nor detours, and its look back must stay true."""
    saved = feverish(make_week, 1).save()
    del saved["call_rules"]
    del saved["origin"]["call_rules"]
    week = Week.resume(make_week().run.book, make_week().run.rule, saved)
    assert list(stages(week, "on_call")) == ["words", "outcome"]
