"""What an export says of each item before it is sent: whole, with something kept apart, or not at all."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from courses.exchange.foreign_text import excerpt
from courses.exchange.questions import Remark, remark
from courses.model.content import Item

OUR_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?:module|page|media):[^)]*\)")
OUR_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
NOT_SENT = frozenset(["out-survey"])


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One item on its way out. remarks: what the target cannot hold of it."""

    key: str
    title: str
    remarks: tuple[Remark, ...]

    @property
    def is_sent(self) -> bool:
        return not any(one.code in NOT_SENT for one in self.remarks)


def rows_of(items: Sequence[Item], target: str, losses: Callable[[Item], Iterable[Remark]]) -> list[ExportRow]:
    rows = []
    for item in items:
        remarks = [remark("out-survey", target=target)] if item.kind == "survey" else [*_of_any(item, target), *losses(item)]
        rows.append(ExportRow(item.key, excerpt(item.question), tuple(remarks)))
    return rows


def _of_any(item: Item, target: str) -> Iterator[Remark]:
    if item.unsafe_keys:
        yield remark("out-unsafe", target=target)
    if item.possible_keys:
        yield remark("out-possible", target=target)
    if item.triage_rows or item.rows or any(option.urgency for option in item.options):
        yield remark("out-triage")
    words = "\n".join([item.question, item.hint, item.explanation, *(f"{one.text}\n{one.feedback}\n{one.pair}" for one in item.options)])
    if OUR_LINK.search(words):
        yield remark("out-link")
    if OUR_PICTURE.search(words):
        yield remark("out-picture")


def without_our_links(text: str) -> str:
    """Words for readers elsewhere: links to pages of this site keep their words, pictures go."""
    return OUR_LINK.sub(r"\1", OUR_PICTURE.sub("", text))
