"""One week in hand: the book, the site's rule and the state, and the events a command makes."""

from typing import Any, NamedTuple

from courses.model.game import Book, Campaign, Situation, WeekPlan
from courses.model.game_numbers import Alert, GameNumbers, Regimen, game_hour
from courses.model.rules import SiteRule
from game.core.state.chance import draw
from game.core.state.events import Event
from game.core.state.rows import Notification
from game.core.state.week_state import Past, State

MOST_GROWTH = 6
"""Cycles after which a symptom that grows from cycle to cycle grows no more."""


class LookUps(NamedTuple):
    """What the rules look up in a book for one week of a campaign.

    alerts: those that may hold, with symptom, the one symptom and grade they ask for (if that is all) and whether they need an illness.
    lows: gauges and the level below which an alert asks for them. candidates: situations the director may choose.
    courses: of each symptom, its shape, the shape's sum and peak, and the chance to be spared (None: it never comes).
    """

    alerts: list[tuple[Alert, str, str, int, bool]]
    by_key: dict[str, Alert]
    lows: tuple[tuple[str, int], ...]
    candidates: list[Situation]
    courses: dict[str, tuple[tuple[float, ...], float, float, float | None]]
    in_hospital: list[Situation]


class Run:
    """Shared by the rules of one week; each rule is a function that takes it."""

    __slots__ = (
        "alerts",
        "at",
        "book",
        "by_key",
        "campaign",
        "candidates",
        "common",
        "courses",
        "events",
        "in_hospital",
        "is_silent",
        "lows",
        "model",
        "plan",
        "regimen",
        "remembered",
        "rule",
        "said_with",
        "seen",
        "state",
        "tastes",
    )

    def __init__(self, book: Book, rule: SiteRule, state: State) -> None:
        self.book, self.rule, self.state = book, rule, state
        self.model: GameNumbers = book.numbers
        self.campaign: Campaign = book.campaigns[state.campaign]
        self.plan: WeekPlan = self.campaign.week(state.week)
        self.regimen: Regimen = book.numbers.regimens[state.regimen]
        self.alerts, self.by_key, self.lows, self.candidates, self.courses, self.in_hospital = self._look_ups()
        self.seen: object = None  # what the alerts were last looked at with
        self.common: dict[str, Any] = {}
        self.at: tuple[int, str] = (0, "")
        self.remembered: object = None  # the grades that the weekly report last looked at
        self.said_with: object = None  # what her words of this moment were made of
        self.tastes: dict[str, float] = {}
        self.events: list[Event] = []
        self.is_silent = False

    def _look_ups(self) -> LookUps:
        """What the book says of such a week, the same for every play of it: made once a book, and read only."""
        state, alerts, situations = self.state, self.model.alerts, self.book.situations.values()
        which = (state.campaign, state.regimen, state.role, state.first_day, state.last_day, min(state.cycle, MOST_GROWTH))
        known: dict[tuple[object, ...], LookUps] = self.book.__dict__.setdefault("_look_ups", {})  # no field: a copy begins anew
        if which not in known:
            known[which] = LookUps(
                [
                    (alert, alert.symptom, *_only_grade(alert), alert.when.fever or alert.when.shivers)
                    for alert in alerts
                    if not alert.when.only_by_situation and state.regimen in (alert.regimens or (state.regimen,))
                ],
                {alert.key: alert for alert in alerts},
                tuple({pair for alert in alerts for pair in alert.when.below.items()}),
                [item for item in situations if self._may_come(item)],
                {symptom: self._course(symptom) for symptom in self.model.symptoms},
                [item for item in situations if item.hospital and item.fits(self.campaign)],
            )
        return known[which]

    def _may_come(self, item: Situation) -> bool:
        """Whether the director may ever choose it this week: what does not change from day to day is looked at once."""
        state = self.state
        if (
            item.only_scripted
            or item.hospital
            or state.role not in item.roles
            or item.days[0] > state.last_day
            or item.days[1] < state.first_day
        ):
            return False
        return state.regimen in (item.regimens or (state.regimen,)) and state.campaign in (item.campaigns or (state.campaign,))

    def _course(self, symptom: str) -> tuple[tuple[float, ...], float, float, float | None]:
        """Of a symptom in this cycle: its shape, the shape's sum and peak, and the chance to be spared (None: it never comes)."""
        model, shape = self.model, self.model.shapes[symptom]
        growth = 1 + model.grows_with_cycle.get(symptom, 0.0) * (min(self.state.cycle, MOST_GROWTH) - 1)
        cumulative = self.regimen.onset[symptom] * growth
        return shape, sum(shape), max(shape), 1 - min(model.onset_cap, cumulative) if cumulative else None

    @property
    def hour(self) -> int:
        """Hours since day 1 of the cycle."""
        return game_hour(self.state.day, self.state.slot)

    def draw(self, what: str, purpose: str) -> float:
        state = self.state
        return draw(state.seed, state.cycle, state.day, what, purpose)

    def emit(self, kind: type[Event], **values: Any) -> None:
        if self.is_silent:
            return
        if self.at != (self.state.day, self.state.slot):
            self.common, self.at = self._common(), (self.state.day, self.state.slot)
        self.events.append(kind(**self.common, **values))

    def _common(self) -> dict[str, Any]:
        """When and where: the same for every event of a slot."""
        state = self.state
        day = state.day - state.first_day + 1
        return {
            "campaign": state.campaign,
            "week": state.week,
            "play": state.play,
            "seed": state.seed,
            "difficulty": state.difficulty,
            "length": state.length,
            "role": state.role,
            "day": day,
            "cycle_day": state.day,
            "slot": state.slot,
            "game_hour": game_hour(day, state.slot),
            "model_version": self.model.version,
        }

    def add_to_story(self, kind: str, key: str, *, detail: str = "", is_key: bool = False) -> None:
        """Remember a line of the week's story."""
        self.state.story.append(Past(self.state.day, self.state.slot, kind, key, detail, is_key))

    def notify(
        self, kind: str, key: str, *, tone: str = "info", title: str = "", why: str = "", sources: tuple[str, ...] = (), **values: Any
    ) -> None:
        """Something to read once, until the next command."""
        self.state.notices.append(Notification(kind, key, values, tone, title, why, list(sources)))

    def gauge(self, name: str, points: int) -> None:
        """Move a gauge, kept within 0-100. Confidence never falls."""
        if name == "confidence" and points < 0:
            return
        gauges = self.state.gauges
        level = gauges.get(name, 50) + points
        gauges[name] = 0 if level < 0 else 100 if level > 100 else level


def _only_grade(alert: Alert) -> tuple[str, int]:
    """(symptom, grade) of an alert that asks for nothing else, so that most alerts cost one look-up; ("", 0) for the others."""
    when = alert.when
    if len(when.grades) != 1 or when.lasting or when.below or when.fever or when.shivers or when.missed_doses:
        return "", 0
    return next(iter(when.grades.items()))
