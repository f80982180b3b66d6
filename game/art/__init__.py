"""The pictures: small drawings in, one SVG text a picture out. Pure; the window and the pages show the same text."""

from game.art.people import BODIES, CAST, FACES, HAIRS, LOOKS, SKINS, Look, look
from game.art.rooms import ROOMS, SLOTS
from game.art.scene import Guest, badge, face_of, portrait, scene, thermometer, thing, workplace
from game.art.svg_parts import Parts, at, inner, reading, svg

__all__ = [
    "BODIES", "CAST", "FACES", "HAIRS", "LOOKS", "ROOMS", "SKINS", "SLOTS", "Guest", "Look", "Parts",
    "at", "badge", "face_of", "inner", "look", "portrait", "reading", "scene", "svg", "thermometer", "thing", "workplace",
]  # fmt: skip
