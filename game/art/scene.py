"""The composer: a room, a slot, people and objects become one picture; heads, objects and badges become small ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from game.art.light import grade, recolour
from game.art.people import AT_REST, BODIES, CAST, FACES, PATIENT, Look, Pose, head, layers
from game.art.rooms import ALIASES, DEFAULT_ROOM, KEEPSAKES, NEAR_PEOPLE, ROOMS, SLOTS, Layer, Room, Spot
from game.art.svg_parts import Parts, at, inner, reading, svg

STAND_INS = {  # what to try, in order, where a room has no place for a posture
    "phone": ("phone", "stand-phone"),
    "stand-phone": ("stand-phone", "phone"),
    "sit": ("sit", "table"),
    "write": ("write", "table"),
    "table": ("table", "sit"),
    "lie": ("lie", "sit"),
}

AS_SEATED = {"write": "sit"}
"""Postures that sit where others sit: the hands differ."""

ON_THE_LINE = ("nurse", "doctor", "pharmacist")  # who does not sit beside her while she telephones


class Guest(NamedTuple):
    """Somebody beside the patient: a key of CAST and a face."""

    who: str
    face: str = "calm"


class Figure(NamedTuple):
    """A person and the place they take in the picture."""

    look: Look
    posture: str
    face: str
    spot: Spot


def scene(
    parts: Parts, *, room: str, slot: str, person: Look = PATIENT, posture: str = "stand", face: str = "calm",
    others: Iterable[Guest | str] = (), objects: Iterable[str] = (), keepsakes: Iterable[str] = (), reads: str = "", title: str = "",
    prefix: str = "", pose: Pose = AT_REST,
) -> str:  # fmt: skip
    """One picture of 840x720. What is not known (room, posture, face, object) falls back to the nearest that is drawn.

    others: the first one known in CAST is drawn; on the telephone, somebody of the team is at the other end of the line.
    objects: names in object/, laid on the room's furniture in order. keepsakes: what the home keeps of the week, each at its own place.
    reads: digits on the thermometer, which is then shown large. title: the text alternative.
    pose: a breath, a blink, a turn of the head of the person; the guest keeps still.
    """
    plan = ROOMS.get(ALIASES.get(room, room), ROOMS[DEFAULT_ROOM])
    slot = slot if slot in SLOTS else "noon"
    guest, caller = _guest(others), None
    if guest is not None and guest.who in ON_THE_LINE and "phone" in posture:
        guest, caller = None, guest
    people = _figures(plan, person, posture, face if face in FACES else "calm", guest)
    at_table = any(one.posture.startswith("table") for one in people)
    always = plan.table and not plan.front  # a counter or a desk stands there whoever comes
    under, over = _draw(parts, people, slot, pose)
    body = [_sky(parts, plan, slot), _layers(parts, plan.back, slot), *(inner(parts, name) for name in plan.by_slot.get(slot, ()))]
    spots = plan.on_table if at_table and plan.on_table else plan.things
    body.append(_home(parts, plan, slot, keepsakes))
    body += [under, _layers(parts, plan.table, slot) if at_table or always else "", over]
    body.append("" if at_table else _layers(parts, plan.front, slot))
    body += [_things(parts, spots, slot, _laid(objects, reads)), _caller(parts, caller), _thermometer(parts, reads)]
    return svg("\n".join(text for text in body if text), title=title, prefix=prefix)


def workplace(parts: Parts, *, room: str, slot: str, who: str, face: str = "calm") -> str:
    """Somebody of the team alone behind their counter or desk, 840x720. room: one that has such a place, pharmacy or clinic."""
    plan = ROOMS[room]
    place = plan.pairs["stand"]
    under, over = _draw(parts, [Figure(CAST[who], place.posture, face, place.guest)], slot)
    return svg("\n".join((_sky(parts, plan, slot), _layers(parts, plan.back, slot), under, _layers(parts, plan.table, slot), over)))


def portrait(parts: Parts, person: Look | str, face: str = "calm", *, title: str = "", prefix: str = "") -> str:
    """Head and shoulders, 264x300, without ground: for the choice of a character and the other end of the line."""
    who = CAST.get(person, PATIENT) if isinstance(person, str) else person
    under, over = layers(parts, who, "table", face if face in FACES else "calm")
    return svg(at(under + over, 0, -BODIES["table"].y), (-132, -212, 264, 300), title=title, prefix=prefix)


def face_of(parts: Parts, person: Look | str, face: str, *, title: str = "", prefix: str = "") -> str:
    """The head alone, 240x250: for a strip of days, where a face is read at 48 px."""
    who = CAST.get(person, PATIENT) if isinstance(person, str) else person
    back, front = head(parts, who, face if face in FACES else "calm")
    return svg(recolour(back + front, who.table()), (-120, -204, 240, 250), title=title, prefix=prefix)


def thing(parts: Parts, name: str, *, title: str = "") -> str:
    """One object, 96x96; an unknown one is a plain notebook."""
    drawing = inner(parts, f"object/{name}") or inner(parts, "object/notebook")
    return svg(drawing, (0, 0, 96, 96), title=title)


def thermometer(parts: Parts, reads: str, *, title: str = "") -> str:
    """The thermometer lying wide, 340x100, with its digits ("38,4")."""
    return svg(inner(parts, "object/thermometer-wide") + reading(reads, 100, 32, 0.76), (0, 0, 340, 100), title=title)


def badge(parts: Parts, state: str, *, title: str = "") -> str:
    """green, amber or red, 64x64; shape and sign differ, colour comes last."""
    return svg(inner(parts, f"badge/{state}"), (0, 0, 64, 64), title=title)


def _guest(others: Iterable[Guest | str]) -> Guest | None:
    for one in others:
        guest = Guest(one) if isinstance(one, str) else one
        if guest.who in CAST:
            return guest
    return None


def _place(posture: str) -> str:
    """The posture whose places in a room this one takes."""
    return AS_SEATED.get(posture, posture)


def _posture(plan: Room, posture: str) -> str:
    for name in (*STAND_INS.get(posture, (posture,)), "stand"):
        if _place(name) in plan.spots and name in BODIES:
            return "stand-free" if name == "stand" and plan.empty_hands else name
    return next(iter(plan.spots))


def _figures(plan: Room, person: Look, usual_posture: str, face: str, guest: Guest | None) -> list[Figure]:
    """Everybody, from the one drawn first to the one in front."""
    posture = _posture(plan, usual_posture)
    if guest is None:
        return [Figure(person, posture, face, plan.spots[_place(posture)])]
    pair = plan.pairs.get(_place(posture), plan.pairs["stand"])
    theirs = Figure(CAST[guest.who], pair.posture, guest.face if guest.face in FACES else "calm", pair.guest)
    return [theirs, Figure(person, posture, face, pair.person)]


def _draw(parts: Parts, people: list[Figure], slot: str, pose: Pose = AT_REST) -> tuple[str, str]:
    """(under, over) of everybody: hands cross before the table, the first drawn reaching over last."""
    near = NEAR_PEOPLE if slot == "night" else 1.0
    pairs = []
    for one in people:
        moves = pose if one is people[-1] else AT_REST  # the person stands last, in front
        pair = layers(parts, one.look, one.posture, one.face, pose=moves)
        breath = 0.0 if one.posture == "lie" else moves.breath
        pairs.append([_breathing(at(grade(text, slot, near), one.spot.x, one.spot.y, one.spot.scale), one.spot.y, breath) for text in pair])
    if not any(one.posture.startswith(("table", "lie")) for one in people):
        return "\n".join(under + over for under, over in pairs), ""
    return "\n".join(under for under, _ in pairs), "\n".join(over for _, over in reversed(pairs))


def _breathing(text: str, floor: float, breath: float) -> str:
    """Lifts the shoulders from the floor or the seat."""
    return f'<g transform="translate(0 {-floor * breath:g}) scale(1 {1 + breath:g})">{text}</g>' if breath and text else text


def _sky(parts: Parts, plan: Room, slot: str) -> str:
    if plan.sky is None:
        return inner(parts, f"sky/wide-{slot}")
    if not plan.sky:
        return ""
    x, y, flip = plan.sky
    return at(inner(parts, f"sky/{slot}"), x, y, flip=flip)


def _layers(parts: Parts, layers: Iterable[Layer], slot: str) -> str:
    return "\n".join(grade(inner(parts, layer.part), slot, layer.near) for layer in layers)


def _laid(objects: Iterable[str], reads: str) -> list[str]:
    """A thermometer that is shown large does not lie about as well."""
    names = ["thermometer" if name.startswith("thermometer") else name for name in objects]
    return [name for name in dict.fromkeys(names) if not (reads and name == "thermometer")]


def _things(parts: Parts, spots: tuple[Spot, ...], slot: str, objects: Iterable[str]) -> str:
    parts_of_objects = (name for name in objects if f"object/{name}" in parts)
    laid = zip(parts_of_objects, spots, strict=False)
    return "\n".join(at(grade(inner(parts, f"object/{name}"), slot, 1.0), spot.x, spot.y, spot.scale) for name, spot in laid)


def _home(parts: Parts, plan: Room, slot: str, keepsakes: Iterable[str]) -> str:
    """Plant, calendar and photograph, behind the people, in the light of the room; nothing where no home is."""
    names = {name.partition("-")[0]: name for name in keepsakes}
    spots = [(names[kind], spot) for kind, spot in zip(KEEPSAKES, plan.keepsakes, strict=False) if kind in names]
    return "\n".join(at(grade(inner(parts, f"object/{name}"), slot, 0.4), spot.x, spot.y, spot.scale) for name, spot in spots)


def _caller(parts: Parts, caller: Guest | None) -> str:
    """The other end of the line: a half figure at a desk, on a card in the upper corner, in its own light."""
    if caller is None:
        return ""
    under, over = layers(parts, CAST[caller.who], "table", caller.face if caller.face in FACES else "calm")
    card = '<path fill="#FBF3E4" d="M16,0H188Q204,0 204,16V256Q204,272 188,272H16Q0,272 0,256V16Q0,0 16,0Z"/>'
    wall = '<path fill="#D3DCC4" d="M18,10H186Q194,10 194,18V262H10V18Q10,10 18,10Z"/>'
    desk = '<path fill="#C98F5A" d="M10,238H194V254Q194,262 186,262H18Q10,262 10,254Z"/>'
    return at(card + wall + at(under, 102, 244, 0.6) + desk + at(over, 102, 244, 0.6), 22, 60)


def _thermometer(parts: Parts, reads: str) -> str:
    """Large, in the lower corner, in its own light: what it says decides what to do."""
    if not reads:
        return ""
    card = '<path fill="#FBF3E4" d="M18,0H362Q380,0 380,18V102Q380,120 362,120H18Q0,120 0,102V18Q0,0 18,0Z"/>'
    return at(card + at(inner(parts, "object/thermometer-wide") + reading(reads, 100, 32, 0.76), 20, 10), 436, 536)
