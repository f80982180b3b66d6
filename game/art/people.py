"""People: a look, a posture and a face become two layers of drawing, so that a table or a duvet can go between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from game.art.light import recolour
from game.art.svg_parts import Parts, at, inner

SKINS = {  # skin, shade, line (nose, folds), blush
    "ivory": ("#F3CFB3", "#E0AE8E", "#C58A69", "#E08A72"),
    "honey": ("#E0AC82", "#C98E63", "#B0764C", "#D9795F"),
    "caramel": ("#BB8055", "#9F663F", "#82502F", "#B4563F"),
    "walnut": ("#95664A", "#7A4F38", "#5A3622", "#A34A38"),
    "ebony": ("#7C503E", "#633D2F", "#45281C", "#9A5040"),
}
DARK = {"ink": "#170C10", "mouth": "#4A1618", "lip": "#3A1014", "hair_shade": "#1A1013"}  # deep skins: darker features keep a face legible
LIDS = {"walnut": "#AA7A5B", "ebony": "#96674F"}  # lighter lids, so that a closed eye reads; other skins have lids of the skin itself
TOKENS = {
    "ink": "#3B2A33", "mouth": "#8A3F38", "lip": "#7E3530",
    "skin": "#E0AC82", "lid": "#E0AC83", "skin_shade": "#C98E63", "skin_line": "#B0764C", "blush": "#D9795F",
    "hair": "#6B5A57", "hair_shade": "#4E403F", "hair_light": "#A39590",
    "top": "#C8643F", "top_shade": "#A94E2E", "inner": "#F3E3C8", "inner_shade": "#DCC6A2",
    "bottom": "#2F5D5A", "bottom_shade": "#234845",
    "cap": "#D9A5A0", "cap_shade": "#C48A86", "cap_light": "#E9C2BC",
    "scarf": "#2F5D5A", "scarf_light": "#3F7571", "scarf_shade": "#244A48",
}  # fmt: skip


class Face(NamedTuple):
    """The strokes a feeling is made of; extra is a cheek or empty."""

    brow: str
    eye: str
    mouth: str
    extra: str


FACES = {
    "calm": Face("rest", "open", "soft", "blush"),
    "tired": Face("low", "half", "flat", ""),
    "queasy": Face("worried", "half", "wavy", "pallor"),
    "worried": Face("worried", "aside", "small", ""),
    "pain": Face("knit", "tight", "pressed", ""),
    "relieved": Face("lift", "closed", "breath", "blush"),
    "smiling": Face("lift", "smile", "smile", "blush"),
}
BLINKING = ("open", "half", "aside")
"""Eyes that a blink closes; the others are closed already."""
HAIRS = ("bob", "scarf", "bald", "cap", "curls", "short-grey", "braids")


class Body(NamedTuple):
    """Where the neck is in the body's own units, and how far the head turns, in degrees."""

    x: float
    y: float
    turn: float


BODIES = {
    "stand": Body(0, -468, 0),
    "stand-free": Body(0, -468, 0),
    "stand-phone": Body(0, -468, 6),
    "sit": Body(0, -352, 0),
    "phone": Body(0, -352, 6),
    "write": Body(0, -352, 3),
    "table": Body(0, -186, 0),
    "table-2": Body(0, -196, 0),
    "lie": Body(-116, -140, -12),
}


class Pose(NamedTuple):
    """How somebody who keeps still moves. breath: the share it lifts the body; turn: of the head, in degrees."""

    breath: float = 0.0
    turn: float = 0.0
    is_blinking: bool = False


AT_REST = Pose()
POSES = {"blink": Pose(is_blinking=True), "in": Pose(breath=0.003), "full": Pose(breath=0.006), "turn": Pose(turn=1.5)}


@dataclass(frozen=True)
class Look:
    """How a person looks; skin and hair by key, build 0.9 (slight) to 1.15 (large), colours by token."""

    skin: str = "honey"
    hair: str = "bob"
    age: int = 3
    build: float = 1.0
    wear: tuple[str, ...] = ()
    figure: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)

    def table(self) -> dict[str, str]:
        """Token colours of the drawings -> this person's."""
        mine = dict(zip(("skin", "skin_shade", "skin_line", "blush"), SKINS[self.skin], strict=True))
        mine["lid"] = LIDS.get(self.skin, mine["skin"])
        if self.skin in ("walnut", "ebony"):
            mine |= DARK
        elif self.skin == "caramel":
            mine["mouth"] = "#6A2A28"
        mine |= self.colours
        return {TOKENS[token].upper(): colour for token, colour in mine.items()}


PATIENT = Look()
COAT = {"top": "#FBF3E4", "top_shade": "#DCC9A8"}
TUNIC = {"top": "#8FB4BE", "top_shade": "#6A94A2", "bottom": "#6A94A2", "bottom_shade": "#557E8C"}
BLACK_HAIR = {"hair": "#241A1D", "hair_shade": "#171012", "hair_light": "#4A3A40"}
GREY_HAIR = {"hair_shade": "#9A918B"}
CAST = {
    "patient": PATIENT,
    "daughter": Look(
        "caramel", "curls", 1,
        colours={"top": "#7A4A63", "top_shade": "#603850", "inner": "#E9C9B0", "inner_shade": "#D2AC8E", "hair_shade": "#33262B",
                 "bottom": "#35507A", "bottom_shade": "#2A4063"},
    ),
    "nurse": Look("walnut", "bun", 1, figure="nurse", colours=TUNIC | BLACK_HAIR),
    "pharmacist": Look(
        "ivory", "short-grey", 3, wear=("glasses",),
        colours=COAT | GREY_HAIR | {"inner": "#8FB4BE", "inner_shade": "#739CA8"},
    ),
    "doctor": Look("ebony", "crop", 1, colours=COAT | BLACK_HAIR | {"inner": "#8FA98A", "inner_shade": "#6E9182"}),
    "friend": Look(
        "ivory", "braids", 1,
        colours={"top": "#E0A63E", "top_shade": "#C08A2A", "inner": "#FBF3E4",
                 "hair": "#8A4B2E", "hair_shade": "#6B3822", "hair_light": "#B06A45"},
    ),
    "neighbour": Look("honey", "short-grey", 3, figure="man", build=1.06, colours=GREY_HAIR | {"top": "#5E7F84", "top_shade": "#486569"}),
}  # fmt: skip


LOOKS = {  # who the player may be; the keys stand in content/_structure/game/characters.yml
    "helene": PATIENT,
    "nadia": Look("caramel", "scarf", 3, colours={"top": "#C98C2C", "top_shade": "#A8721E"}),
    "awa": Look(
        "ebony", "braids", 1,
        colours={"hair": "#2A1D22", "hair_shade": "#140B0E", "hair_light": "#4A363B", "top": "#8A5A73", "top_shade": "#6E4459"},
    ),
    "jean": Look("ivory", "short-grey", 3, wear=("glasses",), figure="man", build=1.06, colours=GREY_HAIR),
    "mehdi": Look("honey", "curls", 1, figure="man", build=1.04, colours=BLACK_HAIR | {"top": "#5E7F84", "top_shade": "#486569"}),
    "paul": Look(
        "walnut", "cap", 3, figure="man", build=1.1,
        colours={"hair_shade": "#1E1213", "cap": "#2F5D5A", "cap_shade": "#234845", "cap_light": "#3F7571",
                 "top": "#8A5A73", "top_shade": "#6E4459"},
    ),
}  # fmt: skip


CROWNS = {"short": "crop", "scarf": "scarf", "cap": "cap", "bald": "bald"}
COVERED = ("scarf", "cap")
THIN = 0.92
"""Share of the usual width of a body that lost weight."""


def look(key: str, hair: str = "") -> Look:
    """The player's choice; an unknown key falls back to the first, so an old save still opens. hair: another crown (scarf, bald, cap).

    key: a look, and what the weeks did to it after plus signs: "helene+short+thin". Who covers the head anyway goes on doing so.
    """
    name, *changes = key.split("+")
    person = LOOKS.get(name, PATIENT)
    crown = hair or next((CROWNS[change] for change in changes if change in CROWNS), "")
    if crown in (*HAIRS, "crop") and not (changes and person.hair in COVERED):
        person = replace(person, hair=crown)
    return replace(person, build=person.build * THIN) if "thin" in changes else person


def body_name(parts: Parts, person: Look, posture: str) -> str:
    """The drawing for this figure in this posture; the plain one stands in where the figure has none."""
    own = f"body/{person.figure}-{posture}" if person.figure else ""
    return own if own in parts else f"body/{posture}"


def head(parts: Parts, person: Look, face: str, *, is_blinking: bool = False) -> tuple[str, str]:
    """Layers behind and before the body's neck."""
    brow, eye, mouth, extra = FACES[face]
    eye = "closed" if is_blinking and eye in BLINKING else eye
    names = ["base", extra, "age-3" if person.age == 3 else "", "nose", f"mouth-{mouth}", f"eye-{eye}"]
    names += [f"crown-{person.hair}-front", f"brow-{brow}", *person.wear]
    front = "".join(inner(parts, f"head/{name}") for name in names if name)
    return inner(parts, f"head/crown-{person.hair}-back"), front


def layers(parts: Parts, person: Look, posture: str, face: str, turn: float | None = None, pose: Pose = AT_REST) -> tuple[str, str]:
    """(under, over): the person, and what lies before the table or on the duvet: near arm, collar, what hands hold."""
    neck = BODIES[posture]
    back, front = head(parts, person, face, is_blinking=pose.is_blinking)
    name = body_name(parts, person, posture)
    angle = (neck.turn if turn is None else turn) + pose.turn
    behind = inner(parts, f"body/{posture}-behind")
    under = (
        behind
        + at(back, neck.x, neck.y, turn=angle)
        + _with_build(inner(parts, name), person.build)
        + at(front, neck.x, neck.y, turn=angle)
    )
    over = _with_build(inner(parts, f"{name}-over"), person.build)
    table = person.table()
    return recolour(under, table), recolour(over, table)


def _with_build(text: str, build: float) -> str:
    """Widens the body only; the head keeps its shape."""
    return text if build == 1.0 or not text else f'<g transform="scale({build} 1)">{text}</g>'
