"""Colours and sizes of the window. Every text colour holds 7:1 on the grounds it is used on; a test measures them."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_SIZES = (18, 20, 22, 24, 28, 32)
TARGET = 64  # pixels, the least height and width of what can be pressed


@dataclass(frozen=True)
class Theme:
    """paper: the page; card: what can be chosen; chosen: the card that is; action: the filled button; care: calling, and danger."""

    paper: str
    frame: str
    ink: str
    quiet: str
    card: str
    edge: str
    chosen: str
    chosen_edge: str
    action: str
    on_action: str
    care: str
    on_care: str
    care_ground: str
    good_ground: str
    info_ground: str
    focus: str
    halo: str


THEMES = {
    "paper": Theme(
        paper="#FBF3E4",
        frame="#EFE2C8",
        ink="#3B2A33",
        quiet="#57444B",
        card="#FFFBF2",
        edge="#8A7264",
        chosen="#DCE9DF",
        chosen_edge="#1F4A47",
        action="#1F4A47",
        on_action="#FFFFFF",
        care="#8A2C0B",
        on_care="#FFFFFF",
        care_ground="#FBE6DA",
        good_ground="#E3EFE3",
        info_ground="#F2E7D0",
        focus="#1B1320",
        halo="#FFFFFF",
    ),
    "night": Theme(
        paper="#1D2536",
        frame="#131A28",
        ink="#FBF3E4",
        quiet="#D9CDBB",
        card="#283249",
        edge="#A99F92",
        chosen="#1A3E3B",
        chosen_edge="#9FD8CB",
        action="#A8DDD0",
        on_action="#10231F",
        care="#FFC4A8",
        on_care="#33120A",
        care_ground="#43261F",
        good_ground="#1F3B33",
        info_ground="#2E364A",
        focus="#FFE9B8",
        halo="#0B0F18",
    ),
    "contrast": Theme(
        paper="#FFFFFF",
        frame="#FFFFFF",
        ink="#000000",
        quiet="#000000",
        card="#FFFFFF",
        edge="#000000",
        chosen="#FFF3B0",
        chosen_edge="#000000",
        action="#00312E",
        on_action="#FFFFFF",
        care="#6E1A00",
        on_care="#FFFFFF",
        care_ground="#FFFFFF",
        good_ground="#FFFFFF",
        info_ground="#FFFFFF",
        focus="#000000",
        halo="#FFD400",
    ),
}

TEXT_ON_GROUND = (  # (text, ground) pairs the layout uses
    ("ink", "paper"),
    ("quiet", "paper"),
    ("ink", "card"),
    ("quiet", "card"),
    ("ink", "chosen"),
    ("quiet", "chosen"),
    ("on_action", "action"),
    ("on_care", "care"),
    ("care", "paper"),
    ("care", "card"),
    ("ink", "care_ground"),
    ("ink", "good_ground"),
    ("ink", "info_ground"),
    ("quiet", "frame"),
    ("quiet", "info_ground"),
    ("quiet", "good_ground"),
    ("quiet", "care_ground"),
)


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, 0.0-1.0. Source: WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1.0-21.0."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True)
class Sizes:
    """Pixels for one window size and text setting; scale grows with the window so that a 4K screen reads like a small one."""

    width: int
    height: int
    text: int
    scale: float

    @classmethod
    def of(cls, width: int, height: int, setting: int) -> Sizes:
        scale = max(1.0, min(width / 1280, height / 720))
        return cls(width, height, round(setting * scale), scale)

    @property
    def small(self) -> int:
        return max(round(18 * self.scale), round(self.text * 0.86))

    @property
    def tiny(self) -> int:
        """For the rooms' names and the line under the picture, where the width is short; never under 18 at 1280x720."""
        return max(round(18 * self.scale), round(self.text * 0.7))

    @property
    def large(self) -> int:
        return round(self.text * 1.36)

    @property
    def gap(self) -> int:
        return round(12 * self.scale)

    @property
    def target(self) -> int:
        return round(TARGET * self.scale)

    @property
    def page(self) -> int:
        """Width of the page beside the picture."""
        return min(round(self.width * 0.62), max(round(456 * self.scale), round(self.text * 17.5)))

    @property
    def broad_page(self) -> int:
        """Width of a page with much to read: half of the window, or what a usual page takes where that is more."""
        return max(self.page, self.width // 2)
