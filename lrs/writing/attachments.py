"""Attachments: parts of a multipart request matched with what the statements say, and written back in the same form."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, case, func, select

from lrs.errors import AttachmentBroken, LimitPassed
from lrs.storage.tables import attachment_contents, mentions
from lrs.storage.tables import attachments as links
from lrs.storage.tables import statements as rows_of
from lrs.writing import signatures
from lrs.writing.row_extraction import attachments_of
from lrs.writing.statement_writer import Attachment
from xapi.formats import is_media_type

_ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^;\s]+))', re.IGNORECASE)
Json = Mapping[str, Any]


class Part(NamedTuple):
    """One part of a multipart body. headers: names in lower case."""

    headers: dict[str, str]
    content: bytes


MOST_PARTS = 1001
"""Of one request: the statements, and as many attachments as a batch may hold statements."""
LONGEST_HEAD, MOST_HEADERS = 8 * 1024, 32
"""Of one part: bytes before its content, and lines among them."""
_LONGEST_BOUNDARY = 70  # RFC 2046, 5.1.1


def split(content_type: str, body: bytes) -> list[Part]:
    """The parts of a multipart/mixed body, RFC 2046. Raises AttachmentBroken, LimitPassed."""
    match = _BOUNDARY.search(content_type)
    boundary = (match.group(1) or match.group(2)) if match is not None else ""
    if not boundary or len(boundary) > _LONGEST_BOUNDARY:
        raise AttachmentBroken(f"multipart/mixed needs a boundary of 1 to {_LONGEST_BOUNDARY} signs in its Content-Type")
    mark = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(?=--|[ \t]*\r?\n|[ \t]*\Z)")
    marks = [match.span() for match in islice(mark.finditer(body), MOST_PARTS + 2)]
    if len(marks) > MOST_PARTS + 1:
        raise LimitPassed("parts of a multipart body", MOST_PARTS, is_size=True)
    if len(marks) < 2 or not body.startswith(b"--", marks[-1][1]):
        raise AttachmentBroken("the multipart body is cut short: its last boundary is missing")
    return [_part(body, start, end) for (_, start), (end, _) in pairwise(marks)]


def _part(body: bytes, start: int, end: int) -> Part:
    """The part between two boundaries. Only its head is searched, so a long content costs nothing."""
    line_end = _LINE_END.match(body, start, end)
    start = line_end.end() if line_end is not None else start
    if body.startswith((b"\r\n", b"\n"), start, end):
        return Part({}, body[start:end].lstrip(b"\r").removeprefix(b"\n"))
    head_end = _HEAD_END.search(body, start, min(end, start + LONGEST_HEAD))
    if head_end is None:
        if end - start > LONGEST_HEAD:
            raise LimitPassed("bytes of the headers of a part", LONGEST_HEAD, is_size=True)
        raise AttachmentBroken("a part of the multipart body has no empty line after its headers")
    lines = body[start : head_end.start()].decode("utf-8", "replace").split("\n")
    if len(lines) > MOST_HEADERS:
        raise LimitPassed("headers of a part", MOST_HEADERS, is_size=True)
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return Part(headers, body[head_end.end() : end])


_LINE_END = re.compile(rb"[ \t]*\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")


def read_contents(parts: Sequence[Part], statements: Sequence[Json], largest: int) -> list[Attachment]:
    """The attachments of a request, each one said by a statement. Raises AttachmentBroken, SignatureBroken, LimitPassed."""
    attachments_by_hash = {row["sha2"].lower(): row for statement in statements for row in attachments_of(statement)}
    contents = []
    for part in parts:
        sha2 = part.headers.get("x-experience-api-hash", "").lower()
        if not sha2:
            raise AttachmentBroken("a part has no X-Experience-API-Hash")
        if part.headers.get("content-transfer-encoding", "").lower() != "binary":
            raise AttachmentBroken("a part needs Content-Transfer-Encoding: binary")
        if sha2 not in attachments_by_hash:
            raise AttachmentBroken(f"no statement of the request has an attachment with the hash {sha2}")
        if len(part.content) > largest:
            raise LimitPassed("attachment", largest, is_size=True)
        if hashlib.new(_ALGORITHMS[len(sha2)], part.content).hexdigest() != sha2:
            raise AttachmentBroken(f"the content of the part {sha2} has another hash")
        kind = part.headers.get("content-type") or attachments_by_hash[sha2]["contentType"]
        if not is_media_type(kind):
            raise AttachmentBroken(f"the Content-Type of the part {sha2} is no media type")
        contents.append(Attachment(sha2, kind, part.content))
    return contents


def check(statements: Sequence[Json], contents: Iterable[Attachment]) -> None:
    """Each attachment is there or has a fileUrl, and each signature holds. Raises AttachmentBroken, SignatureBroken."""
    contents_by_hash = {row.sha2: row.content for row in contents}
    for statement in statements:
        for row in attachments_of(statement):
            content = contents_by_hash.get(row["sha2"].lower())
            if content is None and "fileUrl" not in row:
                raise AttachmentBroken(f"the attachment {row['sha2']} came neither with the request nor with a fileUrl")
            if content is not None and not _is_as_long(row["length"], content):
                raise AttachmentBroken(f"the attachment {row['sha2']} has {len(content)} bytes, and its length says {row['length']}")
            if row.get("usageType") == signatures.USAGE:
                if content is None:
                    raise AttachmentBroken("a signature must come with the request, not by a fileUrl")
                signatures.check(statement, row, content)


def _is_as_long(length: int, content: bytes) -> bool:
    """Hexadecimal text of `length` bytes passes too: the public test suite sends its picture so, and wants it taken."""
    return len(content) == length or (len(content) == 2 * length and _HEXADECIMAL.fullmatch(content) is not None)


_HEXADECIMAL = re.compile(rb"[0-9a-fA-F]*")


def contents_of(
    connection: Connection, seqs: Sequence[int], *, authority: int | None = None, cohort: int | None = None
) -> list[Attachment]:
    """The attachments kept for some statements, each once.

    authority, cohort: bounds of who reads. Bytes are given when they came with a statement within the bounds; a statement that only
    names their hash does not open them.
    """
    own = case((links.c.seq.in_(bindparam("seqs", expanding=True)), links.c.content_type))
    hashes = select(links.c.sha2).where(links.c.seq.in_(bindparam("seqs", expanding=True)))
    query = (
        select(links.c.sha2, func.coalesce(func.min(own), func.min(links.c.content_type)).label("kind"))
        .where(links.c.content_type.is_not(None), links.c.sha2.in_(hashes))
        .group_by(links.c.sha2)
        .order_by(links.c.sha2)
    )
    if authority is not None:
        query = query.join(rows_of, rows_of.c.seq == links.c.seq).where(rows_of.c.authority == authority)
    if cohort is not None:
        query = query.where(select(mentions.c.seq).where(mentions.c.term == cohort, mentions.c.seq == links.c.seq).exists())
    kinds = {row.sha2: row.kind for row in connection.execute(query, {"seqs": list(seqs)})}
    rows = connection.execute(_CONTENTS, {"hashes": sorted(kinds)})
    return [Attachment(row.sha2, kinds[row.sha2], row.content) for row in rows]


_CONTENTS = (
    select(attachment_contents.c.sha2, attachment_contents.c.content)
    .where(attachment_contents.c.sha2.in_(bindparam("hashes", expanding=True)))
    .order_by(attachment_contents.c.sha2)
)


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
