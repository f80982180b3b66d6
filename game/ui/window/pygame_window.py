"""The one file that knows pygame: it draws frames, gives inputs, plays cues."""

from __future__ import annotations

import io
import logging
import os
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pygame

from game.errors import NoScreen
from game.ui.layout.shapes import Box, Clip, Dot, Frame, Input, Picture, Rect, Words
from game.ui.window.drifting_light import DriftingLight
from game.ui.window.least_size import not_too_small
from game.ui.window.loudspeaker import Loudspeaker
from game.ui.window.lru import LocalPlay
from game.ui.window.posing import Posing
from game.ui.window.touch import PAD, Sticks, Touch, direction

log = logging.getLogger(__name__)
KEPT_BYTES, KEPT_WORDS = 40_000_000, 600

KEYS = {
    pygame.K_TAB: "tab", pygame.K_RETURN: "enter", pygame.K_KP_ENTER: "enter", pygame.K_SPACE: "space", pygame.K_ESCAPE: "back",
    pygame.K_UP: "up", pygame.K_DOWN: "down", pygame.K_LEFT: "left", pygame.K_RIGHT: "right", pygame.K_HOME: "home", pygame.K_END: "end",
    pygame.K_PAGEUP: "page up", pygame.K_PAGEDOWN: "page down", pygame.K_BACKSPACE: "erase",
    pygame.K_a: "call", pygame.K_F1: "help", pygame.K_F2: "read", pygame.K_F11: "full",
}  # fmt: skip


class PygameWindow:
    """A real window. Fonts are loaded by path; a picture is rasterised once for each size it is shown in."""

    def __init__(self, size: tuple[int, int], title: str, fonts: Path, *, full: bool = False, sound: bool = True) -> None:
        """Raises NoScreen. A missing font is replaced by pygame's own, with a line in the log."""
        if not getattr(pygame, "IS_CE", False):
            raise NoScreen("the package pygame stands in the way of pygame-ce: uninstall pygame, then install pygame-ce again")
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")  # shared memory: 0.03 ms a frame under X, not 5 ms through a texture
        try:
            pygame.display.init()
            flags = pygame.RESIZABLE | (pygame.FULLSCREEN if full else 0)
            self._screen = pygame.display.set_mode((0, 0) if full else size, flags)
        except pygame.error as error:
            raise NoScreen(str(error)) from error
        pygame.display.set_caption(title)
        pygame.font.init()
        pygame.joystick.init()
        pygame.key.set_repeat(350, 60)
        pygame.key.start_text_input()
        self._pads = [pygame.joystick.Joystick(number) for number in range(pygame.joystick.get_count())]
        self._sticks, self._touch = Sticks(), Touch()
        self._fonts_folder = fonts
        self._fonts: dict[tuple[int, bool], Any] = {}
        self._pictures: LocalPlay[pygame.Surface] = LocalPlay()
        self._coming: dict[tuple[int, int, int, int], tuple[Future[pygame.Surface], Picture]] = {}
        self._pen = ThreadPoolExecutor(1, "pictures")
        self._words: OrderedDict[tuple[str, int, str, bool], pygame.Surface] = OrderedDict()
        self._widths: dict[tuple[str, int, bool], int] = {}
        self._last: tuple[Frame, pygame.Surface] | None = None
        self._before: pygame.Surface | None = None
        self._light, self._is_whole = DriftingLight(_mote), False  # is_whole: the last frame stands there with light alone over it
        self._full, self._posing = full, Posing(lambda one: self._pictures.get(self._key(*one[:3])), pygame.mask.from_threshold)
        self._speaker = Loudspeaker(pygame.mixer, self._pen.submit, is_wished=sound)

    @property
    def is_unseen(self) -> bool:
        """SDL found no display and draws where nobody looks."""
        return pygame.display.get_driver() in ("offscreen", "dummy", "evdev")

    @property
    def size(self) -> tuple[int, int]:
        return self._screen.get_size()

    def _font(self, size: int, bold: bool) -> Any:
        if (size, bold) not in self._fonts:
            path = self._fonts_folder / f"AtkinsonHyperlegible-{'Bold' if bold else 'Regular'}.ttf"
            try:
                self._fonts[size, bold] = pygame.font.Font(str(path), size)
            except (FileNotFoundError, pygame.error):
                log.warning("The font %s is missing; pygame's own stands in. Install fontpkg-atkinson-hyperlegible again.", path.name)
                self._fonts[size, bold] = pygame.font.Font(None, round(size * 1.25))
        return self._fonts[size, bold]

    def measure(self, text: str, size: int, bold: bool) -> int:
        key = (text, size, bold)
        if key not in self._widths:
            if len(self._widths) > 8000:
                self._widths.clear()
            self._widths[key] = self._font(size, bold).size(text)[0]
        return self._widths[key]

    def show(
        self, frame: Frame, *, motes: Iterable[tuple[float, float, float]] = (), veil: float = 0.0, pose: Picture | None = None
    ) -> None:
        """Draws the frame; the still part once, then only what moves. veil: 1.0 to 0.0, how much of the frame before is still seen."""
        if self._last is not None and self._last[0] is frame and veil <= 0 and self._is_whole and self._screen.get_size() == frame.size:
            moved = self._posing.take(self._last[1], frame, pose)
            for rect in moved:
                self._screen.blit(self._last[1], rect, rect)
            if changed := [*moved, *self._light.drift(self._screen, self._last[1], frame.plate, motes)]:
                pygame.display.update(changed)
            return
        if self._last is None or self._last[0] is not frame:
            self._before = self._last[1] if self._last else None
            self._last = (frame, self._still(frame))
            self._posing.forget()
        self._screen.blit(self._last[1], (0, 0))
        if veil > 0 and self._before is not None and self._before.get_size() == self._screen.get_size():
            self._before.set_alpha(round(255 * veil))
            self._screen.blit(self._before, (0, 0))
        self._light.draw(self._screen, frame.plate, motes)
        self._is_whole = veil <= 0
        pygame.display.flip()

    def _still(self, frame: Frame) -> pygame.Surface:
        surface = pygame.Surface(self._screen.get_size()).convert()
        surface.fill(frame.ground)
        for shape in frame.shapes:
            self._draw(surface, shape)
        surface.set_clip(None)
        return surface

    def _draw(self, surface: pygame.Surface, shape: object) -> None:
        match shape:
            case Box(rect, fill, radius, edge, width):
                if fill:
                    pygame.draw.rect(surface, fill, rect, border_radius=radius)
                if edge and width:
                    pygame.draw.rect(surface, edge, rect, width, border_radius=radius)
            case Words(x, y, text, size, colour, bold):
                surface.blit(self._word(text, size, colour, bold), (x, y))
            case Picture(rect, svg, radius, ground):
                if svg:
                    surface.blit(self._picture(rect, svg, radius, ground), rect[:2])
            case Dot(x, y, radius, fill):
                pygame.draw.aacircle(surface, fill, (x, y), radius)
            case Clip(rect):
                surface.set_clip(rect)

    def _word(self, text: str, size: int, colour: str, bold: bool) -> pygame.Surface:
        key = (text, size, colour, bold)
        if key not in self._words:
            self._words[key] = self._font(size, bold).render(text, True, colour)
            if len(self._words) > KEPT_WORDS:
                self._words.popitem(last=False)
        return self._words[key]

    def prepare(self, picture: Picture) -> None:
        """Begins to rasterise a picture before it is shown, in a thread of its own: the drawing releases Python meanwhile."""
        key = self._key(picture.rect, picture.svg, picture.radius)
        if not picture.svg or key in self._pictures or key in self._coming:
            return
        try:
            self._coming[key] = self._pen.submit(_render, picture.svg, picture.rect), picture
        except RuntimeError:  # no thread can be started, as in a browser
            self._picture(*picture)

    def collect_pictures(self) -> bool:
        """Keeps what was rasterised meanwhile; whether something is still being drawn."""
        for key, (coming, picture) in list(self._coming.items()):
            if coming.done() and key in self._coming:
                self._picture(*picture)
        return bool(self._coming)

    @staticmethod
    def _key(rect: Rect, svg: str, radius: int) -> tuple[int, int, int, int]:
        return hash(svg), rect.w, rect.h, radius

    def _picture(self, rect: Rect, svg: str, radius: int, ground: str) -> pygame.Surface:
        key = self._key(rect, svg, radius)
        picture = self._pictures.get(key)
        if picture is not None:
            return picture
        coming, _ = self._coming.pop(key, (None, None))
        surface = self._rasterised(rect, svg, radius, ground, coming)
        return self._pictures.put(key, surface, _bytes(surface), most=max(KEPT_BYTES, 4 * _bytes(self._screen)))

    def _rasterised(self, rect: Rect, svg: str, radius: int, ground: str, coming: Future[pygame.Surface] | None) -> pygame.Surface:
        """On a ground it is opaque, which is quicker to draw each time; else it keeps its transparency."""
        surface = pygame.Surface((rect.w, rect.h)).convert() if ground else pygame.Surface((rect.w, rect.h), pygame.SRCALPHA)
        if ground:
            surface.fill(ground)
        try:
            rendering = coming.result() if coming is not None else _render(svg, rect)
            surface.blit(rendering, ((rect.w - rendering.get_width()) // 2, (rect.h - rendering.get_height()) // 2))
        except pygame.error as error:
            log.warning("A picture could not be drawn (%s); a plain one stands in.", error)
            pygame.draw.rect(surface, ground or "#DCC6A2", surface.get_rect(), border_radius=radius)
        if radius and ground:
            self._round(surface, radius, ground)
        return surface if ground else surface.convert_alpha()

    @staticmethod
    def _round(surface: pygame.Surface, radius: int, ground: str) -> None:
        """Paints the ground over the four corners: the picture then needs no transparency, which is slower to draw."""
        wide, high = surface.get_size()
        mask = pygame.Surface((2 * radius, 2 * radius), pygame.SRCALPHA)
        mask.fill(ground)
        pygame.draw.circle(mask, (0, 0, 0, 0), (radius, radius), radius)
        for x, source_x in ((0, 0), (wide - radius, radius)):
            for y, top in ((0, 0), (high - radius, radius)):
                surface.blit(mask, (x, y), (source_x, top, radius, radius))

    def inputs(self) -> list[Input]:
        """What the learner did since the last time; touch comes as a press."""
        return [item for event in pygame.event.get() if (item := self._input(event))]

    def _input(self, event: pygame.event.Event) -> Input | None:
        if event.type == pygame.QUIT:
            return Input("quit")
        if event.type in (pygame.VIDEORESIZE, pygame.WINDOWEXPOSED, pygame.WINDOWSIZECHANGED):
            self._is_whole = False  # what was behind another window, or has another size, is drawn whole
            if (size := not_too_small(self.size)) != self.size and not pygame.display.is_fullscreen():
                self._screen = pygame.display.set_mode(size, pygame.RESIZABLE)
            return Input("resize")
        if event.type == pygame.KEYDOWN:
            name = KEYS.get(event.key, "")
            if name == "tab" and event.mod & pygame.KMOD_SHIFT:
                name = "tab back"
            return Input("key", name) if name else None
        if event.type == pygame.TEXTINPUT:
            return Input("text", event.text)
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP) and (event.button != 1 or getattr(event, "touch", False)):
            return None  # a touch comes as a finger below; the mouse that SDL makes of it would press twice
        if event.type == pygame.MOUSEBUTTONDOWN:
            self._touch.down(event.pos[1])
        if event.type == pygame.MOUSEBUTTONUP:
            x, y = event.pos
            return self._touch.lifted(x, y, self.size[1])
        if event.type == pygame.FINGERDOWN:
            self._touch.down(event.y * self.size[1], event.finger_id)
        if event.type == pygame.FINGERUP:
            return self._touch.lifted(event.x * self.size[0], event.y * self.size[1], self.size[1], event.finger_id)
        if event.type == pygame.MOUSEWHEEL:
            return Input("wheel", "", event.x, event.y)
        return self._pad(event)

    def _pad(self, event: pygame.event.Event) -> Input | None:
        """A gamepad, plugged in or out at any time: the cross or the stick moves, the buttons choose, go back, call, pause."""
        if event.type in (pygame.JOYDEVICEADDED, pygame.JOYDEVICEREMOVED):
            return self._plugged(event)
        if event.type == pygame.JOYBUTTONDOWN and event.button in PAD:
            return Input("pad", PAD[event.button])
        if event.type == pygame.JOYHATMOTION and event.value != (0, 0):
            return Input("pad", direction(event.value[0], -event.value[1]))
        if event.type == pygame.JOYAXISMOTION and event.axis in (0, 1):
            return self._sticks.pushed(getattr(event, "instance_id", 0), event.axis, event.value)
        return None

    def _plugged(self, event: pygame.event.Event) -> Input:
        """A pad that was there at the start is announced too."""
        if event.type == pygame.JOYDEVICEREMOVED:
            self._pads = [pad for pad in self._pads if pad.get_instance_id() != event.instance_id]
            self._sticks.forget(event.instance_id)
            return Input("unplugged")
        try:
            pad = pygame.joystick.Joystick(event.device_index)
        except pygame.error:
            return Input("unplugged")  # gone again before it could be opened
        if pad.get_instance_id() not in [pad_there.get_instance_id() for pad_there in self._pads]:
            self._pads.append(pad)
        return Input("plugged")

    def play(self, samples: bytes) -> None:
        """16-bit mono samples, as sound.py makes them."""
        self._speaker.play(samples)

    def stay_with(self, ambience: str) -> None:
        self._speaker.stay_with(ambience)

    def toggle_full(self) -> None:
        pygame.display.toggle_fullscreen()

    def picture_of(self) -> pygame.Surface:
        """What is on the screen, for tests and the pictures of the README."""
        return self._screen

    def close(self) -> None:
        self._pen.shutdown(cancel_futures=True)
        pygame.quit()


def _render(svg: str, rect: Rect) -> pygame.Surface:
    return pygame.image.load_sized_svg(io.BytesIO(svg.encode()), (rect.w, rect.h))


def _mote(side: int, strength: float) -> pygame.Surface:
    mote = pygame.Surface((2 * side, 2 * side), pygame.SRCALPHA)
    for radius in range(side, 0, -1):
        pygame.draw.circle(mote, (255, 246, 214, round(150 * strength / radius)), (side, side), radius)
    return mote


def _bytes(surface: pygame.Surface) -> int:
    return surface.get_pitch() * surface.get_height()
