"""The window adds nothing and leaves nothing out: the same choices give the same events and statements as the core driven directly."""

import random
from datetime import UTC, datetime

import pytest

from game import statements
from game.core.state.commands import Act, AnswerCall, Ask, AskHint, Decide, Dial, HangUp, LayCard, NextSlot, PickUp, Skip, WriteReport
from game.core.week import Week
from game.telling.day_screen import kind_of

ACTOR = {"objectType": "Agent", "account": {"homePage": "https://hors-les-murs.example", "name": "00000000-0000-4000-8000-00000000000a"}}
MADE_UP = ("id", "timestamp")
CAMPAIGNS = [("tutorial", 1), ("azur", 1), ("azur", 2), ("azur", 3), ("ambre", 1), ("caregiver", 1)]


def tell(events, platform="window"):
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return [
        statements.statement(
            event, id=f"00000000-0000-4000-8000-{number:012}", timestamp=now, actor=ACTOR, platform=platform, language="fr",
            registration="00000000-0000-4000-8000-00000000000b",
        )
        for number, event in enumerate(events)
        if statements.is_told(event)
    ]  # fmt: skip


def choose(view, luck):
    """What a player does now: a command of the core, and the keys that say the same in the window."""
    if view.call is not None:
        return in_a_call(view.call, luck)
    if view.situation is not None:
        return in_a_situation(view.situation, luck)
    if view.report is not None and luck.random() < 0.3:
        answers = {symptom.key: luck.randrange(5) for symptom in view.report.symptoms}
        presses = [key for symptom in view.report.symptoms for key in (f"row:{symptom.key}", f"answer:{answers[symptom.key]}")]
        return WriteReport(answers), ["report", *presses, "validate"]
    actions = [action for action in (*view.free, *view.energy) if action.is_available]
    draw = luck.random()
    if view.can_call and draw < 0.15:
        return PickUp(), ["call"]
    if actions and (draw < 0.6 or not view.can_go_on):
        action = luck.choice(actions)
        plate = luck.choice(action.plates).key if action.plates else ""
        keys = [f"kind:{kind_of(action.key)}", f"act:{action.key}{f':{plate}' if plate else ''}", "validate"]
        return Act(action.key, plate), keys
    return NextSlot(), ["next"]


def in_a_situation(situation, luck):
    if situation.questions and luck.random() < 0.4:
        question = luck.choice(situation.questions).key
        return Ask(question), [f"ask:{question}"]
    if situation.can_lay_card and luck.random() < 0.3:
        return LayCard(), ["card"]
    if situation.can_ask_hint and luck.random() < 0.2:
        return AskHint(), ["hint"]
    if situation.can_skip and luck.random() < 0.2:
        return Skip(), ["skip"]
    choice = luck.choice(situation.choices).key
    return Decide(choice), [f"choice:{choice}", "validate"]


def in_a_call(call, luck):
    if call.stage == "choose":
        if luck.random() < 0.1:
            return HangUp(), ["hang_up"]
        signs = [sign.key for sign in call.signs if luck.random() < 0.5]
        person = luck.choice(call.people).key
        ticked = {sign.key for sign in call.signs if sign.is_on}
        keys = [f"sign:{sign.key}" for sign in call.signs if (sign.key in signs) != (sign.key in ticked)]
        return Dial(tuple(signs), person), [*keys, f"person:{person}", "dial"]
    if not call.options or (call.can_hang_up and luck.random() < 0.1):
        return HangUp(), ["hang_up"]
    option = luck.choice(call.options).key
    return AnswerCall(option), [f"say:{option}", "validate"]


def drive_the_core(book, rule, seed, campaign, week, length):
    """The week on the core alone; gives its events and the keys a player would press."""
    luck, play = random.Random(f"player {seed}"), "00000000-0000-4000-8000-000000000001"
    character = {"name": "Hélène", "relative": "Sarah", "look": "helene", "pronoun": "she"}
    one = Week.start(book, rule, campaign=campaign, week=week, seed=seed, play=play, length=length, character=character)
    events, keys = list(one.begin()), []
    for _ in range(400):
        view = one.view()
        if view.is_over:
            return events, keys
        command, presses = choose(view, luck)
        events += one.do(command)
        keys.append((view.turn, presses, view.room))
    raise AssertionError("the week did not end")


def drive_the_window(app, keys, campaign, week, length):
    """The same keys pressed in the window; gives the events its desk kept."""
    events = []
    keep = app.controller._write_turn

    def noted(given):
        events.extend(given)
        return keep(given)

    app.controller._write_turn = noted
    app.press("new")
    app.scene.story = (campaign, week)
    for _ in range(4):
        app.press("validate")
    app.press(f"length:{length}")
    app.press("validate")
    for turn, presses, _ in keys:
        if app.screen().name == "card":
            app.press("begin_day")
        assert app.scene.view.turn == turn
        for key in presses:
            app.press(key)
    assert app.screen().name == "debrief"
    return events


def compare(book, rule, make_app, seeds):
    for seed in seeds:
        campaign, week = CAMPAIGNS[seed % len(CAMPAIGNS)]
        length = "short" if seed % 3 == 0 else "normal"
        wanted, keys = drive_the_core(book, rule, seed, campaign, week, length)
        app = make_app(seed=seed, make_statements=lambda events, _turn: tell(events))
        found = drive_the_window(app, keys, campaign, week, length)
        assert found == wanted, (seed, campaign, week)
        kept = [one for record in app.controller.outbox.journal.records for one in record["statements"]]
        assert [bare(one) for one in kept] == [bare(one) for one in tell(wanted)]
        assert app.controller.outbox.waiting == len(kept)


def bare(statement):
    return {key: value for key, value in statement.items() if key not in MADE_UP}


@pytest.mark.slow
def test_the_same_choices_give_the_same_events_and_statements(book, rule, make_app):
    compare(book, rule, make_app, range(24))


@pytest.mark.slow
def test_two_hundred_generated_weeks_are_the_same(book, rule, make_app):
    compare(book, rule, make_app, range(200))


def test_pages_and_window_differ_in_their_platform_alone(book, rule):
    events, _ = drive_the_core(book, rule, 4, "azur", 2, "normal")
    for window, pages in zip(tell(events), tell(events, "pages"), strict=True):
        assert window["context"].pop("platform") == "window"
        assert pages["context"].pop("platform") == "pages"
        assert window == pages
