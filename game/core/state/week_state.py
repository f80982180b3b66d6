"""Everything a week remembers, as plain values that go to JSON and back unchanged."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from operator import attrgetter
from typing import Any

from game.core.errors import SaveUnreadable
from game.core.state.commands import LogEntry, read_entry
from game.core.state.rows import DueRecall, Notification, PlannedSituation, Remark, RisingSymptom, Row

VERSION = 1


@dataclass(slots=True)
class Episode:
    """One warning sign, from its start to its report. Days are days of the cycle; hours count from day 1 of the cycle."""

    key: str
    alert: str
    symptom: str
    flag: str
    grade: int
    day: int
    slot: str
    hour: int
    closed_by: str = ""  # "", a person, net, end, eased
    q: float = 0.0
    closed_hour: int = 0


@dataclass(slots=True)
class Dose:
    """One tablet due. manner: due, ok, late, doubled, forgotten, chosen, vomited, held, held_alone."""

    key: str
    day: int
    slot: str
    hour: int
    manner: str = "due"
    is_covered: bool = False


@dataclass(slots=True)
class Pending:
    """A consequence on its way."""

    day: int
    slot: str
    situation: str
    choice: str


@dataclass(slots=True)
class Call:
    """The call that is under way, or was the last one. stage: choose, one of calling.OPTIONS, ask_ or go_ and a question, outcome.

    asks: questions that the nurse still has; detour: what stood in the way; script: what the ten-second sentence is made of.
    """

    stage: str
    signs: list[str] = field(default_factory=list)
    person: str = ""
    first_words: str = ""
    outcome: str = ""
    turns: int = 0
    is_hold: bool = False
    asks: list[str] = field(default_factory=list)
    detour: str = ""
    script: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Past:
    """One line of the week's story, for the debrief. is_key: a pivotal moment."""

    day: int
    slot: str
    kind: str
    key: str
    detail: str = ""
    is_key: bool = False


@dataclass(slots=True)
class Skill:
    """What the learner is believed to know: p 0-1, n decisions seen, day of the last one."""

    p: float
    n: int = 0
    last: int = 0


@dataclass(slots=True)
class State:
    campaign: str
    week: int
    play: str
    seed: int
    difficulty: int
    length: str
    rule: str
    regimen: str
    role: str
    cycle: int
    first_day: int
    last_day: int
    day: int
    slot: str = "morning"
    turn: int = 0
    is_over: bool = False
    character: dict[str, str] = field(default_factory=dict)
    grades: dict[str, int] = field(default_factory=dict)
    running: dict[str, int] = field(default_factory=dict)  # days running at grade 2 or more
    rising: list[RisingSymptom] = field(default_factory=list)
    gauges: dict[str, int] = field(default_factory=dict)
    infection: str = "none"  # none, active, treated
    infection_day: int = 0
    infection_slot: str = ""
    infection_temperature: float = 0.0
    has_shivers_only: bool = False
    readings: list[list[float]] = field(default_factory=list)  # [hour, °C shown], this day
    reading: float | None = None
    masked_day: int = 0
    spent: int = 0
    hair: str = ""  # what became of it: short, scarf, cap, bald; empty: as before
    is_thin: bool = False  # weight was lost in this cycle
    done: list[str] = field(default_factory=list)
    done_before: list[str] = field(default_factory=list)
    extra_improve: dict[str, float] = field(default_factory=dict)
    extra_infection: float = 1.0
    help_until: int = 0
    helped: list[str] = field(default_factory=list)
    double_until: int = 0
    held_until: int = 0
    away_until: int = 0
    away_from: int = 0  # the day the stay in hospital began
    away_after: int = 0  # of a finished week: the day until which the stay goes on in the next one
    reported: dict[str, int] = field(default_factory=dict)  # alert -> grade told, until it goes away
    episodes: list[Episode] = field(default_factory=list)
    call: Call | None = None
    call_rules: int = 0  # 1: the nurse asks, and something may stand in the way; 0: a week begun before, which goes on as it began
    detour_at: str = ""  # the moment of the last detour: one is enough
    calls: int = 0
    right_reasons: int = 0
    false_alarms: int = 0
    call_days: list[int] = field(default_factory=list)
    doses: list[Dose] = field(default_factory=list)
    open_situation: str = ""
    questions: list[str] = field(default_factory=list)  # those asked in the open situation
    is_card_beside: bool = False
    hints_asked: int = 0
    is_hint_shown: bool = False
    seen: list[str] = field(default_factory=list)
    seen_cycle: list[str] = field(default_factory=list)
    planned: list[PlannedSituation] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    notices: list[Notification] = field(default_factory=list)
    thread: list[Remark] = field(default_factory=list)
    last_words: dict[str, int] = field(default_factory=dict)  # what she said of herself this week -> the day she last did
    opening: list[str] = field(default_factory=list)  # what she said as this moment began
    news: int = 0  # how many of the last lines of the thread belong to this moment
    wish: str = ""  # what became of it: kept, smaller, away or chance
    had_wish: bool = False  # it was kept in an earlier week of this story
    own_wish: str = ""  # of the relative who plays: kept, smaller or chance
    had_own_wish: bool = False
    recalls: list[DueRecall] = field(default_factory=list)
    story: list[Past] = field(default_factory=list)
    daily: list[int] = field(default_factory=list)  # sum of grades, a day
    skills: dict[str, Skill] = field(default_factory=dict)
    strongest: dict[str, int] = field(default_factory=dict)  # the strongest grade of each symptom this week, and of fever
    reports: dict[str, dict[str, int]] = field(default_factory=dict)
    steady: dict[str, float] = field(default_factory=dict)  # improvement that a prepared consultation brings, from the next week on
    prepared: dict[str, float] = field(default_factory=dict)
    here: str = ""  # the action just done: the picture shows its room
    asked_report: bool = False
    log: list[LogEntry] = field(default_factory=list)  # what the learner did, for the same-luck replay
    origin: dict[str, Any] = field(default_factory=dict)  # the state the week began with

    def to_json(self) -> dict[str, Any]:
        """The state as plain values, with the version of this shape. What is empty is left out; origin is shared, not copied."""
        data: dict[str, Any] = {"version": VERSION}
        for name, value in zip(NAMES, VALUES_OF(self), strict=True):
            if value or name in REQUIRED:
                data[name] = value if name == "origin" else [item.to_row() for item in value] if name in ROWS else plain(value)
        return data


def plain(value: Any) -> Any:
    """A copy made of plain values only. Several times faster than dataclasses.asdict, which a save after each command would feel."""
    kind = type(value)
    if kind in ATOMS:
        return value
    if kind is list:
        return [item if type(item) in ATOMS else plain(item) for item in value]
    if kind is dict:
        return {key: item if type(item) in ATOMS else plain(item) for key, item in value.items()}
    names = PARTS.get(kind)
    return value if names is None else {name: plain(getattr(value, name)) for name in names}


ATOMS = frozenset({str, int, float, bool, type(None)})
NAMES = tuple(item.name for item in fields(State))
VALUES_OF = attrgetter(*NAMES)
REQUIRED = frozenset(item.name for item in fields(State) if item.default is MISSING and item.default_factory is MISSING) | {
    "character"
}  # always there for those who show a save
PARTS = {kind: tuple(item.name for item in fields(kind)) for kind in (Episode, Dose, Pending, Past, Call, Skill)}
ROWS: dict[str, Callable[[list[Any]], Row]] = {
    "planned": lambda row: PlannedSituation(*row),
    "rising": lambda row: RisingSymptom(*row),
    "notices": lambda row: Notification(*row),
    "log": read_entry,
    "thread": lambda row: Remark(*row),
    "recalls": lambda row: DueRecall(*row),
}
NESTED: dict[str, type[Any]] = {"episodes": Episode, "doses": Dose, "pending": Pending, "story": Past}


def from_json(data: Any) -> State:
    """The state that to_json wrote, of this version or an earlier one. Raises SaveUnreadable."""
    if not isinstance(data, dict) or not isinstance(data.get("version"), int):
        raise SaveUnreadable("it carries no version")
    if data["version"] > VERSION:
        raise SaveUnreadable(f"it was written by a newer version ({data['version']}, this one knows {VERSION})")
    names = {item.name for item in fields(State)}
    try:
        values = {key: plain(value) if key != "origin" else value for key, value in data.items() if key in names}
        for name, kind in NESTED.items():
            values[name] = [kind(**item) for item in values.get(name, [])]
        for name, read_row in ROWS.items():
            values[name] = [read_row(row) for row in values.get(name, [])]
        values["skills"] = {key: Skill(**item) for key, item in values.get("skills", {}).items()}
        values["call"] = Call(**values["call"]) if values.get("call") else None
        return State(**values)
    except (TypeError, AttributeError) as error:
        raise SaveUnreadable(f"a part of it is missing or damaged ({error})") from error
