"""The app: takes inputs, moves the focus, asks the scene for its screen, shows it. An async loop with an injected clock; no rule here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from game.art import Parts
from game.core.errors import GameError
from game.core.views.view import Line
from game.device.case_shelf import CaseShelf
from game.device.linking import Link
from game.device.play_controller import PlayController
from game.device.preferences import Preferences
from game.errors import DeviceError, DiskRefused
from game.screens.widgets import Item, Screen
from game.ui import inputs
from game.ui.ahead import Ahead
from game.ui.alive import Alive
from game.ui.background import BackgroundTask, Task
from game.ui.background_sync import BackgroundSync
from game.ui.edition import WINDOW, Edition
from game.ui.hearing import Hearing
from game.ui.layout import focus
from game.ui.layout.shapes import Frame, Input
from game.ui.page_layout import PageLayout
from game.ui.paper import Paper
from game.ui.scenes.base import Scene, SceneFactory
from game.ui.window.null_window import Window
from game.ui.window.voice import NoVoice, Voice
from game.ui.words import BookWords

FRAME = 1 / 30  # seconds
FADE = 0.35  # seconds a page takes to turn
QUIET_MOTION = 12  # frames a second while only light drifts


class App:
    """One window, one play controller, a stack of scenes; the topmost is shown. Implements Stage.

    turns: how many pages were turned; another number says another page. tasks: makes what works beside the game.
    """

    def __init__(
        self, window: Window, controller: PlayController, parts: Parts, preferences: Preferences, *, clock: Callable[[], float],
        keep_preferences: Callable[[Preferences], None], link: Link, seed: Callable[[], int], is_demo: bool, factory: SceneFactory,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep, paper: Paper | None = None, cases: CaseShelf | None = None,
        voice: Voice | None = None, edition: Edition = WINDOW, tasks: Callable[[], Task] = BackgroundTask,
    ) -> None:  # fmt: skip
        self.window, self.controller, self.parts, self.preferences = window, controller, parts, preferences
        self.clock, self.link, self.seed, self.is_demo = clock, link, seed, is_demo
        self._keep_preferences, self._sleep = keep_preferences, sleep
        self.paper, self.cases, self.edition = paper or Paper(), cases or CaseShelf(), edition
        self.focus, self.scroll, self.is_open, self.turns = "", 0, True, 0
        self._layout = PageLayout(window, lambda: self.preferences)
        self._frame: Frame | None = None
        self._turned, self._drawn, self._is_new_page = -10.0, -10.0, True
        self.sync = BackgroundSync(controller, lambda: self.link, on_change=self.changed, meet=self._meet, tasks=tasks)
        self._dirty, self.has_pad = True, False
        self._words = BookWords(lambda: controller.book, lambda: self.preferences.language)
        self._hearing = Hearing(window, lambda: self.preferences, self.say, clock, voice or NoVoice())
        self._ahead, self._alive = Ahead(), Alive()
        self.trouble: DeviceError | None = None
        self.has_unreadable_save = False
        self._factory = factory
        self.scenes: list[Scene] = [factory.title(self)]

    def say(self, key: str, /, **values: object) -> str:
        return self._words.text(key, **values)

    def line(self, line: Line) -> str:
        return self.say(line.key, **line.values)

    @property
    def scene(self) -> Scene:
        return self.scenes[-1]

    def go(self, scene: Scene) -> None:
        """Replaces the topmost scene."""
        self.scenes[-1:] = [scene]
        self._turn()

    def over(self, scene: Scene) -> None:
        """Lays a scene over this one."""
        self.scenes.append(scene)
        self._turn()

    def back(self) -> None:
        """Takes the topmost scene away; the first one stays."""
        if len(self.scenes) > 1:
            self.scenes.pop()
            self._turn()

    def home(self, *, has_unreadable_save: bool = False) -> None:
        """Back to the title, whatever lay over it."""
        self.controller.put_away()
        del self.scenes[1:]
        self.has_unreadable_save |= has_unreadable_save
        self._turn()

    def close(self) -> None:
        self.is_open = False

    def show_real_problem(self) -> None:
        """The page for a real problem, over whatever is there; once."""
        if self.scene.name != "real_problem":
            self.over(self._factory.real_problem(self))

    def _meet(self, play: str) -> None:
        if self.scene.name != "meeting":
            self.over(self._factory.meeting(self, play))

    def _turn(self) -> None:
        self.focus, self.scroll, self._dirty, self._turned, self._is_new_page = "", 0, True, self.clock(), True
        self.turns += 1

    def turned(self) -> None:
        """The same scene shows something new: begin at its top."""
        self._turn()

    def scroll_to_top(self) -> None:
        self.scroll = 0

    def focus_on(self, key: str) -> None:
        self.focus = key
        self.scroll = self._layout.scroll_to(self.screen(), key, self.scroll)

    def changed(self) -> None:
        """Something on the screen is not as drawn."""
        self._dirty = True

    def prefer(self, **changes: Any) -> None:
        """Keeps a preference; a disk that refuses is said, and the choice holds until the window is closed."""
        self.preferences = replace(self.preferences, **changes)
        try:
            self._keep_preferences(self.preferences)
        except DiskRefused as error:
            self.trouble = error
        self.changed()

    def cue(self, name: str, caption: str = "", **values: object) -> None:
        """A short sound, and what it says in words."""
        if self._hearing.cue(name, caption, **values):
            self.changed()

    def screen(self) -> Screen:
        """The topmost scene's screen, with what stands on every one: the real problem, the quiet sign, the caption."""
        return self._framed(self.scene.screen())

    def _framed(self, screen: Screen) -> Screen:
        corner = screen.corner or (Item("back", self.say("window.back"), kind="button"),)
        if screen.name != "real_problem":
            corner = (Item("help", self.say(self.edition.help_words(self.has_pad)), kind="call"), *corner)
        banner = self.say("window.draft") if self.is_demo else ""
        return replace(screen, corner=corner, caption=self._hearing.caption, status=self.status(), banner=banner)

    def _laid_out(self, screen: Screen) -> Frame:
        """A screen that may come, as it would be drawn."""
        return self._layout.frame(self._framed(screen))

    def status(self) -> str:
        """One quiet sentence: what the disk refuses, what is waiting, or nothing."""
        key, values = self.sync.status(self.trouble)
        return self.say(key, **values)

    def frame(self) -> Frame:
        """Lays the screen out; made anew only when something changed."""
        frame, self.focus, self.scroll = self._layout.focused_frame(self.screen(), self.focus, self.scroll)
        return frame

    def draw(self) -> None:
        """Shows what changed; light drifts and pages fade unless calm was asked for."""
        now = self.clock()
        self._dirty |= self._hearing.expire(now)
        veil = 0.0 if self.preferences.calm else max(0.0, 1 - (now - self._turned) / FADE)
        moving = not self.preferences.calm and now - self._drawn >= 1 / QUIET_MOTION
        if not (self._dirty or veil > 0) and self._ahead.step(self.window, now, self._laid_out):
            self._alive.step(self.window)  # the likely pages first
        if not (self._dirty or veil > 0 or moving):
            return
        if self._dirty or self._frame is None:
            self._hear()
            self._frame, self._dirty = self.frame(), False
            self._ahead.begin(self.scene.likely(), now)
            self._alive.begin(self._frame, self.scene.screen().poses, is_calm=self.preferences.calm)
        self._drawn = now
        light, pose = self._alive.moving(now, self._frame)
        self.window.show(self._frame, motes=light, veil=veil, pose=pose)

    def _hear(self) -> None:
        """The place of the topmost screen; its page, when that is new."""
        screen, is_new, self._is_new_page = self.scene.screen(), self._is_new_page, False
        self._hearing.go_to(screen)
        if is_new:
            self._hearing.begin_page(screen)

    def read_aloud(self) -> None:
        """Reads the page by the voice of this device, or ends it."""
        self._hearing.read_or_stop(self.scene.screen())
        self.changed()

    def take(self, event: Input) -> None:
        """One input of the learner, from whatever device."""
        inputs.handle(self, event)

    def confirm_or_press(self) -> None:
        """On a choice that is taken already the focus goes to the button that confirms it; anything else is pressed."""
        confirm = focus.confirming(self.screen(), self.focus)
        if confirm:
            self.focus = confirm
        else:
            self.press(self.focus)

    def hold(self, has_pad: bool) -> None:
        """What is in the hand decides which sign stands on the buttons."""
        if has_pad != self.has_pad:
            self.has_pad = has_pad
            self.changed()

    def show_caption(self, caption: str) -> None:
        """Words under the picture for a moment, whether captions of sounds are wished or not."""
        self._hearing.show_caption(caption)
        self.changed()

    def press_at(self, x: float, y: float) -> None:
        frame = self._frame or self.frame()
        for target in reversed(frame.targets):
            if target.rect.holds(x, y):
                self.focus = target.key
                self.press(target.key)
                return

    def call(self) -> None:
        """Takes the telephone from wherever the week is: what lies over it is put away first."""
        over = next((number for number, scene in enumerate(reversed(self.scenes)) if scene.can_call()), None)
        if over is None:
            return
        del self.scenes[len(self.scenes) - over :]
        self.changed()
        self.scene.press("call")

    def press(self, key: str) -> None:
        """Presses an item, as a click or Enter does; what the core or the device refuses is said on the screen."""
        self.changed()
        if key.startswith("scroll:"):
            self.move_page(round(self.window.size[1] * (0.5 if key.endswith("down") else -0.5)))
            return
        item = self.screen().item(key)
        if item is None or not item.is_enabled:
            return
        if item.kind in ("choice", "check", "tab", "field"):
            self.cue("choose")
        try:
            if key == "help":
                self.show_real_problem()
            elif key == "back":
                self.scene.back()
            else:
                self.scene.press(key)
        except GameError:
            self.turned()  # the core did not accept it: show what it is now
        except DeviceError as error:
            self.trouble = error

    def step(self, by: int) -> None:
        """Moves the focus along the page; what is out of sight is scrolled into it."""
        order = self.order()
        if not order:
            return
        first = focus.first_item(self.screen())
        if self.focus in order:
            self.focus = order[(order.index(self.focus) + by) % len(order)]
        else:
            self.focus = first if first in order else order[0]
        self.scroll = self._layout.scroll_to(self.screen(), self.focus, self.scroll)
        self.changed()

    def order(self) -> list[str]:
        """The keys of all items as the eye goes, also of those scrolled out of sight."""
        return self._layout.order(self.screen())

    def move_page(self, by: int) -> None:
        """Scrolls, in pixels."""
        frame = self._frame or self.frame()
        self.scroll = max(0, min(frame.overflow, self.scroll + by))
        self.changed()

    async def run(self) -> None:
        """Until the window is closed. Delivery travels in a thread; what came of it is shown at the next frame."""
        while self.is_open:
            began = self.clock()
            for event in self.window.inputs():
                self.take(event)
            self.sync.poll()
            self.draw()
            await self._sleep(max(0.002, FRAME - (self.clock() - began)))
        self._hearing.voice.stop()
        self.sync.wait()
