"""Reading delivery status notifications (RFC 3464): what a mail host says later of a message that it had taken. No I/O but the folder."""

import mailbox
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Literal

LARGEST = 1_000_000
"""Bytes of a message that is looked at: a notification is small, and whatever else lies in the mailbox is left alone."""
Verdict = Literal["refused", "given-up"]


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """That a message did not arrive.

    message_id: of our message, with its angle brackets. recipients: the addresses named, small letters. status: as `5.1.1`.
    verdict: "refused" when the address is at fault; "given-up" when a host was away or has a rule against us (5.7.x).
    """

    message_id: str
    recipients: frozenset[str]
    status: str
    verdict: Verdict


def in_folder(path: Path) -> Iterator[bytes]:
    """Every message of a Maildir folder, an mbox file, or a file that holds one message. Nothing is changed there. Raises OSError."""
    if path.is_dir():
        for part in ("new", "cur"):
            for file in sorted((path / part).iterdir()):
                if file.is_file() and file.stat().st_size <= LARGEST:
                    yield file.read_bytes()
    elif path.read_bytes().startswith(b"From "):
        with closing(mailbox.mbox(path, create=False)) as box:
            for key in box.iterkeys():
                yield box.get_bytes(key)[: LARGEST + 1]
    else:
        yield path.read_bytes()


def read(raw: bytes) -> DeliveryReport | None:
    """The report in a message; None for everything else: other mail, absence notes, delays, deliveries, what is damaged or too large."""
    if len(raw) > LARGEST:
        return None
    try:
        mail = message_from_bytes(raw, policy=default)
        if mail.get_content_type() != "multipart/report":  # not every host adds report-type=delivery-status
            return None
        parts = [part for part in mail.walk() if part is not mail]
        failed = [block for part in parts if part.get_content_type() == "message/delivery-status" for block in _failures(part)]
        message_id = next((found for part in parts if (found := _original_id(part))), "")
    except (MessageError, LookupError, ValueError, TypeError, AttributeError):  # the email package meets damaged mail in all these ways
        return None
    if not failed or not message_id:
        return None
    statuses = [status for status, _recipients in failed]
    recipients = frozenset(one for _status, named in failed for one in named)
    return DeliveryReport(message_id, recipients, statuses[0], _verdict(statuses[0]))


def _failures(part: Message) -> Iterator[tuple[str, frozenset[str]]]:
    """(status, recipients) of each recipient whose delivery failed for good."""
    for block in part.get_payload():
        if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
            named = (_address(str(block.get(field, ""))) for field in ("Original-Recipient", "Final-Recipient"))
            yield str(block.get("Status", "")).split(" ")[0].strip(), frozenset(one for one in named if one)


def _address(field: str) -> str:
    """`rfc822; nadia@example.org` as an address."""
    kind, _, words = field.partition(";")
    return words.strip().strip("<>").lower() if kind.strip().lower() == "rfc822" else ""


def _original_id(part: Message) -> str:
    """The Message-ID of the message that is returned, whole or by its headers alone."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = next(iter(part.get_payload()), None)
        return str(inner.get("Message-ID", "")).strip() if isinstance(inner, Message) else ""
    if kind in ("text/rfc822-headers", "message/rfc822-headers"):
        payload = part.get_payload(decode=True)
        return str(message_from_bytes(payload, policy=default).get("Message-ID", "")).strip() if isinstance(payload, bytes) else ""
    return ""


def _verdict(status: str) -> Verdict:
    return "refused" if status.startswith("5.") and not status.startswith("5.7.") else "given-up"
