"""The same weeks through the window: what its screens say is held against the week's own log."""

import re

import pytest

from game.core.state import commands
from game.core.week import Week
from game.telling.day_screen import kind_of
from tests.game.ui.walks import begin
from tests.log_policies import WAYS, commands_of, truths, untruths


def keys_of(app, command):
    """The keys of items that say the same as a command of the core."""
    match command:
        case commands.PickUp():
            return ["call"]
        case commands.Act(action, plate):
            return [f"kind:{kind_of(action)}", f"act:{action}{f':{plate}' if plate else ''}", "validate"]
        case commands.Ask(question):
            return [f"ask:{question}"]
        case commands.Decide(option):
            return [f"choice:{option}", "validate"]
        case commands.Dial(told, person):
            ticked = {sign.key for sign in app.scene.view.call.signs if sign.is_on}
            signs = [f"sign:{sign.key}" for sign in app.scene.view.call.signs if (sign.key in told) != (sign.key in ticked)]
            return [*signs, f"person:{person}", "dial"]
        case commands.AnswerCall(option):
            return [f"say:{option}", "validate"]
        case commands.HangUp():
            return ["hang_up"]
        case commands.WriteReport(answers):
            symptoms = app.scene.view.report.symptoms
            rows = (key for symptom in symptoms for key in (f"row:{symptom.key}", f"answer:{answers[symptom.key]}"))
            return ["report", *rows, "validate"]
    return ["next"]


def plain(text):
    return re.sub(r"\s+", " ", text)


def shown(app):
    """All the words of a screen, its caption with them; of the look back, those of all its pages, the first page first."""
    screen = app.screen()
    found = [f"{screen.title} {screen.beside} {screen.blocks} {screen.caption}"]
    if screen.name == "debrief":
        for number in range(len(app.scene.part.pages)):
            app.scene.part.at = number
            found.append(str(app.screen().blocks))
        app.scene.part.at = 0
    return plain(" ".join(found).replace("\\n", " ").replace("\\xa0", " "))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("way", WAYS)
def test_every_sentence_of_a_week_agrees_with_its_log(make_app, way, language):
    app = make_app(seed=7, language=language)
    begin(app)
    book, rule = app.controller.book, app.controller.rule
    core = Week.resume(book, rule, app.controller.week.save())

    def say(key, **values):
        return plain(book.text(language, key, **values))

    for command in commands_of(core, WAYS[way]):
        if app.screen().name == "card":
            app.press("begin_day")
        for key in keys_of(app, command):
            app.press(key)
        assert app.scene.view.turn == core.state.turn, command
        if app.screen().name == "card":
            app.press("begin_day")
        words = shown(app)
        missing = [one for one in truths(core, say) if plain(one) not in words]
        assert missing == [], (way, core.state.day, core.state.slot, words)
        assert [one for one in untruths(core, say) if one in words] == [], way
    first_notice(app, core)


def first_notice(app, core):
    """The look back opens with what the week hinged on; never in green when an urgent sign had no call."""
    first = app.screen().blocks[0]
    assert first.title == app.say("pages.hinge")
    uncalled = [one for one in core.state.episodes if one.flag in ("red", "vital") and one.closed_by in ("net", "end")]
    if uncalled:
        assert first.tone == "care"
        assert app.say(f"sign.{uncalled[0].symptom}.short") in f"{first.text} {app.screen().blocks}"
