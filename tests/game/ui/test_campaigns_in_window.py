"""Every campaign from its first week to its last in a real window, by keyboard alone, in both languages."""

import shutil

import pytest

from courses.model.game_numbers import SLOTS
from tests.game.ui.hands import Keyboard
from tests.game.ui.walks import next_press

CAMPAIGNS = ("tutorial", "azur", "corail", "indigo", "ambre", "jade", "nacre", "caregiver", "after")
MOST_TURNS = 200
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool: apt install xvfb xdotool"),
]


def focus_is_seen(app):
    """The focus is on something that is there and can be pressed, and its ring lies inside the window."""
    frame = app._frame
    target = next((one for one in frame.targets if one.key == app.focus), None)
    assert target is not None, f"the focus {app.focus!r} is lost on {app.screen().name}"
    assert target.is_enabled, (app.screen().name, app.focus)
    wide, high = frame.size
    assert 0 <= target.rect.x <= wide - target.rect.w, (app.screen().name, target)
    assert 0 <= target.rect.y < high, (app.screen().name, target)


def is_red(app):
    state = app.controller.week.state
    return any(not episode.closed_by and episode.flag in ("red", "vital") for episode in state.episodes)


def press_all(player, wanted):
    for key in wanted:
        item = player.app.screen().item(key)
        if item is not None and not item.is_on:
            player.press(key)
            focus_is_seen(player.app)


def start_week(player, campaign, week):
    player.press("new")
    press_all(player, (f"story:{campaign}", "validate"))
    press_all(player, (f"week:{week}", "validate"))
    press_all(player, ("validate", "validate", "length:short", "validate"))


def play_week(player):
    """To the look back; from each red, the telephone is one key away, and putting it down leads back."""
    app, called = player.app, set()
    for _ in range(MOST_TURNS):
        screen = app.screen()
        if screen.name == "debrief":
            return called
        view = app.scene.view
        if view.can_call and is_red(app) and (view.day, view.slot) not in called:
            called.add((view.day, view.slot))
            player.send("key", "a", until=lambda: app.screen().name == "call")
            focus_is_seen(app)
            player.press("hang_up")
            continue
        turn, name = view.turn, screen.name
        for wanted in next_press(screen):
            item = app.screen().item(wanted)
            if item is not None and item.is_enabled and not item.is_on and app.scene.view.turn == turn:
                player.press(wanted)
                focus_is_seen(app)
        assert app.scene.view.turn > turn or app.screen().name != name, f"a dead end on {name}"
    raise AssertionError("the week did not end")


def look_back(player):
    app = player.app
    while app.scene.name == "turn":
        recall = next((item.key for item in app.screen().items() if item.key.startswith("recall:") and item.is_enabled), None)
        if recall:
            player.press(recall)
        player.press("next")
        focus_is_seen(app)


def play_campaign(make_app, window, language, campaign):
    app = make_app(window, language=language)
    player = Keyboard(app, window)
    for plan in app.controller.book.campaigns[campaign].weeks:
        start_week(player, campaign, plan.number)
        called = play_week(player)
        look_back(player)
        newest = app.controller.plays()[0].note
        assert (newest.campaign, newest.week, newest.is_over) == (campaign, plan.number, True)
        assert all(slot in SLOTS for _, slot in called)


def test_the_list_of_campaigns_is_whole(book):
    assert set(CAMPAIGNS) == set(book.campaigns)


@pytest.mark.slow
def test_a_campaign_is_played_from_start_to_end(window, make_app):
    play_campaign(make_app, window, "en", "after")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_every_campaign_is_played_from_start_to_end(window, make_app, language, campaign):
    play_campaign(make_app, window, language, campaign)
