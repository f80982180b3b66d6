"""Keys, mouse, wheel and gamepad become the same few inputs."""

import pygame
import pytest

from game.ui.layout.shapes import Input


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
    ((pygame.JOYBUTTONDOWN, {"button": 0}), Input("pad", "enter")),
    ((pygame.JOYBUTTONDOWN, {"button": 1}), Input("pad", "back")),
    ((pygame.JOYBUTTONDOWN, {"button": 2}), Input("pad", "call")),
    ((pygame.JOYBUTTONDOWN, {"button": 5}), Input("pad", "call")),
    ((pygame.JOYBUTTONDOWN, {"button": 7}), Input("pad", "pause")),
    ((pygame.JOYHATMOTION, {"value": (0, -1)}), Input("pad", "down")),
    ((pygame.JOYAXISMOTION, {"axis": 1, "value": -0.9}), Input("pad", "up")),
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
    assert posted(dummy((1024, 600)), held, held, rest, held) == [Input("pad", "down"), Input("pad", "down")]


def axis(number, value):
    return pygame.JOYAXISMOTION, {"instance_id": 0, "axis": number, "value": value}


def test_the_noise_of_a_stick_neither_repeats_nor_lets_go(dummy):
    """A real stick trembles around where it is held, on both axes."""
    trembling = [axis(1, 0.62), axis(0, 0.1), axis(1, 0.58), axis(1, 0.63), axis(0, -0.2), axis(1, 0.9), axis(1, 0.3), axis(1, 0.55)]
    assert posted(dummy((1024, 600)), *trembling) == [Input("pad", "down")]
    assert posted(dummy((1024, 600)), axis(1, 0.9), axis(1, -0.9)) == [Input("pad", "down"), Input("pad", "up")]


def finger(kind, x, y, number=1):
    return kind, {"touch_id": 7, "finger_id": number, "x": x, "y": y, "dx": 0.0, "dy": 0.0, "pressure": 1.0}


def mouse_of_touch(kind):
    return kind, {"button": 1, "pos": (512, 300), "touch": True}


@pytest.mark.parametrize("has_mouse", [False, True])
def test_one_tap_is_one_press_whether_the_system_makes_a_mouse_of_it_or_not(dummy, has_mouse):
    down, up = finger(pygame.FINGERDOWN, 0.5, 0.5), finger(pygame.FINGERUP, 0.5, 0.505)
    events = [down, up]
    if has_mouse:
        events = [mouse_of_touch(pygame.MOUSEBUTTONDOWN), down, mouse_of_touch(pygame.MOUSEBUTTONUP), up]
    assert [given.kind for given in posted(dummy((1024, 600)), *events)] == ["press"]


def test_a_swipe_scrolls_and_a_second_finger_is_nothing(dummy):
    window = dummy((1024, 600))
    assert posted(window, finger(pygame.FINGERDOWN, 0.5, 0.8), finger(pygame.FINGERUP, 0.5, 0.3)) == [Input("swipe", "", 0, -0.5 * 600)]
    both = [finger(pygame.FINGERDOWN, 0.5, 0.5), finger(pygame.FINGERDOWN, 0.1, 0.1, 2), finger(pygame.FINGERUP, 0.1, 0.1, 2)]
    assert posted(window, *both, finger(pygame.FINGERUP, 0.5, 0.5)) == [Input("press", "", 512, 300)]
    assert posted(window, finger(pygame.FINGERUP, 0.5, 0.5)) == []


def test_a_pad_that_is_gone_before_it_is_opened_is_no_trouble(dummy):
    window = dummy((1024, 600))
    assert posted(window, (pygame.JOYDEVICEADDED, {"device_index": 40, "guid": ""})) == [Input("unplugged")]
    assert posted(window, (pygame.JOYDEVICEREMOVED, {"instance_id": 40})) == [Input("unplugged")]
