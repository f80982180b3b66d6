"""Three texts laid together line by line: the one both started from, ours and theirs.

What only one side changed is taken; what both changed, otherwise, is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A run of lines that both sides changed, otherwise. line: where ours begins, from 1."""

    base: Lines
    ours: Lines
    theirs: Lines
    line: int


Part = Lines | Conflict


def merge(base: str, ours: str, theirs: str) -> list[Part]:
    """Runs of lines that are settled, and conflicts between them, in the order of the text."""
    rows, mine, yours = (tuple(text.split("\n")) for text in (base, ours, theirs))
    to_ours, to_theirs = _matches(rows, mine), _matches(rows, yours)
    parts: list[Part] = []
    b = o = t = 0
    while b < len(rows) or o < len(mine) or t < len(yours):
        if b < len(rows) and to_ours.get(b) == o and to_theirs.get(b) == t:
            _add(parts, (rows[b],))
            b, o, t = b + 1, o + 1, t + 1
            continue
        # The next line that stands in all three: what lies before it was changed by one side or by both.
        end = next((n for n in range(b, len(rows)) if n in to_ours and n in to_theirs), len(rows))
        o_end, t_end = to_ours.get(end, len(mine)), to_theirs.get(end, len(yours))
        _resolve(parts, Conflict(rows[b:end], mine[o:o_end], yours[t:t_end], o + 1))
        b, o, t = end, o_end, t_end
    return parts


def conflicts(parts: Sequence[Part]) -> list[Conflict]:
    return [part for part in parts if isinstance(part, Conflict)]


def text_of(parts: Sequence[Part], picks: Mapping[int, str]) -> str:
    """The whole text. picks: the words for each conflict by its place among them, from 0. KeyError for one nobody settled."""
    rows: list[str] = []
    place = 0
    for part in parts:
        if isinstance(part, Conflict):
            words = picks[place]
            rows += words.split("\n") if words else []
            place += 1
        else:
            rows += part
    return "\n".join(rows)


def _matches(base: Lines, other: Lines) -> dict[int, int]:
    """Line of the base -> the same line of the other text, in order."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _resolve(parts: list[Part], run: Conflict) -> None:
    if run.ours == run.theirs or run.theirs == run.base:
        _add(parts, run.ours)
    elif run.ours == run.base:
        _add(parts, run.theirs)
    elif len(run.base) == len(run.ours) == len(run.theirs):
        _line_by_line(parts, run)
    else:
        parts.append(run)


def _line_by_line(parts: list[Part], run: Conflict) -> None:
    """As many lines on all sides: each was reworded where it stands, so each is settled or asked by itself."""
    for step, (base, ours, theirs) in enumerate(zip(run.base, run.ours, run.theirs, strict=True)):
        if ours in (theirs, base) or theirs == base:
            _add(parts, (theirs if ours == base else ours,))
        else:
            parts.append(Conflict((base,), (ours,), (theirs,), run.line + step))


def _add(parts: list[Part], rows: Lines) -> None:
    if not rows:
        return
    if parts and not isinstance(parts[-1], Conflict):
        parts[-1] = (*parts[-1], *rows)
    else:
        parts.append(rows)
