"""Attachments: parts of a multipart request matched with what the statements say, and written back in the same form."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from lrs import signatures
from lrs.errors import AttachmentBroken, LimitPassed
from lrs.extract import attachments_of
from lrs.store import Attachment
from lrs.tables import attachment_contents
from lrs.tables import attachments as links
from xapi.formats import is_media_type

_ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^;\s]+))', re.IGNORECASE)
Json = Mapping[str, Any]


class Part(NamedTuple):
    """One part of a multipart body. headers: names in lower case."""

    headers: dict[str, str]
    content: bytes


def split(content_type: str, body: bytes) -> list[Part]:
    """The parts of a multipart/mixed body, RFC 2046. Raises AttachmentBroken."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise AttachmentBroken("multipart/mixed needs a boundary in its Content-Type")
    mark = b"--" + (found.group(1) or found.group(2)).encode()
    pieces = re.split(rb"(?:^|\r?\n)" + re.escape(mark), body)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise AttachmentBroken("the multipart body is cut short: its last boundary is missing")
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> Part:
    piece = re.sub(rb"^[ \t]*\r?\n", b"", piece, count=1)
    if piece.startswith((b"\r\n", b"\n")):
        return Part({}, piece.lstrip(b"\r").removeprefix(b"\n"))
    head, parted, content = _cut(piece)
    if not parted:
        raise AttachmentBroken("a part of the multipart body has no empty line after its headers")
    headers = {}
    for line in head.decode("utf-8", "replace").split("\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return Part(headers, content)


def _cut(piece: bytes) -> tuple[bytes, bytes, bytes]:
    found = re.search(rb"\r?\n\r?\n", piece)
    return (piece, b"", b"") if found is None else (piece[: found.start()], found.group(), piece[found.end() :])


def received(parts: Sequence[Part], statements: Sequence[Json], largest: int) -> list[Attachment]:
    """The attachments of a request, each one said by a statement. Raises AttachmentBroken, SignatureBroken, LimitPassed."""
    said = {row["sha2"].lower(): row for statement in statements for row in attachments_of(statement)}
    made = []
    for part in parts:
        sha2 = part.headers.get("x-experience-api-hash", "").lower()
        if not sha2:
            raise AttachmentBroken("a part has no X-Experience-API-Hash")
        if part.headers.get("content-transfer-encoding", "").lower() != "binary":
            raise AttachmentBroken("a part needs Content-Transfer-Encoding: binary")
        if sha2 not in said:
            raise AttachmentBroken(f"no statement of the request has an attachment with the hash {sha2}")
        if len(part.content) > largest:
            raise LimitPassed("attachment", largest, is_size=True)
        if hashlib.new(_ALGORITHMS[len(sha2)], part.content).hexdigest() != sha2:
            raise AttachmentBroken(f"the content of the part {sha2} has another hash")
        kind = part.headers.get("content-type") or said[sha2]["contentType"]
        if not is_media_type(kind):
            raise AttachmentBroken(f"the Content-Type of the part {sha2} is no media type")
        made.append(Attachment(sha2, kind, part.content))
    return made


def check(statements: Sequence[Json], contents: Iterable[Attachment]) -> None:
    """Each attachment is there or has a fileUrl, and each signature holds. Raises AttachmentBroken, SignatureBroken."""
    brought = {row.sha2: row.content for row in contents}
    for statement in statements:
        for row in attachments_of(statement):
            content = brought.get(row["sha2"].lower())
            if content is None and "fileUrl" not in row:
                raise AttachmentBroken(f"the attachment {row['sha2']} came neither with the request nor with a fileUrl")
            if row.get("usageType") == signatures.USAGE:
                if content is None:
                    raise AttachmentBroken("a signature must come with the request, not by a fileUrl")
                signatures.check(statement, row, content)


def contents_of(connection: Connection, seqs: Sequence[int]) -> list[Attachment]:
    """The attachments kept for some statements, each once."""
    wanted = (
        select(attachment_contents)
        .where(attachment_contents.c.sha2.in_(select(links.c.sha2).where(links.c.seq.in_(bindparam("seqs", expanding=True)))))
        .order_by(attachment_contents.c.sha2)
    )
    return [Attachment(row.sha2, row.content_type, row.content) for row in connection.execute(wanted, {"seqs": list(seqs)})]


def join(statements: bytes, contents: Iterable[Attachment]) -> tuple[str, bytes]:
    """Content-Type and body of a multipart/mixed answer: the statements first."""
    boundary = secrets.token_hex(16)
    lines = [f"--{boundary}\r\nContent-Type: application/json\r\n\r\n".encode(), statements]
    for row in contents:
        head = f"Content-Type: {row.content_type}\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {row.sha2}"
        lines += [f"\r\n--{boundary}\r\n{head}\r\n\r\n".encode(), row.content]
    lines.append(f"\r\n--{boundary}--\r\n".encode())
    # Without quotes, which 32 hexadecimal digits do not need: TinCanJS 0.50 takes the quotes for part of the boundary.
    return f"multipart/mixed; boundary={boundary}", b"".join(lines)
