"""Hands at a real X display: xdotool sends keys and clicks, the app's own loop receives them."""

import subprocess
import time

import pygame


class Hand:
    """A person at the display: xdotool sends, the app's own loop receives."""

    def __init__(self, app, window):
        self.app, self.window = app, window
        self.sent = 0
        self.collect_pictures()

    def collect_pictures(self):
        self.app.draw()
        for given in self.window.inputs():
            self.app.take(given)
        self.app.draw()

    def send(self, *words, until, tries=400):
        self.sent += 1
        subprocess.run(["xdotool", *words], check=True)
        for _ in range(tries):
            self.collect_pictures()
            if until():
                return
            time.sleep(0.005)
        raise AssertionError(f"{words} had no effect on {self.app.screen().name}, focus {self.app.focus}")


class Keyboard(Hand):
    def press(self, wanted):
        if self.app.focus.startswith("scroll:"):
            self.step("Tab")
        order = self.app.order()
        at, to = order.index(self.app.focus), order.index(wanted)
        forth, back = (to - at) % len(order), (at - to) % len(order)
        for _ in range(min(forth, back)):
            self.step("Tab" if forth <= back else "shift+Tab")
        assert self.app.focus == wanted
        before = state(self.app)
        self.send("key", "Return", until=lambda: state(self.app) != before)

    def step(self, name):
        focus = self.app.focus
        self.send("key", name, until=lambda: self.app.focus != focus)


class Mouse(Hand):
    def press(self, wanted):
        for _ in range(30):
            self.collect_pictures()
            frame = self.app._frame
            target = next((one for one in frame.targets if one.key == wanted), None)
            screen = self.app.screen()
            fixed = {item.key for item in (*screen.tabs, *screen.corner, *screen.bar)}
            if target is not None:
                x, y = target.rect.x + target.rect.w // 2, target.rect.y + target.rect.h // 2
                if wanted in fixed or frame.page.holds(x, y):
                    before = state(self.app)
                    self.click(x, y, lambda before=before: state(self.app) != before)
                    return
            down = next(one.rect for one in frame.targets if one.key == "scroll:down")
            before = self.app.scroll
            self.click(down.x + 6, down.y + down.h // 2, lambda before=before: self.app.scroll != before)
        raise AssertionError(f"{wanted} is not to be found with the mouse")

    def click(self, x, y, until):
        left, top = pygame.display.get_window_position()
        self.send("mousemove", str(left + x), str(top + y), "click", "1", until=until)


def state(app):
    """Everything a press can change."""
    screen = app.screen()
    items = [(item.key, item.is_on, item.is_enabled) for item in screen.items()]
    return [type(scene).__name__ for scene in app.scenes], screen.name, screen.title, items
