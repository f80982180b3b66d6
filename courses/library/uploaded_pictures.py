"""Pictures that educators send: their kind by their first bytes, measured, and drawings cleaned of all but shapes."""

import math
import re
import stat
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from xml.etree import ElementTree

from courses.errors import CoursesError
from courses.sentences import NOTHING, Sentence, sentence

FOLDER = "media/uploads"
MOST_BYTES = 200_000
MOST_PIXELS = 4_000_000
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_NAME = 60
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "http://www.w3.org/2000/svg"
TAGS = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs",
    "linearGradient", "radialGradient", "stop",
}  # fmt: skip
ATTRIBUTES = {
    "viewBox", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width", "height", "points", "id",
    "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray",
    "stroke-opacity", "stroke-miterlimit", "opacity", "transform", "offset", "stop-color", "stop-opacity", "gradientUnits",
    "gradientTransform",
}  # fmt: skip
HARMLESS_TAGS = {"metadata", "text", "tspan", "clipPath", "mask", "pattern", "marker", "symbol"}
"""What a drawing by file may hold beside shapes: it shows words or repeats shapes, and fetches or runs nothing."""
FOREIGN = re.compile(r"url\((?!#[\w-]+\))|[a-z]+:|\\|//", re.IGNORECASE)
MOST_DEEP, MOST_PARTS = 40, 5000
"""Groups inside one another, and shapes, of a drawing."""
WIDEST, MOST_STRETCHED = 100_000.0, 8.0
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples a pixel of PNG's kinds of colour."""
PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND")
"""What draws the picture; where and by whom it was taken goes."""


class PictureRefused(CoursesError):
    """why: name, size, kind, broken, pixels, stretched, parts (too many, or too deep), or active (a drawing that would fetch or run
    something in its head)."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The picture cannot be taken: {why}.")
        self.why = why


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it may be kept. path: within the content folder."""

    path: str
    raw: bytes


def check_picture(name: str, raw: bytes) -> Picture:
    """name: lower-case words joined by -, without an ending. Raises PictureRefused."""
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise PictureRefused("name")
    if len(raw) > MOST_BYTES:
        raise PictureRefused("size")
    if raw.startswith(PNG):
        return Picture(f"{FOLDER}/{name}.png", _png(raw))
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<svg", b"<?xml")):
        return Picture(f"{FOLDER}/{name}.svg", _svg(raw))
    raise PictureRefused("kind")


WHY = {
    "size": sentence("more than {most_bytes:,} bytes; make it smaller", most_bytes=MOST_BYTES),
    "kind": sentence("neither PNG nor SVG, whatever its name says; save it as one of them"),
    "ending": sentence("its ending is not that of its kind; name a drawing .svg and a photograph .png"),
    "broken": sentence("it cannot be read to its end; save it again"),
    "pixels": sentence("more than {most_pixels:,} pixels; make it smaller", most_pixels=MOST_PIXELS),
    "stretched": sentence("more than {most_stretched:g} times as wide as high, or as high as wide; crop it", most_stretched=MOST_STRETCHED),
    "parts": sentence("more than {most_parts:,} shapes, or groups too deep inside one another; simplify it", most_parts=MOST_PARTS),
    "active": sentence("it holds more than shapes (a script, a style, an address or a DOCTYPE); save it as plain SVG"),
    "missing": sentence("the file cannot be read"),
}
"""In English, as all `content check` says: for files that came by git, not by the form."""


def refusal(path: Path) -> Sentence:
    """Why a picture of the content folder may not be shown; empty when it may. The same limits as for one that is sent by the form."""
    try:
        state = path.stat()
    except OSError:
        return WHY["missing"]
    if not stat.S_ISREG(state.st_mode):
        return WHY["missing"]
    return WHY["size"] if state.st_size > MOST_BYTES else _refusal(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=4096)
def _refusal(path: Path, _size: int, _mtime: int) -> Sentence:
    """Looked at once for each state of a file."""
    try:
        raw = path.read_bytes()
        picture = check_picture("a", raw)
        if PurePath(picture.path).suffix != path.suffix.lower():
            return WHY["ending"]
        return WHY["active"] if picture.path.endswith(".svg") and not is_shapes_alone(raw) else NOTHING
    except PictureRefused as refusal:
        return WHY[refusal.why]
    except OSError:
        return WHY["missing"]


def is_shapes_alone(raw: bytes) -> bool:
    """Whether a drawing that can be read holds nothing that the cleaning would take out for what it could do."""
    for node in ElementTree.fromstring(raw).iter():  # noqa: S314 - `check_picture` refused every DOCTYPE and entity before
        name = node.tag.removeprefix(f"{{{SVG}}}") if isinstance(node.tag, str) else ""
        if isinstance(node.tag, str) and name not in TAGS and name not in HARMLESS_TAGS:
            return False
        for attribute, value in node.attrib.items():
            short = attribute.rpartition("}")[2].casefold()
            if short.startswith("on") or short in ("href", "src", "style") or (attribute in ATTRIBUTES and FOREIGN.search(value)):
                return False
    return True


def _png(raw: bytes) -> bytes:
    chunks, at, wide, high, bits, data = [PNG], len(PNG), 0, 0, 0, b""
    while at + 12 <= len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4])
        kind, end = raw[at + 4 : at + 8], at + 12 + length
        if end > len(raw) or zlib.crc32(raw[at + 4 : end - 4]) != struct.unpack(">I", raw[end - 4 : end])[0]:
            raise PictureRefused("broken")
        if (kind == b"IHDR") != (at == len(PNG)) or (kind == b"IHDR" and length != 13):
            raise PictureRefused("broken")
        if kind == b"IHDR":
            wide, high = struct.unpack(">II", raw[at + 8 : at + 16])
            if not wide or not high or wide * high > MOST_PIXELS:
                raise PictureRefused("pixels")
            bits = raw[at + 16] * CHANNELS.get(raw[at + 17], 0)
        if kind == b"IDAT":
            data += raw[at + 8 : end - 4]
        if kind in PNG_KEPT:
            chunks.append(raw[at:end])
        if kind == b"IEND":
            break
        at = end
    if chunks[-1][4:8] != b"IEND" or not bits:
        raise PictureRefused("broken")
    _inflate(data, most=high * ((wide * bits + 7) // 8 + 1) + 16 * (high + wide))
    return b"".join(chunks)


def _inflate(data: bytes, *, most: int) -> None:
    """Whether the pixels can be unpacked, into no more than the picture's size says (interlaced ones take a little more)."""
    tool = zlib.decompressobj()
    try:
        tool.decompress(data, most)
    except zlib.error as error:
        raise PictureRefused("broken") from error
    if not tool.eof:
        raise PictureRefused("broken")


def _svg(raw: bytes) -> bytes:
    if b"<!" in raw.replace(b"<!--", b""):
        raise PictureRefused("active")
    try:
        root = ElementTree.fromstring(raw)  # noqa: S314 - no DOCTYPE and no entity passed the line above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise PictureRefused("broken") from error
    if root.tag != f"{{{SVG}}}svg":
        raise PictureRefused("kind")
    _refuse_bulk(root)
    _clean(root)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    _refuse_size(root.get("viewBox", ""))
    ElementTree.register_namespace("", SVG)
    return bytes(ElementTree.tostring(root, encoding="utf-8"))


def _refuse_bulk(root: ElementTree.Element) -> None:
    todo, count = [(root, 1)], 0
    while todo:
        node, depth = todo.pop()
        count += 1
        if depth > MOST_DEEP or count > MOST_PARTS:
            raise PictureRefused("parts")
        todo += [(child, depth + 1) for child in node]


def _refuse_size(box: str) -> None:
    """A drawing takes the room its page gives; only its proportions count, and no page is stretched by them."""
    try:
        _x, _top, wide, high = (float(part) for part in box.replace(",", " ").split())
    except ValueError as error:
        raise PictureRefused("broken") from error
    if not (math.isfinite(wide) and math.isfinite(high) and 0 < wide <= WIDEST and 0 < high <= WIDEST):
        raise PictureRefused("pixels")
    if not 1 / MOST_STRETCHED <= wide / high <= MOST_STRETCHED:
        raise PictureRefused("stretched")


def _clean(node: ElementTree.Element) -> None:
    for name, value in list(node.attrib.items()):
        if name not in ATTRIBUTES or FOREIGN.search(value):
            del node.attrib[name]
    for child in list(node):
        if not isinstance(child.tag, str) or child.tag.removeprefix(f"{{{SVG}}}") not in TAGS or not child.tag.startswith(f"{{{SVG}}}"):
            node.remove(child)
        else:
            _clean(child)
