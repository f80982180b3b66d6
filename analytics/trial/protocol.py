"""The protocol file of a trial: arms, strata, blocks, outcomes and the plan of analysis, as a TOML file with a lint."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from analytics.trial.errors import Problem, ProtocolInvalid

FIXED = ("person", "excluded", "arm", "cluster", "received", "status", "reason")
"""Columns that every table of participants has."""
KEY = r"^[a-z][a-z0-9_]{0,39}$"
Key = msgspec.Meta(pattern=KEY)
FEW_CLUSTERS = 40
"""Under about this many clusters the sandwich of clusters is too narrow: CR2 with Satterthwaite's degrees of freedom, never CR0 or CR1."""
PEOPLE_PER_BLOCK = 3
"""Strata of fewer blocks leave most blocks open, and the arms uneven (a judgement; Hallstrom and Davis 1988 give the reason)."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    fr: str
    en: str


class Arm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ratio: places of this arm in a smallest block. offers: what the site shows to it and hides from the others."""

    key: str
    name: Words
    offers: list[Literal["modules", "game", "booklet"]]
    ratio: int = 1


class Stratum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A known value at randomisation, with all the values it can take."""

    key: str
    values: list[str]


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason to exclude somebody before randomisation."""

    key: str
    name: Words


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One outcome. kind: mean of a score, yes or no, or a time with an end of follow-up.

    unit: printed after the numbers. lowest, highest: the range of a score; a value outside it is refused. baseline: the column that holds
    the score before. relevant: the smallest difference that would matter, in `unit`. until: the end of follow-up of a time.
    """

    key: str
    name: Words
    kind: Literal["mean", "binary", "time"]
    unit: Words
    at: Literal["end", "day_30"]
    lowest: float | None = None
    highest: float | None = None
    baseline: str | None = None
    relevant: float | None = None
    until: float | None = None


class Harm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A harm that is counted in every arm, also when nobody had it."""

    key: str
    name: Words


class Missing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """sets: imputed data sets. deltas: how much worse (negative) or better unseen scores outside the reference may be."""

    sets: int = 50
    deltas: list[float] = []


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The plan of analysis: the first contrast, its level, and how missing scores are handled."""

    contrast: tuple[str, str]
    level: float = 0.95
    missing: Missing = Missing()
    per_protocol: Words | None = None


class Protocol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole protocol. simulated: its people are made up, and everything printed says so. blocks: sizes drawn by chance, never shown."""

    trial: str
    title: Words
    sponsor: str
    registration: str
    simulated: bool
    unit: Literal["person", "cluster"]
    target: int
    follow_up_days: int
    arms: list[Arm]
    reference: str
    strata: list[Stratum]
    blocks: list[int]
    exclusions: list[Reason]
    primary: Outcome
    secondary: list[Outcome]
    harms: list[Harm]
    plan: Plan

    @property
    def outcomes(self) -> list[Outcome]:
        """The primary outcome first."""
        return [self.primary, *self.secondary]

    def arm_keys(self) -> list[str]:
        """The reference first, the others as written."""
        return sorted((arm.key for arm in self.arms), key=lambda key: key != self.reference)


def read(path: Path) -> Protocol:
    """The protocol of a TOML file that passed its lint. Raises ProtocolInvalid with every problem, each at its place."""
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ProtocolInvalid(path, [Problem("file", "there is none of this name")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProtocolInvalid(path, [Problem("file", f"it is no TOML: {error}")]) from error
    try:
        protocol = msgspec.convert(body, Protocol)
    except msgspec.ValidationError as error:
        words, _, place = str(error).partition(" - at `$.")
        raise ProtocolInvalid(path, [Problem(place.rstrip("`") or "file", words)]) from error
    problems = list(check(protocol))
    if problems:
        raise ProtocolInvalid(path, problems)
    return protocol


def check(protocol: Protocol) -> Iterator[Problem]:
    """What a typed protocol still gets wrong."""
    yield from _keys(protocol)
    yield from _arms(protocol)
    yield from _blocks(protocol)
    for place, outcome in enumerate(protocol.outcomes):
        yield from _outcome(outcome, "primary" if not place else f"secondary[{place - 1}]")
    if protocol.primary.kind != "mean":
        yield Problem("primary.kind", "the primary outcome is a mean: a score with its baseline")
    yield from _plan(protocol)


def warnings(protocol: Protocol) -> Iterator[Problem]:
    """What is allowed and weakens the trial."""
    strata = 1
    for stratum in protocol.strata:
        strata *= len(stratum.values)
    need = PEOPLE_PER_BLOCK * strata * max(protocol.blocks)
    if protocol.unit == "person" and protocol.target < need:
        words = f"{protocol.target} people in {strata} strata leave most blocks open: {need} people, or fewer strata"
        yield Problem("strata", words)
    if protocol.primary.relevant is None:
        yield Problem("primary.relevant", "without a smallest difference that matters, nobody can say what the result means")


def _keys(protocol: Protocol) -> Iterator[Problem]:
    lists = {
        "arms": [arm.key for arm in protocol.arms],
        "strata": [stratum.key for stratum in protocol.strata],
        "exclusions": [reason.key for reason in protocol.exclusions],
        "outcomes": [outcome.key for outcome in protocol.outcomes],
        "harms": [harm.key for harm in protocol.harms],
    }
    for name, keys in lists.items():
        for key, times in Counter(keys).items():
            if times > 1:
                yield Problem(name, f"the key {key} stands {times} times")
            if not is_key(key):
                yield Problem(name, f"{key!r} is no key: small letters, digits and _, a letter first")
    columns = [*lists["strata"], *lists["outcomes"], *lists["harms"], *{one.baseline for one in protocol.outcomes if one.baseline}]
    for key, times in Counter(columns).items():
        if times > 1 or key in FIXED:
            yield Problem("outcomes", f"{key} would be the name of {times + (key in FIXED)} columns")


def is_key(text: str) -> bool:
    """Whether a text can name a column, an arm or a cluster."""
    return text[:1].isalpha() and text.isascii() and text.islower() and text.replace("_", "").isalnum() and len(text) <= 40


def _arms(protocol: Protocol) -> Iterator[Problem]:
    keys = [arm.key for arm in protocol.arms]
    if len(keys) < 2:
        yield Problem("arms", "a trial compares two arms or more")
    if protocol.reference not in keys:
        yield Problem("reference", f"{protocol.reference} is no arm: {', '.join(keys)}")
    for place, arm in enumerate(protocol.arms):
        if not 1 <= arm.ratio <= 5:
            yield Problem(f"arms[{place}].ratio", "1 to 5 places in a smallest block")
        if not arm.offers:
            yield Problem(f"arms[{place}].offers", "say what this arm is given: modules, game, booklet")
    for place, stratum in enumerate(protocol.strata):
        if len(set(stratum.values)) < 2:
            yield Problem(f"strata[{place}].values", "a stratum has two different values or more")


def _blocks(protocol: Protocol) -> Iterator[Problem]:
    smallest = sum(arm.ratio for arm in protocol.arms)
    if not protocol.blocks:
        yield Problem("blocks", "give one size or more")
    for place, size in enumerate(protocol.blocks):
        if size <= 0 or size % smallest:
            yield Problem(f"blocks[{place}]", f"{size} is no multiple of the {smallest} places of one smallest block")
        elif size == smallest:
            yield Problem(f"blocks[{place}]", f"a block of {size} lets who enrols guess the last arm of each: {2 * smallest} or more")


def _outcome(outcome: Outcome, place: str) -> Iterator[Problem]:
    if outcome.kind == "mean":
        if outcome.lowest is None or outcome.highest is None or not outcome.lowest < outcome.highest:
            yield Problem(place, "a score needs `lowest` and `highest`, the first smaller")
        if outcome.baseline is None:
            yield Problem(f"{place}.baseline", "a mean is compared given the score before: name its column")
    if outcome.kind == "time" and not (outcome.until or 0) > 0:
        yield Problem(f"{place}.until", "a time needs the end of follow-up, above 0")
    if outcome.kind != "time" and outcome.until is not None:
        yield Problem(f"{place}.until", "only a time has an end of follow-up")


def _plan(protocol: Protocol) -> Iterator[Problem]:
    keys = [arm.key for arm in protocol.arms]
    contrast = protocol.plan.contrast
    if contrast[0] == contrast[1] or not set(contrast) <= set(keys):
        yield Problem("plan.contrast", f"two different arms of {', '.join(keys)}")
    elif contrast[1] != protocol.reference:
        yield Problem("plan.contrast", f"the second arm is the reference, {protocol.reference}")
    if not 0.5 < protocol.plan.level < 1:
        yield Problem("plan.level", "a level such as 0.95")
    if not 2 <= protocol.plan.missing.sets <= 1000:
        yield Problem("plan.missing.sets", "2 to 1000 imputed sets; 50 is usual")
    if protocol.target < 2 * len(keys):
        yield Problem("target", f"{protocol.target} people are too few for {len(keys)} arms")
