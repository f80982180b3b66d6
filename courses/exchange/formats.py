"""The one door in and out: which format a file has, its questions, and a module's items as a file of another program."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from courses.exchange import h5p_reader, own_reader, packages, table_reader, xml_tree
from courses.exchange.errors import BankUnreadable
from courses.exchange.gift import gift_reader, gift_writer
from courses.exchange.losses import ExportRow
from courses.exchange.moodle import moodle_reader, moodle_writer
from courses.exchange.qti import qti_package, qti_reader, qti_writer
from courses.exchange.questions import Entry, remark
from courses.items import item_text
from courses.model.content import Item

Target = Literal["gift", "moodle", "qti21", "qti30", "markdown"]
TARGETS: dict[Target, tuple[str, str, str]] = {
    "gift": ("GIFT", "gift", "text/plain; charset=utf-8"),
    "moodle": ("Moodle XML", "xml", "application/xml"),
    "qti21": ("QTI 2.1", "zip", "application/zip"),
    "qti30": ("QTI 3.0", "zip", "application/zip"),
    "markdown": ("Markdown", "md", "text/markdown; charset=utf-8"),
}
"""Key -> name, ending of the file, media type."""
MOST_MEGABYTES = 8
MOST_QUESTIONS = 2000


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of a file, in its order. format: its name, to be shown. has_lines: False where line is the place in a package."""

    format: str
    entries: tuple[Entry, ...]
    has_lines: bool = True


def read(raw: bytes, language: str) -> Bank:
    """The questions of a file, whatever its name says. language: of the words for true and false.

    Raises BankUnreadable for a file that cannot be read at all, with a sentence to show.
    """
    if len(raw) > MOST_MEGABYTES * 1_000_000:
        raise BankUnreadable(remark("too-big", most=MOST_MEGABYTES))
    bank = _read(raw, language)
    if not bank.entries:
        raise BankUnreadable(remark("no-questions"))
    if len(bank.entries) > MOST_QUESTIONS:
        raise BankUnreadable(remark("too-many", most=MOST_QUESTIONS))
    return bank


def _read(raw: bytes, language: str) -> Bank:
    if raw.startswith(b"PK\x03\x04"):
        names = packages.read(raw, ("h5p.json",))
        if "h5p.json" in names:
            return Bank("H5P", tuple(h5p_reader.read(raw, language)), has_lines=False)
        return Bank("QTI", tuple(qti_package.read_package(raw)))
    if _is_xml(raw):
        return _read_xml(raw, language)
    text = _text(raw)
    if own_reader.looks_like_ours(text):
        return Bank("Markdown", tuple(own_reader.read(text, language)))
    if table_reader.looks_like_a_table(text):
        return Bank("CSV", tuple(table_reader.read(text)))
    if "{" not in text and "::" not in text:
        raise BankUnreadable(remark("unknown-format"))
    return Bank("GIFT", tuple(gift_reader.read(text, language)))


def _is_xml(raw: bytes) -> bool:
    start = raw[:400].removeprefix(codecs.BOM_UTF8).lstrip()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = raw[:400].decode("utf-16", errors="replace").strip().encode()
    return re.match(rb"<(?:\?xml|!DOCTYPE|!--|quiz\b|(?:\w+:)?(?:qti-)?assessment)", start, re.IGNORECASE) is not None


def _read_xml(raw: bytes, language: str) -> Bank:
    root = xml_tree.parse(raw)
    if root.name == "quiz":
        return Bank("Moodle XML", tuple(moodle_reader.read(root, language)))
    if root.name in qti_reader.ITEMS:
        return Bank("QTI", (qti_reader.read_item(root, {}),))
    raise BankUnreadable(remark("unknown-format"))


def _text(raw: bytes) -> str:
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise BankUnreadable(remark("not-text")) from error
    if "\x00" in text:
        raise BankUnreadable(remark("not-text"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write(items: Sequence[Item], target: Target, name: str) -> tuple[bytes, list[ExportRow]]:
    """A file of these items and a row for each with what the target cannot hold. name: of the category they stand in."""
    if target == "gift":
        text, rows = gift_writer.write(items)
        return text.encode(), rows
    if target == "moodle":
        return moodle_writer.write(items, name)
    if target == "markdown":
        return item_text.write(items).encode(), [ExportRow(item.key, item.question.split("\n")[0], ()) for item in items]
    return qti_writer.write(items, "2.1" if target == "qti21" else "3.0")
