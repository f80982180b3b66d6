"""What each input does to the app: keys by the table of game.ui.keys, fingers, mouse, wheel, text, gamepads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from game.device.preferences import Preferences
from game.screens.widgets import Screen
from game.ui.keys import Intention, intention
from game.ui.layout.shapes import Input
from game.ui.scenes.base import Scene
from game.ui.window.null_window import Window

WHEEL_LINES = 3


class InputTarget(Protocol):
    """What inputs may ask of the app."""

    focus: str
    window: Window
    preferences: Preferences

    @property
    def scene(self) -> Scene: ...
    def screen(self) -> Screen: ...
    def close(self) -> None: ...
    def changed(self) -> None: ...
    def move_page(self, by: int) -> None: ...
    def press_at(self, x: float, y: float) -> None: ...
    def press(self, key: str) -> None: ...
    def confirm_or_press(self) -> None: ...
    def step(self, by: int) -> None: ...
    def call(self) -> None: ...
    def hold(self, has_pad: bool) -> None: ...
    def show_caption(self, caption: str) -> None: ...
    def read_aloud(self) -> None: ...


def handle(app: InputTarget, event: Input) -> None:
    if event.kind == "quit":
        app.close()
    elif event.kind == "resize":
        app.changed()
    elif event.kind == "wheel":
        app.move_page(-round(event.y * WHEEL_LINES * app.preferences.text))
    elif event.kind == "swipe":
        app.move_page(-round(event.y))
    elif event.kind == "press":
        app.press_at(event.x, event.y)
    elif event.kind == "text":
        app.scene.typed(event.value)
        app.changed()
    elif event.kind in ("plugged", "unplugged"):
        app.hold(event.kind == "plugged")
        app.show_caption(f"window.pad_{event.kind}")
    elif event.kind in ("key", "pad"):
        app.hold(event.kind == "pad")
        has_pause = event.value != "pause" or app.screen().item("pause") is not None
        obey(app, intention(event.value, takes_text=app.scene.takes_text(app.focus), has_pause=has_pause))


def obey(app: InputTarget, wish: Intention) -> None:
    page = round(app.window.size[1] * 0.5)
    actions: dict[Intention, Callable[[], None]] = {
        Intention.NEXT_ITEM: lambda: app.step(1),
        Intention.PREVIOUS_ITEM: lambda: app.step(-1),
        Intention.PRESS: app.confirm_or_press,
        Intention.REAL_PROBLEM: lambda: app.press("help"),
        Intention.CALL: app.call,
        Intention.BACK: app.scene.back,
        Intention.PAUSE: lambda: app.press("pause"),
        Intention.ERASE: app.scene.erase,
        Intention.FULL_SCREEN: app.window.toggle_full,
        Intention.READ_ALOUD: app.read_aloud,
        Intention.PAGE_DOWN: lambda: app.move_page(page),
        Intention.PAGE_UP: lambda: app.move_page(-page),
    }
    if wish in actions:
        actions[wish]()
        app.changed()
