"""What happened in a week, one frozen record a fact, named in the past tense. Nothing here is free text or about a real person."""

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """When and where every event happened. day: of the week, from 1; game_hour: since the week began."""

    campaign: str
    week: int
    play: str
    seed: int
    difficulty: int
    length: str
    role: str
    day: int
    cycle_day: int
    slot: str
    game_hour: int
    model_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekStarted(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekProgressed(Event):
    """A day ended. progress: 0-100."""

    progress: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCompleted(Event):
    """The week reached its end. The three compasses, 0-1 (safety None when no sign came); adherence None without tablets."""

    safety: float | None
    comfort: float
    confidence: float
    adherence: float | None
    right_reasons: int
    false_alarms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDone(Event):
    action: str
    skill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemperatureMeasured(Event):
    """shown: what the thermometer said, °C; meaning: call, second or none, by the site's rule."""

    shown: float
    meaning: str
    is_masked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPresented(Event):
    """A warning sign opened an episode. alert: its rule; flag: vital, red or amber."""

    episode: str
    alert: str
    symptom: str
    flag: str
    grade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignReported(Event):
    """The learner reported the sign. q: what the report is worth by its delay, 0-1."""

    episode: str
    alert: str
    symptom: str
    flag: str
    grade: int
    person: str
    q: float
    hours_since_sign: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIgnored(Event):
    """A relative called instead of the learner, or the week ended first (closed_by: net or end)."""

    episode: str
    alert: str
    symptom: str
    flag: str
    grade: int
    q: float
    hours_since_sign: int
    closed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignEased(Event):
    """An amber sign went away before anyone was told."""

    episode: str
    alert: str
    symptom: str
    flag: str
    q: float
    hours_since_sign: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMade(Event):
    """reason: right (a sign was there) or false_alarm (none was; it costs nothing)."""

    person: str
    reason: str
    signs: tuple[str, ...]
    first_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationOpened(Event):
    situation: str
    situation_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMade(Event):
    """harm: none or unsafe. shown_order: keys of the choices as they stood on the screen; empty in events of old versions.

    questions: keys of those asked before; documents: card, when the alert card lay beside.
    """

    situation: str
    situation_version: str
    choice: str
    is_safe: bool
    harm: str
    hinted: bool
    skills: tuple[str, ...]
    shown_order: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationSkipped(Event):
    situation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceCame(Event):
    situation: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseTaken(Event):
    """manner: ok, late or doubled; is_covered: the dose counts as taken in its window."""

    dose: str
    due_hour: int
    manner: str
    is_covered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseSkipped(Event):
    """manner: forgotten, chosen or vomited; is_covered: true when a vomited dose was reported, not taken again."""

    dose: str
    due_hour: int
    manner: str
    is_covered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseHeld(Event):
    """The dose was held on advice (the team's, or the plan's stop-and-call rule) or without it."""

    dose: str
    due_hour: int
    on_advice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWritten(Event):
    """The character's weekly report. suggests_call: an answer is high, or rose."""

    suggests_call: bool
    agrees: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HintShown(Event):
    situation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillPractised(Event):
    """The knowledge model moved. p_before, p_after: 0-1."""

    skill: str
    is_right: bool
    p_before: float
    p_after: float


KINDS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        WeekStarted, WeekProgressed, WeekCompleted, ActionDone, TemperatureMeasured, SignPresented, SignReported, SignIgnored, SignEased,
        CallMade, SituationOpened, DecisionMade, SituationSkipped, ConsequenceCame, DoseTaken, DoseSkipped, DoseHeld, ReportWritten,
        HintShown, SkillPractised,
    )
}  # fmt: skip
TUPLES: frozenset[str] = frozenset({"signs", "skills", "shown_order", "questions", "documents"})


def to_json(event: Event) -> dict[str, Any]:
    """The event as plain values, with its kind."""
    return {"kind": type(event).__name__, **asdict(event)}


def from_json(data: dict[str, Any]) -> Event:
    """The event that to_json wrote. Raises KeyError for an unknown kind, TypeError for fields that do not fit it."""
    kind = KINDS[data["kind"]]
    names = {field.name for field in fields(kind)}
    values: dict[str, Any] = {key: tuple(value) if key in TUPLES else value for key, value in data.items() if key in names}
    return kind(**values)
