"""What each input and key does: the focus along the page, choosing, calling, going back, writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.ui.layout import focus
from game.ui.layout.shapes import Input

if TYPE_CHECKING:
    from game.ui.app import App


def hear(app: App, given: Input) -> None:
    """One input, whatever hand it came from."""
    if given.kind == "quit":
        app.is_open = False
    elif given.kind == "resize":
        app.changed()
    elif given.kind == "wheel":
        app.move_page(-round(given.y * 3 * app.preferences.text))
    elif given.kind == "swipe":
        app.move_page(-round(given.y))
    elif given.kind == "press":
        app.press_at(given.x, given.y)
    elif given.kind == "text":
        app.scene.typed(given.value)
        app.changed()
    elif given.kind in ("plugged", "unplugged"):
        app.hold(given.kind == "plugged")
        app.tell(f"window.pad_{given.kind}")
    elif given.kind in ("key", "pad"):
        app.hold(given.kind == "pad")
        take(app, given.value)


def take(app: App, name: str) -> None:
    """One key by its name: see the table of the window."""
    page = round(app.window.size[1] * 0.5)
    if name in ("tab", "down", "right"):
        app.step(1)
    elif name in ("tab back", "up", "left"):
        app.step(-1)
    elif name == "enter" or (name == "space" and not app.scene.takes_text(app.focus)):
        confirm = focus.confirming(app.screen(), app.focus)
        app.focus = confirm or app.focus
        app.changed() if confirm else app.press(app.focus)
    elif name == "help":
        app.press("help")
    elif name == "call" and not app.scene.takes_text(app.focus):
        app.call()
    elif name == "back" or (name == "pause" and app.screen().item("pause") is None):
        app.scene.back()
        app.changed()
    elif name == "pause":
        app.press("pause")
    elif name == "erase":
        app.scene.erase()
        app.changed()
    elif name == "full":
        app.window.toggle_full()
        app.changed()
    elif name in ("page down", "page up"):
        app.move_page(page if name == "page down" else -page)
