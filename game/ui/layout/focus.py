"""The focus: where it begins, how it goes along the page, and how the page is scrolled so that it is seen."""

from __future__ import annotations

from game.screens.widgets import Screen
from game.ui.layout.page import lay_out
from game.ui.layout.shapes import Frame
from game.ui.layout.text import Measure
from game.ui.layout.theme import Sizes, Theme


def first_item(screen: Screen) -> str:
    """Where the focus begins: what the page offers first, else the bar, else the corner."""
    tabs, corner = {item.key for item in (*screen.tabs, *screen.heads)}, {item.key for item in screen.corner}
    items = [item.key for item in screen.items() if item.is_enabled]
    return next((key for key in items if key not in tabs and key not in corner), items[0] if items else "")


def confirming(screen: Screen, focus: str) -> str:
    """Enter on what is chosen already leads to the button that confirms it: three presses of one key answer, two never do."""
    item = screen.item(focus)
    if item is None or item.kind not in ("choice", "field") or not item.is_on:
        return ""
    return next((one.key for one in screen.bar if one.kind == "primary" and one.is_enabled), "")


def order(screen: Screen, sizes: Sizes, theme: Theme, measure: Measure) -> list[str]:
    """The keys of all items as the eye goes, also of those scrolled out of sight."""
    frame = lay_out(screen, sizes, theme, measure, is_whole=True)
    return [target.key for target in frame.targets if target.is_enabled and not target.key.startswith("scroll:")]


def visible_focus(frame: Frame, screen: Screen, focus: str, *, is_new: bool) -> str:
    """A new page with much to read begins at "further down", so that Enter never chooses what was not seen."""
    there = {target.key: target.rect for target in frame.targets}
    if focus.startswith("scroll:"):
        return focus if focus in there else screen.first or first_item(screen)
    rect, fixed = there.get(focus), {item.key for item in (*screen.bar, *screen.corner)}
    is_hidden = rect is None or (rect.x >= frame.page.x and rect.y + rect.h // 2 > frame.page.y + frame.page.h)
    return "scroll:down" if is_new and is_hidden and focus not in fixed and "scroll:down" in there else focus


def scroll_to_focus(screen: Screen, sizes: Sizes, theme: Theme, measure: Measure, focus: str, scroll: int) -> int:
    """How far the page has to be moved up, in pixels, for the focus to be in sight; scroll: how far it is now."""
    frame = lay_out(screen, sizes, theme, measure, focus=focus, scroll=scroll)
    fixed = {item.key for item in (*screen.tabs, *screen.heads, *screen.corner, *screen.bar)}
    if focus in fixed or not frame.overflow:
        return scroll
    whole = lay_out(screen, sizes, theme, measure, is_whole=True)
    rect = next((target.rect for target in whole.targets if target.key == focus), None)
    if rect is None:
        return scroll
    top, bottom, margin = frame.page.y, frame.page.y + frame.page.h, 3 * sizes.gap
    if rect.y - scroll < top + margin:
        return max(0, rect.y - top - margin)
    if rect.y + rect.h - scroll > bottom - margin:
        return min(frame.overflow, rect.y + rect.h - bottom + margin)
    return scroll
