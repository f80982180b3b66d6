"""The numbers of the game as frozen values: what a clinician reads and changes in content/_structure/game/. Illustrative, not clinical."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SLOTS = ("morning", "noon", "evening", "night")
SLOT_HOURS: Mapping[str, int] = {"morning": 8, "noon": 13, "evening": 20, "night": 26}  # night belongs to the day before midnight


def game_hour(day: int, slot: str) -> int:
    """Hours since midnight of day 1, as statements and reports count them."""
    return 24 * (day - 1) + SLOT_HOURS[slot]


@dataclass(frozen=True, slots=True)
class Dynamics:
    """How a symptom that is there moves in a day: chance to worsen at its peak, to improve, to start at grade 2."""

    worsen: float
    improve: float
    starts_at_two: float


@dataclass(frozen=True, slots=True)
class Condition:
    """What must all be true now for an alert, a stop rule, a blocked action or a situation. Empty: always true.

    grades: at least this grade; lasting: that grade for so many days running; below: gauges under a value, 0-100.
    """

    grades: Mapping[str, int] = field(default_factory=dict)
    lasting: Mapping[str, int] = field(default_factory=dict)
    below: Mapping[str, int] = field(default_factory=dict)
    fever: bool = False
    shivers: bool = False
    missed_doses: int = 0
    only_by_situation: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """One sign and what to do with it: the game's flags and the sheet "Quand j'appelle" are both made from these.

    flag: vital (15 at once), red (call now), amber (call today), green (note). symptom: the sign's key in statements.
    is_physical: two physical ambers on one day count as red. regimens: the treatments it holds for; all when empty.
    """

    key: str
    flag: str
    symptom: str
    when: Condition
    is_physical: bool = True
    skill: str = "K03"
    on_sheet: bool = True
    sources: tuple[str, ...] = ()
    regimens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tablets:
    """When tablets are due: slots of a day, first and last day of the cycle, what tells to stop and call."""

    slots: tuple[str, ...]
    first_day: int
    last_day: int
    stop_and_call: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Regimen:
    """An invented treatment. onset: chance to meet each symptom in one unprotected cycle, 0-1."""

    key: str
    kind: str  # infusion, tablets, hormone, none
    cycle_days: int
    nadir_day: int
    nadir_depth: float
    onset: Mapping[str, float]
    tablets: Tablets | None = None
    avoids_cold: bool = False
    antiemetic_days: int = 0
    hair_days: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something the character can do in a slot. Factors multiply a chance that day; improve adds to it; gauges in points of 100."""

    key: str
    cost: int = 0
    onset: Mapping[str, float] = field(default_factory=dict)
    worsen: Mapping[str, float] = field(default_factory=dict)
    improve: Mapping[str, float] = field(default_factory=dict)
    gauges: Mapping[str, int] = field(default_factory=dict)
    infection: float = 1.0
    regimens: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    report_days: tuple[int, ...] = ()
    blocked_by: tuple[Condition, ...] = ()
    times_a_day: int = 1
    skill: str = ""
    room: str = ""
    posture: str = ""
    plates: tuple[str, ...] = ()
    needs: str = ""  # dose, antiemetic, last_day: what must be due for the action to be offered


@dataclass(frozen=True, slots=True)
class Infection:
    """Daily chance of an infection and the fever it brings (temperatures in °C)."""

    base_per_day: float
    most_per_day: float
    neutrophil_threshold: float
    nadir_width_days: float
    mucositis_factor: float
    fever_from: float
    fever_spread: float
    rise_per_day: float
    fever_cap: float
    borderline_share: float
    borderline_from: float
    borderline_spread: float
    held_share: float
    shivers_without_fever_share: float
    normal_from: float
    normal_spread: float
    masked_by: float
    slot_weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Body:
    """Daily changes of the gauges, in points of 100."""

    start: Mapping[str, int]
    energy_aim: int
    energy_drift: float
    energy_per_fatigue: int
    energy_per_other_grade_two: int
    water_lost: int
    water_lost_diarrhoea: int
    water_lost_nausea: int
    dizzy_below: int
    wellbeing_drift: float
    wellbeing_per_grade: int
    confidence_right: int
    thin_after_days: int
    low_below: int
    good_from: int
    own_energy_per_day: int
    own_energy_back: int


@dataclass(frozen=True, slots=True)
class Moments:
    """How many actions that cost energy fit in a day."""

    base: int
    less_at_fatigue: Mapping[int, int]
    least: int


@dataclass(frozen=True, slots=True)
class Help:
    """What a call that was needed changes, and for how long.

    hold_chance: to be put on hold, or to meet somebody who does not know her; fluids_water: points of water given back.
    """

    days: int
    improve: float
    worsen: float
    double_dose_worsen: float
    double_dose_days: int
    hold_chance: float
    fluids_water: int


@dataclass(frozen=True, slots=True)
class Care:
    """Who takes what. pharmacist: signs that are the pharmacist's; fluids: alerts that end in help with fluids.

    stay: alert that ends in a stay in hospital -> nights away, by how late the team was told (slot, day, next, later).
    """

    pharmacist: tuple[str, ...]
    fluids: tuple[str, ...]
    stay: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class NoticeSources:
    """Keys of the sources of what the game says by itself: on paracetamol before measuring, on a dose missed or doubled, the tip of all."""

    paracetamol: tuple[str, ...]
    dose: tuple[str, ...]
    tip: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scoring:
    """Weights of flags and what a report is worth by its delay."""

    weights: Mapping[str, int]
    worth: Mapping[str, Mapping[str, float]]  # flag -> slot, day, next, later
    net: float
    burden: Mapping[str, int]  # fever, away, untold (each sign): what weighs on a day beside the symptoms, as grades
    comfort_divisor: float
    regular_from: float


@dataclass(frozen=True, slots=True)
class SkillNumbers:
    """The transparent knowledge model (fixed parameters) and its forgetting."""

    start: float
    learn: float
    slip: float
    guess: Mapping[int, float]
    hinted_guess: float
    half_life_days: float
    floor: float
    level_up: float
    level_up_critical: float
    critical: tuple[str, ...]
    least_seen: int
    support_below: float


@dataclass(frozen=True, slots=True)
class Director:
    """How situations are chosen: relevance of a skill per kind of regimen, how many a week, how far apart."""

    per_week: Mapping[str, int]
    most_red: int
    most_amber: int
    spacing_days: float
    relevance: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """The character's weekly report: which rows it asks, how grades 0-3 map to its answers 0-4, when it suggests a call.

    made_of: a row that stands for several symptoms -> them. The row `fever` is about the illness and has no grade.
    """

    symptoms: tuple[str, ...]
    made_of: Mapping[str, tuple[str, ...]]
    answer_of_grade: tuple[int, ...]
    call_from: int
    call_if_up_by: int
    confidence: int


@dataclass(frozen=True, slots=True)
class GameNumbers:
    """All numbers of the game. version goes into every statement as ext:model_version."""

    version: str
    status: str
    symptoms: tuple[str, ...]
    grows_with_cycle: Mapping[str, float]
    shapes: Mapping[str, tuple[float, ...]]
    dynamics: Mapping[str, Dynamics]
    rise_slots: Mapping[str, float]
    regimens: Mapping[str, Regimen]
    actions: Mapping[str, Action]
    alerts: tuple[Alert, ...]
    infection: Infection
    body: Body
    moments: Moments
    help: Help
    care: Care
    notice_sources: NoticeSources
    onset_cap: float
    scoring: Scoring
    skills: SkillNumbers
    director: Director
    report: WeeklyReport
