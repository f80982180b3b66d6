"""A GIFT file cut into its questions, each with the line it begins at.

Source: docs.moodle.org, “GIFT format”; Moodle 4.5, question/format/gift. Real banks leave out the empty line between questions, after a
category and in the middle of braces: each of these is read as its author meant it, and what cannot be is a block with a fault.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from courses.exchange.gap_codes import CODE
from courses.exchange.questions import Remark, remark

COMMENT = re.compile(r"\s*//")
CATEGORY = re.compile(r"\s*\$(?:CATEGORY|COURSE|MODULE)\$?\s*:", re.IGNORECASE)
TITLE_LINE = re.compile(r"\s*::")
NOTE = re.compile(r"\s*//\s*hlm:\s*(?P<name>[\w.]+)=(?P<value>.*)")
ESCAPE = re.compile(r"\\.", re.DOTALL)


@dataclass(slots=True)
class Block:
    """One question. text: its lines without comments. notes: what our own export wrote above it. fault: why it cannot be read."""

    line: int
    lines: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    fault: Remark | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def blocks(text: str) -> Iterator[Block]:
    """Every question in the order of the file, comments and categories left out."""
    lines = text.split("\n")
    notes: list[tuple[str, str]] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if COMMENT.match(line):
            if note := NOTE.match(line):
                notes.append((note["name"], note["value"].strip()))
            at += 1
        elif not line.strip() or CATEGORY.match(line):
            at += 1
        else:
            block, at = _block(lines, at, notes)
            notes = []
            yield block


def _block(lines: list[str], start: int, notes: list[tuple[str, str]]) -> tuple[Block, int]:
    """The question that begins here, and where the next may begin."""
    block = Block(start + 1, notes=notes)
    is_open, has_answers, first_empty = False, False, 0
    at = start
    while at < len(lines):
        line = lines[at]
        if at > start and CATEGORY.match(line):
            break
        if COMMENT.match(line):
            if NOTE.match(line) and not is_open:
                break
            block.lines.append("")
            at += 1
            continue
        if not line.strip():
            if not is_open:
                break
            first_empty = first_empty or at
            block.lines.append("")
            at += 1
            continue
        if at > start and TITLE_LINE.match(line) and (has_answers or is_open):
            break
        braces = _braces(line)
        if is_open and "{" in braces:  # the one before was never closed: braces do not stand in braces
            break
        if has_answers and not is_open and "{" in braces and not _is_only_codes(block, line):
            break
        is_open, has_answers, fault = _after(braces, is_open, has_answers, line)
        block.fault = block.fault or fault
        block.lines.append(line)
        at += 1
    if is_open:
        block.fault = remark("brace-open")
        if first_empty:  # what stands below the empty line is read as questions of its own
            block.lines = block.lines[: first_empty - start]
            at = first_empty
    return block, at


def _braces(line: str) -> str:
    """The braces of a line that are no part of its words, in their order; an embedded answer counts as one pair."""
    return "".join(sign for sign in ESCAPE.sub("", line) if sign in "{}")


def _after(braces: str, is_open: bool, has_answers: bool, line: str) -> tuple[bool, bool, Remark | None]:
    """Whether a group of answers is open after a line, whether one was closed, and what is wrong with it."""
    pairs = 0
    for sign in braces:
        if sign == "{":
            if is_open:
                return is_open, has_answers, remark("brace-open")
            is_open = True
        elif not is_open:
            return is_open, has_answers, remark("brace-close")
        else:
            is_open, has_answers, pairs = False, True, pairs + 1
    if pairs > 1 and len(CODE.findall(line)) < pairs:
        return is_open, has_answers, remark("two-blocks")
    return is_open, has_answers, None


def _is_only_codes(block: Block, line: str) -> bool:
    """Whether the question holds embedded answers, so that further ones belong to it."""
    return CODE.search(line) is not None and CODE.search(block.text) is not None
