"""Rooms as data: which drawings make a room, how its lamp lights it, where people stand, sit, lie or have a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Layer(NamedTuple):
    """A drawing and how near the lamp it is, 0.0 to 1.0; only evening and night show it."""

    part: str
    near: float = 0.0


class Spot(NamedTuple):
    """Where a posture's origin is in the picture."""

    x: float
    y: float
    scale: float = 1.0


class Pair(NamedTuple):
    """Two people in one room: where each is, and the guest's posture."""

    person: Spot
    guest: Spot
    posture: str = "stand-free"


@dataclass(frozen=True)
class Room:
    """sky: where the window's corner is, and whether the view is mirrored; None for a wide sky, () for no window.

    by_slot: lamps and light, never graded. things: where objects are laid.
    table: drawn between a person and their arms; on_table: where objects lie then.
    empty_hands: nobody stands here with a cup.
    keepsakes: where the plant, the calendar and the photograph of the home are, in the order of KEEPSAKES; none where no home is.
    """

    sky: tuple[float, float, bool] | tuple[()] | None
    back: tuple[Layer, ...]
    front: tuple[Layer, ...]
    spots: dict[str, Spot]
    pairs: dict[str, Pair]
    things: tuple[Spot, ...]
    by_slot: dict[str, tuple[str, ...]] = field(default_factory=dict)
    table: tuple[Layer, ...] = ()
    on_table: tuple[Spot, ...] = ()
    empty_hands: bool = False
    keepsakes: tuple[Spot, ...] = ()


def _lamp(room: str, day: tuple[str, ...], morning: tuple[str, ...] = (), lit: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    off, on = f"room/{room}-lamp-off", f"room/{room}-lamp-on"
    return {"morning": (off, *morning), "noon": (off, *day), "evening": (on, *lit), "night": (on, *lit)}


STANDING, ON_FOOT = Spot(520, 704, 0.99), ("stand", "stand-free", "stand-phone")

SPOTS_AT_A_BED = {"sit": Spot(420, 690, 1.2), "phone": Spot(420, 690, 1.2), "lie": Spot(286, 586, 1.0)} | {
    posture: Spot(470, 704, 0.99) for posture in ON_FOOT
}
PAIRS_AT_A_BED = {
    "sit": Pair(Spot(310, 690, 1.16), Spot(548, 690, 1.12), "sit"),
    "phone": Pair(Spot(310, 690, 1.16), Spot(548, 690, 1.12), "sit"),
    "lie": Pair(Spot(286, 586, 1.0), Spot(620, 704, 0.97)),
    "stand": Pair(Spot(560, 704, 0.99), Spot(336, 704, 0.97)),
}
ROOMS: dict[str, Room] = {
    "kitchen": Room(
        sky=(326, 66, True),
        back=(Layer("room/kitchen-back", 0.08), Layer("room/kitchen-mid", 0.2)),
        front=(Layer("room/kitchen-front", 0.4),),
        by_slot=_lamp("kitchen", (), ("light/morning-left",), ("light/evening-pendant",)),
        spots={posture: Spot(536, 702, 0.99) for posture in ON_FOOT} | {"table": Spot(470, 606, 1.2)},
        pairs={
            "table": Pair(Spot(252, 606, 1.2), Spot(548, 606, 1.2), "table-2"),
            "stand": Pair(Spot(590, 702, 0.99), Spot(366, 704, 0.98)),
        },
        things=(Spot(92, 596, 1.0), Spot(208, 618, 1.0)),
        on_table=(Spot(690, 556, 1.1), Spot(40, 590, 1.0), Spot(590, 590, 1.0)),
        table=(Layer("room/kitchen-front-table", 1.0),),
        keepsakes=(Spot(232, 300, 0.9), Spot(20, 150, 0.7), Spot(690, 56, 0.8)),
    ),
    "bedroom": Room(
        sky=(572, 66, False),
        back=(
            Layer("room/bedroom-back"),
            Layer("room/bedroom-mid", 0.45),
            Layer("room/bedroom-rug", 0.3),
            Layer("room/bedroom-table", 1.0),
        ),
        front=(Layer("room/bedroom-front"),),
        by_slot=_lamp("bedroom", (), (), ("light/night-lamp",)),
        spots=SPOTS_AT_A_BED,
        pairs=PAIRS_AT_A_BED,
        things=(Spot(658, 412, 0.7), Spot(730, 424, 0.6)),
        keepsakes=(Spot(714, 252, 0.7), Spot(30, 150, 0.8), Spot(30, 240, 0.7)),
    ),
    "bathroom": Room(
        sky=(572, 52, False),
        back=(Layer("room/bathroom-back", 0.08), Layer("room/bathroom-mid", 0.2)),
        front=(Layer("room/bathroom-front", 0.3),),
        by_slot=_lamp("bathroom", (), ("light/bathroom-morning",), ("light/bathroom-lamp",)),
        spots=dict.fromkeys(ON_FOOT, STANDING),
        pairs={"stand": Pair(Spot(430, 704, 0.99), Spot(640, 704, 0.97))},
        things=(Spot(80, 326, 0.9), Spot(374, 330, 0.8)),
        empty_hands=True,
    ),
    "living": Room(
        sky=(824, 76, True),
        back=(Layer("room/living-back", 0.15), Layer("room/living-mid", 0.5)),
        front=(Layer("room/living-front", 0.4),),
        by_slot=_lamp("living", (), ("light/living-morning",), ("light/living-lamp",)),
        spots={"sit": Spot(440, 692, 1.14), "phone": Spot(440, 692, 1.14)} | {posture: Spot(480, 704, 0.99) for posture in ON_FOOT},
        pairs={
            "sit": Pair(Spot(316, 692, 1.12), Spot(540, 692, 1.1), "sit"),
            "phone": Pair(Spot(316, 692, 1.12), Spot(540, 692, 1.1), "sit"),
            "stand": Pair(Spot(556, 704, 0.99), Spot(336, 704, 0.97)),
        },
        things=(Spot(70, 574, 0.8), Spot(206, 566, 0.8)),
        keepsakes=(Spot(740, 560, 1.1), Spot(250, 130, 0.7), Spot(60, 8, 0.8)),
    ),
    "balcony": Room(
        sky=None,
        back=(Layer("room/balcony-back", 0.1), Layer("room/balcony-mid", 0.5)),
        front=(Layer("room/balcony-front", 0.5),),
        by_slot={
            "evening": ("room/balcony-windows-lit",),
            "night": ("room/balcony-windows-lit", "room/balcony-lantern-on", "light/balcony-lantern"),
        },
        spots={"sit": Spot(706, 694, 1.02), "phone": Spot(706, 694, 1.02)} | {posture: Spot(440, 702, 0.99) for posture in ON_FOOT},
        pairs={
            "sit": Pair(Spot(706, 694, 1.02), Spot(440, 702, 0.97)),
            "phone": Pair(Spot(706, 694, 1.02), Spot(440, 702, 0.97)),
            "stand": Pair(Spot(590, 702, 0.99), Spot(390, 702, 0.97)),
        },
        things=(Spot(300, 622, 0.9), Spot(540, 628, 0.8)),
    ),
    "pharmacy": Room(
        sky=(),
        back=(Layer("room/pharmacy-back", 1.0), Layer("room/pharmacy-mid", 1.0)),
        front=(),
        spots={posture: Spot(230, 704, 0.99) for posture in ON_FOOT},
        pairs={"stand": Pair(Spot(230, 704, 0.99), Spot(606, 548, 1.12), "table")},
        things=(Spot(660, 450, 0.9), Spot(500, 456, 0.8)),
        table=(Layer("room/pharmacy-front", 1.0),),
        empty_hands=True,
    ),
    "clinic": Room(
        sky=(76, 74, False),
        back=(Layer("room/clinic-back", 1.0), Layer("room/clinic-mid", 1.0)),
        front=(),
        spots={posture: Spot(230, 704, 0.99) for posture in ON_FOOT},
        pairs={"stand": Pair(Spot(230, 704, 0.99), Spot(606, 548, 1.12), "table")},
        things=(Spot(690, 452, 0.8),),
        table=(Layer("room/clinic-front", 1.0),),
        empty_hands=True,
    ),
    "ward": Room(
        sky=(572, 66, False),
        back=(Layer("room/ward-back"), Layer("room/ward-mid", 0.45)),
        front=(),
        spots=SPOTS_AT_A_BED,
        pairs=PAIRS_AT_A_BED,
        things=(Spot(762, 470, 0.7),),
        by_slot=_lamp("ward", ()),
        empty_hands=True,
    ),
    "market": Room(
        sky=None,
        back=(Layer("room/market-back", 0.1), Layer("room/market-mid", 0.5)),
        front=(Layer("room/market-front", 0.4),),
        spots={posture: Spot(440, 704, 0.99) for posture in ON_FOOT},
        pairs={"stand": Pair(Spot(520, 704, 0.99), Spot(336, 704, 0.97))},
        things=(),
        empty_hands=True,
    ),
    "school": Room(
        sky=None,
        back=(Layer("room/school-back", 0.1), Layer("room/school-mid", 0.4)),
        front=(Layer("room/school-front", 0.4),),
        spots={posture: Spot(430, 704, 0.99) for posture in ON_FOOT},
        pairs={"stand": Pair(Spot(520, 704, 0.99), Spot(336, 704, 0.97))},
        things=(),
        empty_hands=True,
    ),
    "car": Room(
        sky=None,
        back=(Layer("room/car-back", 0.1), Layer("room/car-mid", 0.5)),
        front=(),
        spots={"sit": Spot(456, 700, 1.0), "phone": Spot(456, 700, 1.0)} | {posture: Spot(330, 706, 0.99) for posture in ON_FOOT},
        pairs={
            "sit": Pair(Spot(456, 700, 1.0), Spot(214, 706, 0.97)),
            "phone": Pair(Spot(456, 700, 1.0), Spot(214, 706, 0.97)),
            "stand": Pair(Spot(470, 706, 0.99), Spot(280, 706, 0.97)),
        },
        things=(),
        empty_hands=True,
    ),
    "waiting": Room(
        sky=(600, 84, False),
        back=(Layer("room/waiting-back", 0.8), Layer("room/waiting-mid", 0.8)),
        front=(Layer("room/waiting-front", 0.8),),
        spots={"sit": Spot(430, 694, 1.06), "phone": Spot(430, 694, 1.06)} | {posture: Spot(430, 704, 0.99) for posture in ON_FOOT},
        pairs={
            "sit": Pair(Spot(340, 694, 1.06), Spot(560, 694, 1.04), "sit"),
            "phone": Pair(Spot(340, 694, 1.06), Spot(560, 694, 1.04), "sit"),
            "stand": Pair(Spot(540, 704, 0.99), Spot(330, 704, 0.97)),
        },
        things=(Spot(34, 560, 0.8), Spot(100, 564, 0.8)),
        empty_hands=True,
    ),
}
KEEPSAKES = ("plant", "calendar", "photo")
"""What a home keeps of a week; the word before the first hyphen of an object says which it is."""
ALIASES = {"garden": "balcony", "livingroom": "living", "hospital": "ward"}
DEFAULT_ROOM = "kitchen"
SLOTS = ("morning", "noon", "evening", "night")
NEAR_PEOPLE = 0.85
