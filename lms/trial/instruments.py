"""The sealed file of a trial on the site: what people read before they agree, the questions of each sitting, and how they are scored."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from analytics.trial.protocol import Outcome, Protocol, Words, is_key
from lms.trial.arm_pages import GAME, MODULES
from lms.trial.errors import InstrumentsUnfit
from lms.trial.models import DAY_30, END, START

NO_CONSENT, NO_START = "no_consent", "no_start"
"""Exclusions that each protocol of the site has: did not agree; agreed, and never handed in the first questionnaire."""
ROLE = "role"
"""A stratum of this key is read from the person's account; every other one is asked."""
Phase = Literal["start", "end", "day_30"]
RULES = {"mean": ("share", "test", "first_safe", "first_covered"), "binary": ("right",), "time": ("hours", "first_hours")}
"""The rules that can make an outcome of each kind. The first of a kind is of the trial's own questionnaires, as `right` and `hours` are."""
HARM_RULES = ("unsafe", "first_unsafe")
OF_ACTS = {"test": MODULES, "first_safe": GAME, "first_unsafe": GAME, "first_covered": GAME, "first_hours": GAME}
"""Rules that read what people did here, and the offer that every arm then needs: else a column is empty in one arm and tells it."""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """hours: for a question about when one would act, the hours until then."""

    key: str
    words: Words
    right: bool = False
    unsafe: bool = False
    hours: float | None = None


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One short story and what to do. at: the sittings that ask it."""

    key: str
    at: list[Phase]
    words: Words
    options: list[Option]


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days after the person was given her place: the first and the last one on which a sitting may be handed in."""

    at: Literal["end", "day_30"]
    first_day: int
    last_day: int


class Score(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a column of the protocol is made. share: 0-100, right answers of the sitting; right: 1 or 0 of one question; hours: of one
    question; unsafe: how many unsafe answers in the sitting. The other rules read what people did (`analytics.trial.extracts`): `of` is the
    course of `test`, the sign of `first_hours`, the campaign of the others."""

    column: str
    at: Phase
    rule: Literal["share", "right", "hours", "unsafe", "test", "first_safe", "first_unsafe", "first_covered", "first_hours"]
    question: str = ""
    of: str = ""


class Cluster(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place of care, a pharmacy, a day hospital, which is given an arm as a whole. strata: its value in each stratum."""

    words: Words
    strata: dict[str, str] = {}


class Instruments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. strata: names of the values of each stratum that is asked. clusters: all of them, where whole ones are randomised."""

    trial: str
    information: list[Words]
    strata: dict[str, dict[str, Words]]
    windows: list[Window]
    questions: list[Question]
    scores: list[Score]
    clusters: dict[str, Cluster] = {}

    @property
    def of_acts(self) -> list[Score]:
        """The columns that are read from what people did."""
        return [score for score in self.scores if score.rule in OF_ACTS]

    def of(self, phase: str) -> list[Question]:
        """The questions of a sitting, in the order written: the same for everybody."""
        return [question for question in self.questions if phase in question.at]

    def window(self, phase: str) -> Window:
        return next(window for window in self.windows if window.at == phase)

    def question(self, key: str) -> Question:
        return next(question for question in self.questions if question.key == key)


def read(path: Path, protocol: Protocol) -> Instruments:
    """The instruments of a TOML file. Raises InstrumentsUnfit with everything that is wrong; OSError."""
    try:
        made = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Instruments)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise InstrumentsUnfit([f"{path.name}: {error}"]) from error
    if faults := [f"{path.name}: {words}" for words in check(made, protocol)]:
        raise InstrumentsUnfit(faults)
    return made


def check(made: Instruments, protocol: Protocol) -> Iterator[str]:
    """What does not fit the protocol."""
    if made.trial != protocol.trial:
        yield f"trial: {made.trial} is not the protocol's {protocol.trial}"
    missing = {NO_CONSENT, NO_START} - {reason.key for reason in protocol.exclusions}
    if missing:
        yield f"the protocol needs the exclusions {', '.join(sorted(missing))}"
    if not made.information:
        yield "information: say to people what they would agree to"
    for stratum in protocol.strata:
        if protocol.unit == "person" and stratum.key != ROLE and set(made.strata.get(stratum.key, {})) != set(stratum.values):
            yield f"strata.{stratum.key}: give the words of {', '.join(stratum.values)}"
    yield from _clusters(made, protocol)
    yield from _questions(made)
    yield from _windows(made, protocol)
    yield from _scores(made, protocol)


def _clusters(made: Instruments, protocol: Protocol) -> Iterator[str]:
    if protocol.unit == "person":
        if made.clusters:
            yield "clusters: this protocol randomises persons"
        return
    if len(made.clusters) < 2 * len(protocol.arms):
        yield f"clusters: {len(made.clusters)} are too few for {len(protocol.arms)} arms: two an arm or more"
    if any(stratum.key == ROLE for stratum in protocol.strata):
        yield f"strata: {ROLE} is a person's, and this protocol randomises whole clusters"
    for key, cluster in made.clusters.items():
        if not is_key(key):
            yield f"clusters.{key}: no key: small letters, digits and _, a letter first"
        if set(cluster.strata) != {stratum.key for stratum in protocol.strata}:
            yield f"clusters.{key}.strata: give {', '.join(stratum.key for stratum in protocol.strata) or 'none'}"
        for stratum in protocol.strata:
            if cluster.strata.get(stratum.key, stratum.values[0]) not in stratum.values:
                yield f"clusters.{key}.strata.{stratum.key}: one of {', '.join(stratum.values)}"


def _questions(made: Instruments) -> Iterator[str]:
    keys = [question.key for question in made.questions]
    if len(set(keys)) < len(keys):
        yield "questions: a key stands twice"
    for question in made.questions:
        options = [option.key for option in question.options]
        if len(options) < 2 or len(set(options)) < len(options):
            yield f"questions.{question.key}: two options or more, each with its own key"
        if not any(option.right for option in question.options):
            yield f"questions.{question.key}: no option is right"
        if any(option.right and option.unsafe for option in question.options):
            yield f"questions.{question.key}: an option is both right and unsafe"
    for phase in (START, END, DAY_30):
        if not made.of(phase):
            yield f"questions: {phase} asks nothing"


def _windows(made: Instruments, protocol: Protocol) -> Iterator[str]:
    if sorted(window.at for window in made.windows) != [DAY_30, END]:
        yield "windows: one for end and one for day_30"
        return
    for window in made.windows:
        if not 0 <= window.first_day <= window.last_day <= 365:
            yield f"windows.{window.at}: 0 <= first_day <= last_day <= 365"
        if window.first_day < 1 and not protocol.simulated:
            yield f"windows.{window.at}: only a simulated trial has a sitting on the day of the place"
    if made.window(END).first_day > made.window(DAY_30).first_day:
        yield "windows: the end comes before day_30"


def _scores(made: Instruments, protocol: Protocol) -> Iterator[str]:
    want: dict[str, tuple[str, tuple[str, ...]]] = {}
    for outcome in protocol.outcomes:
        want[outcome.key] = (outcome.at, RULES[outcome.kind])
        if outcome.baseline:
            want[outcome.baseline] = (START, ("share", "test"))
        yield from _range(outcome)
    have = {score.column: (score.at, score.rule) for score in made.scores}
    for column, (at, rules) in want.items():
        if column not in have or have[column][0] != at or have[column][1] not in rules:
            yield f"scores: {column} is made at {at} by the rule {' or '.join(rules)}"
    harms = {harm.key for harm in protocol.harms}
    for score in made.scores:
        if score.column not in want and not (score.column in harms and score.rule in HARM_RULES):
            yield f"scores.{score.column}: no outcome of the protocol, and no harm counted by the rule {' or '.join(HARM_RULES)}"
        yield from _source(score, made, protocol)


def _source(score: Score, made: Instruments, protocol: Protocol) -> Iterator[str]:
    """What a score is made of is there, in every arm."""
    if score.rule in OF_ACTS:
        offer = OF_ACTS[score.rule]
        if not score.of:
            yield f"scores.{score.column}.of: name the course, the campaign or the sign"
        if arms_without := [arm.key for arm in protocol.arms if offer not in arm.offers]:
            yield f"scores.{score.column}: {score.rule} reads the {offer}, which are closed to {', '.join(arms_without)}"
        if score.rule != "test" and score.at == START:
            yield f"scores.{score.column}: nobody has played yet at the start"
    if score.rule in ("right", "hours"):
        question = next((question for question in made.questions if question.key == score.question), None)
        if question is None or score.at not in question.at:
            yield f"scores.{score.column}: no question {score.question!r} is asked at {score.at}"
        elif score.rule == "hours" and any(option.hours is None for option in question.options):
            yield f"scores.{score.column}: each option of {question.key} needs its hours"


def _range(outcome: Outcome) -> Iterator[str]:
    if outcome.kind == "mean" and (outcome.lowest, outcome.highest) != (0, 100):
        yield f"{outcome.key}: the site scores means from 0 to 100"
