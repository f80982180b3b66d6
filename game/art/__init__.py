"""The pictures: small drawings in, one SVG text a picture out. Pure; the window and the pages show the same text."""

from game.art.people import AT_REST, BODIES, CAST, FACES, HAIRS, LOOKS, POSES, SKINS, Look, Pose, look
from game.art.rooms import ROOMS, SLOTS
from game.art.scene import Guest, badge, face_of, portrait, scene, thermometer, thing, workplace
from game.art.svg_parts import Parts, at, inner, reading, svg

__all__ = [
    "AT_REST", "BODIES", "CAST", "FACES", "HAIRS", "LOOKS", "POSES", "ROOMS", "SKINS", "SLOTS", "Guest", "Look", "Parts", "Pose",
    "at", "badge", "face_of", "inner", "look", "portrait", "reading", "scene", "svg", "thermometer", "thing", "workplace",
]  # fmt: skip
