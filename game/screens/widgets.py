"""A screen as data: a picture, and a page of blocks with what can be pressed. Scenes make it, the layout draws it, tests press it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """Something that can be pressed. kind: choice, check, button, primary, call, tab or field. icon: an svg text, or empty.

    is_on: chosen; of a field: letters go there. value: all that stands in a field.
    """

    key: str
    label: str
    note: str = ""
    kind: str = "choice"
    icon: str = ""
    is_on: bool = False
    is_enabled: bool = True
    value: str = ""


@dataclass(frozen=True)
class Text:
    """kind: how it looks: cover, title, lead, text, quiet, label, fact (what is known) or point (one of a list).
    level: of the heading it is, 2 or 3; 0: no heading."""

    text: str
    kind: str = "text"
    level: int = 0


@dataclass(frozen=True)
class Speech:
    """What somebody says; face: an svg text. is_near: drawn larger, as the other end of a telephone line."""

    text: str
    speaker: str = ""
    face: str = ""
    is_near: bool = False


@dataclass(frozen=True)
class Notice:
    """tone: good, info, care, or idea (one thing to read before the day); more: the reason, in smaller words; icon: an svg text;
    sources: keys of what the reason rests on; points: a list under the text."""

    text: str
    tone: str = "info"
    title: str = ""
    icon: str = ""
    more: str = ""
    sources: tuple[str, ...] = ()
    points: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """Text and points, for whoever draws words alone."""
        return "\n".join((*([self.text] if self.text else []), *(f"• {words}" for words in self.points)))


@dataclass(frozen=True)
class Gauges:
    """(label, word, level 1-3) in a row; the word says it, the dots repeat it. is_large: each on a line of its own, to be looked at."""

    rows: tuple[tuple[str, str, int], ...]
    is_large: bool = False


@dataclass(frozen=True)
class Days:
    """The strip of the week: (label, state) with state done, here or next; faces: svg texts or empty."""

    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TimelineDay:
    """One day of a timeline. mark: an svg text for a day that mattered, else empty; more: why, in smaller words; sources: keys of
    what the reason rests on."""

    title: str
    text: str
    mark: str = ""
    more: str = ""
    is_key: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """Days on a thread, from the first to the last."""

    moments: tuple[TimelineDay, ...]


@dataclass(frozen=True)
class Lanes:
    """Two columns that are read beside each other: their heads, then (title, left, right) a row; an empty right repeats the left."""

    heads: tuple[str, str]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Image:
    """A picture in the page, with its box in text heights. alt: the same in words; empty: it says nothing that is not written."""

    svg: str
    wide: float
    high: float
    alt: str = ""


@dataclass(frozen=True)
class Items:
    """Things to press, in columns; pictures: items show their icon large, above the label.

    name: what they answer together. shows_name: it stands written above them; else it is the page's title or stands on the page already.
    may_pair: their words are short enough for two in a row on a wide page. head: what unfolds them; while it is off they cannot be
    pressed, but a page without a program has them all and unfolds them itself.
    """

    items: tuple[Item, ...]
    columns: int = 1
    pictures: bool = False
    name: str = ""
    shows_name: bool = False
    may_pair: bool = False
    head: Item | None = None

    @property
    def is_folded(self) -> bool:
        """Whether they wait for a press on their head."""
        return self.head is not None and not self.head.is_on

    @property
    def takes(self) -> str:
        """How many of them can be on at once: one, several, or none, where each is a thing to do."""
        kinds = {item.kind for item in self.items}
        return "several" if kinds == {"check"} else "one" if "choice" in kinds else "none"


Block = Text | Speech | Notice | Gauges | Days | Timeline | Lanes | Image | Items


@dataclass(frozen=True)
class Screen:
    """name: which scene. alt: the picture in words; empty: it says nothing that is not written. corner: always there, first of all the
    real problem. caption: what a sound says. status: the quiet sign.

    is_wide: a page without a picture, over the whole window, for a table that is to be seen at once. is_broad: half of the window, for a
    page with much to read. beside: what is laid under the picture, to be compared with the page; nothing in it can be pressed.
    place: a room, or another key of what is heard there; empty: silence.
    poses: name of a pose -> the same picture with the person breathing, blinking or turning the head; None: nobody moves.
    """

    name: str
    title: str
    picture: str
    slot: str = "noon"
    blocks: tuple[Block, ...] = ()
    bar: tuple[Item, ...] = ()
    tabs: tuple[Item, ...] = ()
    corner: tuple[Item, ...] = ()
    caption: str = ""
    status: str = ""
    banner: str = ""
    first: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    is_wide: bool = False
    is_broad: bool = False
    beside: tuple[Block, ...] = ()
    place: str = ""
    alt: str = ""
    poses: Callable[[str], str] | None = field(default=None, compare=False)

    @property
    def heads(self) -> tuple[Item, ...]:
        """What unfolds a part of the page: in a window they stand as tabs."""
        return tuple(block.head for block in self.blocks if isinstance(block, Items) and block.head is not None)

    def items(self) -> Iterator[Item]:
        """Everything that can be pressed, in reading order; what is folded cannot."""
        yield from self.tabs
        yield from self.heads
        yield from self.corner
        for block in self.blocks:
            if isinstance(block, Items) and not block.is_folded:
                yield from block.items
        yield from self.bar

    def item(self, key: str) -> Item | None:
        """The item of that key, or None."""
        return next((item for item in self.items() if item.key == key), None)
