"""A week in a real window by gamepad alone and by finger alone. No pad can be plugged in here: its events are posted into SDL's queue."""

import pygame
import pytest

from game.ui.layout.shapes import Input
from tests.game.ui.hands import Hand, state
from tests.game.ui.walks import begin, next_press

pytestmark = pytest.mark.window


class Pad(Hand):
    """The cross and the buttons."""

    def post(self, kind, **values):
        pygame.event.post(pygame.event.Event(kind, {"instance_id": 0, **values}))
        self.collect_pictures()

    def press(self, wanted):
        for _ in range(80):
            if self.app.focus == wanted:
                break
            self.post(pygame.JOYHATMOTION, hat=0, value=(0, -1))
        assert self.app.focus == wanted
        before = state(self.app)
        self.button(0)
        assert state(self.app) != before

    def button(self, number):
        self.post(pygame.JOYBUTTONDOWN, button=number)


class Finger(Hand):
    """Taps, with the mouse that SDL makes of them; swipes to what is out of sight."""

    def press(self, wanted):
        for _ in range(30):
            self.collect_pictures()
            frame, screen = self.app._frame, self.app.screen()
            target = next((one.rect for one in frame.targets if one.key == wanted), None)
            fixed = {item.key for item in (*screen.tabs, *screen.corner, *screen.bar)}
            if target is not None:
                x, y = target.x + target.w // 2, target.y + target.h // 2
                if wanted in fixed or frame.page.holds(x, y):
                    before = state(self.app)
                    self.tap(x, y)
                    assert state(self.app) != before
                    return
            self.swipe(0.8, 0.5)
        raise AssertionError(f"{wanted} is not to be found with a finger")

    def tap(self, x, y):
        width, height = self.window.size
        for kind, mouse in ((pygame.FINGERDOWN, pygame.MOUSEBUTTONDOWN), (pygame.FINGERUP, pygame.MOUSEBUTTONUP)):
            pygame.event.post(pygame.event.Event(mouse, {"button": 1, "pos": (x, y), "touch": True}))
            pygame.event.post(pygame.event.Event(kind, {"touch_id": 1, "finger_id": 1, "x": x / width, "y": y / height}))
        self.collect_pictures()

    def swipe(self, begin, end):
        for kind, y in ((pygame.FINGERDOWN, begin), (pygame.FINGERUP, end)):
            pygame.event.post(pygame.event.Event(kind, {"touch_id": 1, "finger_id": 1, "x": 0.7, "y": y}))
        self.collect_pictures()


@pytest.mark.parametrize("hand", [Pad, Finger])
def test_the_week_is_played_without_keyboard_and_mouse(window, make_app, hand):
    app = make_app(window, language="fr")
    player = hand(app, window)
    begin(app, campaign="tutorial", week=1, length="short")
    player.collect_pictures()
    for _ in range(200):
        if app.screen().name == "debrief":
            break
        turn, before = app.scene.view.turn, state(app)
        for wanted in next_press(app.screen()):
            item = app.screen().item(wanted)
            if item is not None and item.is_enabled and not item.is_on and app.scene.view.turn == turn:
                player.press(wanted)
        assert state(app) != before
    assert app.controller.plays()[0].note.is_over


def test_call_back_pause_and_the_real_problem_have_a_button_each(window, make_app):
    app = make_app(window)
    pad = Pad(app, window)
    begin(app)
    pad.collect_pictures()
    pad.button(5)
    assert app.screen().name == "call"
    app.press("hang_up")
    pad.button(7)
    assert app.screen().name == "pause"
    pad.button(1)
    assert app.scene.name == "turn"
    pad.button(3)
    assert app.screen().name == "real_problem"


def test_the_sign_on_the_button_is_that_of_what_is_in_the_hand(window, make_app, clock):
    app = make_app(window, captions=False)
    pad = Pad(app, window)
    assert app.screen().item("help").label == app.say("window.real_problem")
    pad.button(4)
    assert app.screen().item("help").label == app.say("window.real_problem_pad")
    app.take(Input("key", "tab"))
    assert app.screen().item("help").label == app.say("window.real_problem")
    app.take(Input("plugged"))
    assert app.screen().caption == app.say("window.pad_plugged")
    pad.post(pygame.JOYDEVICEREMOVED)
    assert app.screen().caption == app.say("window.pad_unplugged")
    assert app.screen().item("help").label == app.say("window.real_problem")
    clock.now += 10
    assert app.screen().caption == ""
