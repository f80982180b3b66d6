"""The readers that are fuzzed: each takes bytes, and raises only what is a fault.

A reader's own refusal (a bank that cannot be read, a device's folder that is in use) is an answer and is swallowed here.
"""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from courses.errors import ContentUnreadable
from courses.exchange import formats as bank_formats
from courses.exchange.errors import BankUnreadable
from courses.exchange.taking import Place, rows
from courses.text import front_matter, yaml_files
from game.device.outbox import Outbox
from game.errors import DiskRefused
from lms.credentials import codes
from xapi import formats
from xapi.reasons import REASONS
from xapi.validate import problems_of

Read = Callable[[bytes], None]
SEPARATOR = b"\0\0"
"""Between the two files of a device's folder, in one input."""


def read_statement(raw: bytes) -> None:
    """A statement as a client sends it, in both versions."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    for version in ("1.0.3", "2.0.0"):
        assert all(problem.code in REASONS for problem in problems_of(value, version))


def read_duration(raw: bytes) -> None:
    """A duration and a time of ISO 8601."""
    text = raw.decode("utf-8", "replace")
    if formats.is_duration(text):
        assert formats.duration_seconds(text) is None or formats.duration_seconds(text) >= 0
        assert formats.is_duration(formats.cut_duration(text))
    for strict in (False, True):
        if formats.is_time(text, strict=strict):
            assert formats.moment(text).tzinfo is not None or not strict
            formats.utc_seconds(text)


def read_language(raw: bytes) -> None:
    """A tag of BCP 47."""
    assert formats.is_language(raw.decode("utf-8", "replace")) in (True, False)


def read_bank(raw: bytes) -> None:
    """A question bank of another program: GIFT, XML of Moodle, QTI and H5P archives with their manifests, tables."""
    try:
        bank = bank_formats.read(raw, "fr")
    except BankUnreadable:
        return
    all_rows = rows(bank.entries, Place("fever", "fr"))
    assert len(all_rows) == len(bank.entries)


def read_device(raw: bytes) -> None:
    """The folder of a device: its journal, and which statements the site took."""
    journal, _, taken = raw.partition(SEPARATOR)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "journal.jsonl").write_bytes(journal)
        (folder / "taken.json").write_bytes(taken)
        try:
            outbox = Outbox(folder, clock=lambda: 0.0, chance=lambda: 0.5)
        except DiskRefused:
            return
        try:
            for ask in (outbox.batch, outbox.plays, outbox.settled, lambda: outbox.last("week")):
                ask()
        finally:
            outbox.journal.close()


def read_attestation_code(raw: bytes) -> None:
    """What a stranger types to check an attestation."""
    code = codes.normalise(raw.decode("utf-8", "replace"))
    if codes.defect(code) is None:
        assert codes.normalise(codes.grouped(code)) == code


def read_page_head(raw: bytes) -> None:
    """The head of a page that an educator saves."""
    try:
        front_matter.split(yaml_files.decode(raw, "page.fr.md"), "page.fr.md")
    except ContentUnreadable:
        return


READERS: Mapping[str, Read] = {
    "statement": read_statement,
    "duration": read_duration,
    "language": read_language,
    "bank": read_bank,
    "device": read_device,
    "attestation-code": read_attestation_code,
    "page-head": read_page_head,
}
