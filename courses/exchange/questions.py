"""A question as a file of another program holds it, before it becomes an item of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from courses.model.content import Item, Spelling

Shape = Literal["choice", "choices", "number", "short", "match", "order", "cloze", "survey"]
"""choice: one answer to choose. choices: several. short: words to type. The rest are the kinds of our own items."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a question. code: a key of `remarks.SENTENCES`; fields: what its sentence names."""

    code: str
    fields: tuple[tuple[str, str], ...] = ()


def remark(code: str, **fields: object) -> Remark:
    return Remark(code, tuple((name, str(value)) for name, value in fields.items()))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a choice, or one row. share: 1.0 for the whole mark, 0.0 for none, below zero where it costs. pair: the right side."""

    text: str
    share: float = 0.0
    feedback: str = ""
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """line: where it begins in its file. title: its name there. text: what is asked, as our Markdown; a cloze holds `[[right|other]]`.

    notes: what our own export wrote beside it (`notes.py`). remarks: what was changed or lost on the way.
    """

    line: int
    shape: Shape
    text: str
    title: str = ""
    answers: tuple[Answer, ...] = ()
    value: float | None = None
    tolerance: float = 0.0
    unit: str = ""
    hint: str = ""
    explanation: str = ""
    is_shuffled: bool = False
    spelling: Spelling = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    def saying(self, *remarks: Remark) -> "Question":
        """The same with more to say; a remark is said once."""
        new = [one for place, one in enumerate(remarks) if one not in self.remarks and one not in remarks[:place]]
        return replace(self, remarks=(*self.remarks, *new))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question, or what stands in the place of one, that cannot be taken; with its line and why."""

    line: int
    title: str
    why: Remark


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An item that was read as an author types it. remarks: what is wrong in its lines."""

    line: int
    item: Item
    remarks: tuple[Remark, ...] = ()


Entry = Question | LeftOut | OwnItem
