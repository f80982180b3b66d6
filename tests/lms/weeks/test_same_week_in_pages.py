"""The pages add nothing and leave nothing out: the same seed and choices give the statements of the core driven directly."""

import random
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from stored_plays import save_of

from game import statements
from game.core.state.commands import (
    Act,
    AnswerCall,
    Ask,
    AskHint,
    Command,
    Decide,
    Dial,
    HangUp,
    LayCard,
    NextSlot,
    PickUp,
    Skip,
    WriteReport,
)
from game.core.state.events import Event
from game.core.views.view import CallView, SituationView, TurnView
from game.core.week import Week
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lrs.reading import reader
from lrs.storage.tables import statements as kept

CAMPAIGNS = [("azur", 2), ("tutorial", 1), ("azur", 3), ("ambre", 1), ("caregiver", 1), ("corail", 2), ("nacre", 1), ("after", 1)]
OURS = ("id", "timestamp", "stored", "authority", "actor", "version")
"""What the store and the moment give; registration and platform are compared apart."""


def choose(view: TurnView, luck: random.Random) -> dict[str, Any]:
    """A form a player could send now, drawn by luck."""
    if view.call is not None:
        return in_a_call(view.call, luck)
    if view.situation is not None:
        return in_a_situation(view.situation, luck)
    if view.report is not None and luck.random() < 0.3:
        return {"do": "report", **{f"symptom-{symptom.key}": str(luck.randrange(5)) for symptom in view.report.symptoms}}
    actions = [action for action in (*view.free, *view.energy) if action.is_available]
    draw = luck.random()
    if view.can_call and draw < 0.15:
        return {"do": "pick_up"}
    if actions and (draw < 0.6 or not view.can_go_on):
        action = luck.choice(actions)
        plate = f":{luck.choice(action.plates).key}" if action.plates else ""
        return {"do": "act", "action": f"{action.key}{plate}"}
    return {"do": "next"}


def in_a_situation(situation: SituationView, luck: random.Random) -> dict[str, Any]:
    if situation.questions and luck.random() < 0.4:
        return {"do": "ask", "question": luck.choice(situation.questions).key}
    if situation.can_lay_card and luck.random() < 0.3:
        return {"do": "card"}
    if situation.can_ask_hint and luck.random() < 0.2:
        return {"do": "hint"}
    if situation.can_skip and luck.random() < 0.2:
        return {"do": "skip"}
    return {"do": "decide", "option": luck.choice(situation.choices).key}


def in_a_call(call: CallView, luck: random.Random) -> dict[str, Any]:
    if call.stage == "choose" and luck.random() < 0.9:
        return {"do": "call", "sign": [sign.key for sign in call.signs if luck.random() < 0.5], "person": luck.choice(call.people).key}
    if call.stage == "choose" or not call.options or (call.can_hang_up and luck.random() < 0.1):
        return {"do": "hang_up"}
    return {"do": "say", "words": luck.choice(call.options).key}


def same_on_the_core(week: Week, form: dict[str, Any]) -> list[Event]:
    """The form's command, given to the core without any page."""
    action, _, plate = form.get("action", "").partition(":")
    answers = {key.removeprefix("symptom-"): int(value) for key, value in form.items() if key.startswith("symptom-")}
    commands: dict[str, Callable[[], Command]] = {
        "act": lambda: Act(action, plate),
        "decide": lambda: Decide(form["option"]),
        "ask": lambda: Ask(form["question"]),
        "card": LayCard,
        "hint": AskHint,
        "skip": Skip,
        "pick_up": PickUp,
        "call": lambda: Dial(tuple(form["sign"]), form["person"]),
        "say": lambda: AnswerCall(form["words"]),
        "hang_up": HangUp,
        "report": lambda: WriteReport(answers),
        "next": NextSlot,
    }
    return week.do(commands[form["do"]]())


def play_both(site: Flask, client: FlaskClient, number: int, ended: dict[str, Any]) -> None:
    """ended: the saves of the core's finished weeks of this learner by campaign, which the next week of a campaign carries on."""
    luck = random.Random(f"pages {number}")
    campaign, chapter = CAMPAIGNS[number % len(CAMPAIGNS)]
    page = client.get(f"/fr/jouer/personnage/{campaign}/{chapter}").text
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    length = luck.choice(["short", "normal"])
    begun = {"token": token, "campaign": campaign, "week": str(chapter), "look": luck.choice(["mehdi", "helene"]), "length": length}
    with site.app_context(), db.engine.connect() as connection:
        last = connection.scalar(select(func.max(kept.c.seq))) or 0
    address = client.post("/fr/jouer/commencer", data=begun).headers["Location"]
    saved = save_of(site, address.rstrip("/").rpartition("/")[2])
    book, rule = site_of(site).newest_content.catalogue.game, site_of(site).newest_content.rule
    told = {name: saved[name] for name in ("seed", "difficulty", "character") if name in saved}
    before = {"before": ended[campaign]} if ended.get(campaign, {}).get("week") == chapter - 1 else {}
    core = Week.start(book, rule, campaign=campaign, week=chapter, play=saved["play"], length=length, **told, **before)
    events = list(core.begin())
    for _ in range(400):
        view = core.view()
        if view.is_over:
            break
        form = choose(view, luck)
        answer = client.post(f"{address}/faire", data={"turn": str(view.turn), **form})
        assert answer.status_code == 303, (number, form, answer.status_code)
        events += same_on_the_core(core, form)
    assert core.view().is_over
    ended[campaign] = core.save()
    with site.app_context(), db.engine.connect() as connection:
        found = [body for _, _, body in reader.iter_since(connection, last)]
    found = [one for one in found if "hors-les-murs.example/xapi/ext/play" in str(one)]
    assert {one["context"]["platform"] for one in found} == {"pages"}
    registrations = {one["context"]["registration"] for one in found}
    assert len(registrations) == 1
    wanted = tell(events, registrations.pop())
    assert [bare(one) for one in found] == [bare(one) for one in wanted], (number, campaign, chapter)


def tell(events: list[Event], registration: str) -> list[dict[str, Any]]:
    """The statements of the events as the window tells them: another platform, and an actor of no importance here."""
    actor = {"objectType": "Agent", "account": {"homePage": "https://elsewhere.example", "name": str(uuid4())}}
    return [
        statements.statement(
            event, id=uuid4(), timestamp=now(), actor=actor, registration=UUID(registration), platform="window", language="fr"
        )
        for event in events
        if statements.is_told(event)
    ]


def bare(statement: dict[str, Any]) -> dict[str, Any]:
    context = {key: value for key, value in statement["context"].items() if key not in ("platform", "registration")}
    return {**{key: value for key, value in statement.items() if key not in OURS}, "context": context}


def test_the_same_choices_give_the_same_statements(site: Flask, guest: FlaskClient) -> None:
    ended: dict[str, Any] = {}
    for number in range(len(CAMPAIGNS)):
        play_both(site, guest, number, ended)


@pytest.mark.slow
def test_two_hundred_generated_plays_give_the_same_statements(site: Flask) -> None:
    for number in range(200):
        play_both(site, site.test_client(), 100 + number, {})
