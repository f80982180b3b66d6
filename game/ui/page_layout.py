"""From a screen to the frame a window of this size shows: theme, sizes, the item in focus and how far the page is scrolled."""

from __future__ import annotations

from collections.abc import Callable

from game.device.preferences import Preferences
from game.screens.widgets import Screen
from game.ui.layout import focus
from game.ui.layout.page import lay_out
from game.ui.layout.shapes import Frame
from game.ui.layout.theme import THEMES, Sizes, Theme
from game.ui.window.null_window import Window


class PageLayout:
    """Lays screens out for the window and the preferences as they are now."""

    def __init__(self, window: Window, preferences: Callable[[], Preferences]) -> None:
        self._window, self._preferences = window, preferences

    @property
    def sizes(self) -> Sizes:
        return Sizes.of(*self._window.size, self._preferences().text)

    @property
    def theme(self) -> Theme:
        return THEMES[self._preferences().theme]

    def frame(self, screen: Screen, *, item: str = "", scroll: int = 0) -> Frame:
        return lay_out(screen, self.sizes, self.theme, self._window.measure, focus=item, scroll=scroll)

    def focused_frame(self, screen: Screen, item: str, scroll: int) -> tuple[Frame, str, int]:
        """The frame, and the item in focus and the scroll that fit it: an item that is gone or out of sight gives way."""
        is_new = not item or (screen.item(item) is None and not item.startswith("scroll:"))
        if is_new:
            item = screen.first or focus.first_item(screen)
        frame = self.frame(screen, item=item, scroll=scroll)
        visible = focus.visible_focus(frame, screen, item, is_new=is_new)
        if visible != item or scroll > frame.overflow:
            item, scroll = visible, min(scroll, frame.overflow)
            frame = self.frame(screen, item=item, scroll=scroll)
        return frame, item, scroll

    def order(self, screen: Screen) -> list[str]:
        """The keys of all items as the eye goes, also of those scrolled out of sight."""
        return focus.order(screen, self.sizes, self.theme, self._window.measure)

    def scroll_to(self, screen: Screen, item: str, scroll: int) -> int:
        """The scroll at which this item is in sight."""
        return focus.scroll_to_focus(screen, self.sizes, self.theme, self._window.measure, item, scroll)
