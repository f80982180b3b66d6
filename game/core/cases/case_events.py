"""What happened in a case, one frozen record a fact, named in the past tense. Keys alone: nothing typed, nothing about a real person."""

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """Which case, in which play of it. course: the key of the course it belongs to is the caller's to know."""

    case: str
    case_version: str
    play: str
    seed: int
    profession: str
    place: str
    objective: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CaseEvent):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDecided(CaseEvent):
    """moment: decide or say; harm: none or unsafe; shown_order: keys of the options as they stood on the screen.

    questions, documents: keys of what was asked and opened before; truth: what was the matter.
    """

    moment: str
    option: str
    is_right: bool
    harm: str
    truth: str
    questions: tuple[str, ...]
    documents: tuple[str, ...]
    shown_order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(CaseEvent):
    """is_right: the decision and its words were; harm: unsafe when either was."""

    is_right: bool
    harm: str
    truth: str


KINDS: dict[str, type[CaseEvent]] = {kind.__name__: kind for kind in (CaseOpened, CaseDecided, CaseClosed)}


def to_json(event: CaseEvent) -> dict[str, Any]:
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(event).items()}
    return {"kind": type(event).__name__, **values}


def from_json(row: dict[str, Any]) -> CaseEvent:
    """Raises KeyError and TypeError for a row that is no event."""
    kind = KINDS[row["kind"]]
    names = {item.name for item in fields(kind)}
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name in names}
    return kind(**values)
