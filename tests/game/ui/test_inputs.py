"""Keys, mouse, wheel and gamepad become the same few inputs."""

import pygame
import pytest

from game.ui.shapes import Input


def posted(window, *events):
    pygame.event.clear()
    for kind, values in events:
        pygame.event.post(pygame.event.Event(kind, values))
    return window.inputs()


@pytest.mark.parametrize(("given", "wanted"), [
    ((pygame.KEYDOWN, {"key": pygame.K_TAB, "mod": 0}), Input("key", "tab")),
    ((pygame.KEYDOWN, {"key": pygame.K_TAB, "mod": pygame.KMOD_LSHIFT}), Input("key", "tab back")),
    ((pygame.KEYDOWN, {"key": pygame.K_F1, "mod": 0}), Input("key", "help")),
    ((pygame.KEYDOWN, {"key": pygame.K_a, "mod": 0}), Input("key", "call")),
    ((pygame.TEXTINPUT, {"text": "é"}), Input("text", "é")),
    ((pygame.MOUSEBUTTONUP, {"button": 1, "pos": (10, 20)}), Input("press", "", 10, 20)),
    ((pygame.MOUSEWHEEL, {"x": 0, "y": -1}), Input("wheel", "", 0, -1)),
    ((pygame.JOYBUTTONDOWN, {"button": 0}), Input("key", "enter")),
    ((pygame.JOYBUTTONDOWN, {"button": 2}), Input("key", "call")),
    ((pygame.JOYHATMOTION, {"value": (0, -1)}), Input("key", "down")),
    ((pygame.JOYAXISMOTION, {"axis": 1, "value": -0.9}), Input("key", "up")),
    ((pygame.QUIT, {}), Input("quit")),
])  # fmt: skip
def test_what_a_hand_does_is_one_input(dummy, given, wanted):
    assert posted(dummy((1024, 600)), given) == [wanted]


def test_other_buttons_and_letters_are_no_input(dummy):
    window = dummy((1024, 600))
    noise = [(pygame.MOUSEBUTTONUP, {"button": 3, "pos": (1, 1)}), (pygame.KEYDOWN, {"key": pygame.K_z, "mod": 0})]
    assert posted(window, *noise) == []


def test_a_finger_presses_once_where_it_lifts(dummy):
    window = dummy((1000, 600))
    finger = {"touch_id": 1, "finger_id": 1, "dx": 0, "dy": 0, "pressure": 1}
    down = (pygame.FINGERDOWN, {"x": 0.5, "y": 0.5, **finger})
    up = (pygame.FINGERUP, {"x": 0.51, "y": 0.52, **finger})
    made_by_sdl = [(kind, {"button": 1, "pos": (510, 312), "touch": True}) for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)]
    assert posted(window, down, made_by_sdl[0], up, made_by_sdl[1]) == [Input("press", "", 510.0, 312.0)]


def test_a_swipe_moves_the_page_and_presses_nothing(dummy):
    window = dummy((1000, 600))
    finger = {"touch_id": 1, "finger_id": 1, "dx": 0, "dy": 0, "pressure": 1}
    down, up = (pygame.FINGERDOWN, {"x": 0.8, "y": 0.7, **finger}), (pygame.FINGERUP, {"x": 0.8, "y": 0.3, **finger})
    (given,) = posted(window, down, up)
    assert given.kind == "swipe"
    assert given.y == pytest.approx(-240)


def test_a_swipe_scrolls_what_is_too_long(make_app, dummy):
    app = make_app(dummy((1024, 600)), text=32)
    app.press("settings")
    app.draw()
    app.take(Input("swipe", "", 0, -240))
    assert app.scroll == 240
    assert app.scene.name == "settings"


def test_a_stick_held_over_moves_once(dummy):
    held = (pygame.JOYAXISMOTION, {"axis": 1, "value": 0.9})
    rest = (pygame.JOYAXISMOTION, {"axis": 1, "value": 0.0})
    assert posted(dummy((1024, 600)), held, held, rest, held) == [Input("key", "down"), Input("key", "down")]
