"""A cohort with everything in it that makes figures hard to count: what its learners said, in an order that no clock explains."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from saying import HOME, MONDAY, OTHER_COHORT, Saying, Statement, learner_uuid, play_uuid

from xapi import activities, actor, builders

VOIDS = UUID("3f0e2a52-7a11-4d0c-9a52-0000000000bb")
MODULES = {"patients": ("fever", "pain"), "pharmacists": ("dispensing",)}
OTHER_CENTURIES = (datetime.fromisoformat("1971-03-01T10:00:00+00:00"), datetime.fromisoformat("2099-11-02T10:00:00+00:00"))


class Learner:
    """One learner: who she is, where she learns, and chance of her own. rights: 'mixed', 'all right', 'all wrong' or 'alike'."""

    def __init__(self, who: int, chance: random.Random, rights: str) -> None:
        self.who, self.chance, self.rights = who, chance, rights
        self.role = chance.choices(("patient", "caregiver", "pharmacist"), (6, 2, 3))[0]
        self.course = "pharmacists" if self.role == "pharmacist" else "patients"
        self.skill = chance.uniform(0.2, 0.95)
        self.language = chance.choice(("fr", "fr", "fr", "en-GB"))
        self.simple, self.assisted = chance.random() < 0.2, chance.random() < 0.15
        self.is_offline = chance.random() < 0.25
        self.moment = MONDAY + timedelta(days=chance.randrange(14), minutes=chance.randrange(600))

    def odds(self, chance: float) -> bool:
        return self.chance.random() < chance

    def is_right(self, item: int) -> bool:
        """An item that all answer alike is among the mixed ones too."""
        if self.rights != "mixed":
            return self.rights != "all wrong"
        return item == 4 or self.chance.random() < self.skill - 0.12 * item

    def around(self) -> dict[str, Any]:
        """What her device says of the next act; now and then in another language, at another place, or by a clock of another century."""
        self.moment += timedelta(minutes=self.chance.randrange(1, 90))
        offline = {"offline": True} if self.is_offline and self.odds(0.7) else {}
        clock = self.chance.choice(OTHER_CENTURIES) if self.odds(0.01) else self.moment
        return {
            "role": self.role if not self.odds(0.02) else "caregiver",
            "language": self.language if not self.odds(0.05) else "fr",
            "platform": self.chance.choice(("pages", "window")),
            "simple_text": self.simple,
            "assisted": self.assisted,
            "at": clock,
            **offline,
        }


def hard_statements(learners: int = 60, *, seed: int = 1, rights: str = "mixed") -> list[Statement]:
    """In the order in which they arrive: shuffled, some twice, some voided before or after their target."""
    chance, say = random.Random(seed), Saying(seed=f"hard {seed}")
    said = [statement for who in range(learners) for statement in _of_learner(say, Learner(who, random.Random(f"{seed} {who}"), rights))]
    said += _of_nobody_here(seed)
    voided = chance.sample(said, min(80, len(said) // 20))
    said += [_void(one) for one in voided]
    chance.shuffle(said)
    for one in chance.sample(said, min(50, len(said) // 20)):
        said.insert(chance.randrange(len(said)), one)
    return said


def _void(target: Statement) -> Statement:
    who = actor.account(HOME, learner_uuid("store"))
    return builders.void(id=uuid5(VOIDS, str(target["id"])), actor=who, target=target["id"], timestamp=MONDAY + timedelta(days=19))


def _of_nobody_here(seed: int) -> Iterator[Statement]:
    """Another cohort, simulated learners under the name of this one, and statements that do not say which they are."""
    for say in (
        Saying(cohort=OTHER_COHORT, seed=f"{seed}"),
        Saying(simulated=True, seed=f"{seed}"),
        Saying(simulated=None, seed=f"{seed}"),
    ):
        for who in range(12):
            yield say.registered(who)
            yield say.answered(who, "q0", True, objective="K01")
            yield say.module(who, "completed")


def _of_learner(say: Saying, one: Learner) -> Iterator[Statement]:
    yield from _course(say, one)
    for module in MODULES[one.course]:
        if one.odds(0.9):
            yield from _module(say, one, module)
    yield from _tests(say, one)
    yield from _reviews(say, one)
    yield from _duties(say, one)
    if one.odds(0.8):
        yield from _opinions(say, one)
    for play in range(one.chance.choice((0, 1, 1, 2, 3))):
        yield from _play(say, one, f"p{play}")
    yield from _odd(say, one)


def _course(say: Saying, one: Learner) -> Iterator[Statement]:
    if one.odds(0.95):
        yield say.registered(one.who, one.course, **one.around())
    if one.odds(0.1):
        yield say.registered(one.who, one.course, **one.around())


def _module(say: Saying, one: Learner, module: str) -> Iterator[Statement]:
    where = {"module": module, "course": one.course}
    if one.odds(0.97):
        yield say.module(one.who, "initialized", **where, **one.around())
    for progress in (25, 50, 100):
        if one.odds(0.7):
            yield say.module(one.who, "progressed", progress=progress, **where, **one.around())
    yield from _answers(say, one, module)
    if one.odds(0.65):
        yield say.module(one.who, "completed", **where, **one.around())
    if one.course == "pharmacists" and one.odds(0.5):
        yield say.module(one.who, "passed", **where, **one.around())


def _answers(say: Saying, one: Learner, module: str) -> Iterator[Statement]:
    for phase in ("pre", "practice", "post"):
        for item in range(5):
            tries = one.chance.choices((0, 1, 2, 3), (1, 8, 3, 1) if phase == "practice" else (4, 6, 1, 0))[0]
            for _ in range(tries):
                around = one.around()
                right = one.is_right(item)
                unsafe = not right and one.odds(0.4)
                edition = "v2" if item == 1 and one.moment > MONDAY + timedelta(days=8) else "v1"
                more: dict[str, Any] = {"confidence": one.chance.choice(("sure", "unsure", None)), "unsafe": unsafe, "phase": phase}
                more |= {"objective": f"K0{item % 3}", "scaled": None if right or one.odds(0.8) else 0.5, "module": module}
                more |= {
                    "version": f"{edition}-{around['language'][:2]}",
                    "seconds": None if one.odds(0.1) else one.chance.randrange(2, 90),
                }
                response = "a" if right else one.chance.choice(("b", "b", "c", "b[,]c")) if item != 3 else "b[,]c"
                yield say.answered(one.who, f"q{item}", right, response=response, **more, **around)


def _tests(say: Saying, one: Learner) -> Iterator[Statement]:
    gained = 0.0
    for phase, share in (("pre", 0.9), ("post", 0.7), ("follow-up", 0.4)):
        for _ in range(1 + one.odds(0.1)):
            if one.odds(share):
                scaled = 0.5 if one.rights == "alike" else min(1.0, max(0.0, one.skill * 0.7 + gained + one.chance.gauss(0, 0.1)))
                yield say.sat(one.who, phase, round(scaled, 3), course=one.course, form=one.chance.choice("ABC"), **one.around())
        gained += 0.12


def _reviews(say: Saying, one: Learner) -> Iterator[Statement]:
    for card in ("q0", "q1", "q2"):
        if one.odds(0.6):
            for place in range(one.chance.randrange(1, 6)):
                gap = None if place == 0 else one.chance.choice((1, 2, 4, 9, 20, 45, 70, 120))
                right = one.is_right(0) if one.rights != "alike" else True
                yield say.reviewed(one.who, card, one.chance.choice((3, 4, 2)) if right else 1, gap, **one.around())


def _duties(say: Saying, one: Learner) -> Iterator[Statement]:
    if one.odds(0.6):
        yield say.assigned(one.who, one.course, one.chance.choice(("2026-11-10", "2026-11-20", "2026-12-20")), **one.around())
    if one.odds(0.15):
        yield say.assigned(one.who, one.course, "2026-12-31", **one.around())
    if one.course == "pharmacists":
        for verb, share in (("earned", 0.7), ("renewed", 0.25), ("revoked", 0.1)):
            if one.odds(share):
                until = MONDAY + timedelta(days=one.chance.choice((-20, 10, 60, 300))) if one.odds(0.85) else None
                place = one.chance.choice(("75", "75", "2B", "33", "999", None))
                yield say.attested(one.who, verb, one.course, until, departement=place, **one.around())


def _opinions(say: Saying, one: Learner) -> Iterator[Statement]:
    for question in ("clear", "daily", "use", "hand", "advise"):
        if one.odds(0.85):
            yield say.rated(one.who, question, one.chance.randrange(1, 5), course=one.course, **one.around())
        if one.odds(0.1):
            yield say.rated(one.who, question, one.chance.choice((1, 4, 7)), course=one.course, **one.around())


def _play(say: Saying, one: Learner, play: str) -> Iterator[Statement]:
    for number in (1, 2):
        week = builders.activity(activities.week("azur", number), "level")
        hour = 8.0
        yield say.say(one.who, "initialized", week, play=play_uuid(one.who, play), **one.around())
        for situation in (f"s{number}", f"t{number}", "shivers"):
            if one.odds(0.85):
                option = "call" if one.rights == "alike" or one.odds(one.skill) else one.chance.choice(("wait", "rest", "ask"))
                more: dict[str, Any] = {"safe": option == "call", "unsafe": option == "wait", "game_hour": hour, "parent": (week,)}
                more["seconds"] = one.chance.randrange(1, 60) if one.odds(0.8) else None
                yield say.selected(one.who, situation, option, play=play, **more, **one.around())
                hour += 24
        yield from _signs(say, one, play, week, number)
        yield from _doses(say, one, play, number)
        if one.odds(0.6):
            yield say.say(one.who, "completed", week, play=play_uuid(one.who, play), game_hour=hour + 90, **one.around())


def _signs(say: Saying, one: Learner, play: str, week: Statement, number: int) -> Iterator[Statement]:
    for sign, flag in (("fever", "red"), ("nausea", "amber")):
        if one.odds(0.8):
            onset = one.chance.choice((8.0, 20.0, 37.0))
            where = {"play": play, "flag": flag, "episode": f"e{number}", "parent": (week,)}
            yield say.sign(one.who, "presented", sign, onset, **where, **one.around())
            if one.odds(one.skill):
                yield say.sign(one.who, "reported", sign, onset + one.chance.choice((0, 5, 13, 24, 48, 80)), **where, **one.around())
            elif one.odds(0.5):
                yield say.sign(one.who, "ignored", sign, onset + one.chance.choice((30, 75)), **where, **one.around())


def _doses(say: Saying, one: Learner, play: str, number: int) -> Iterator[Statement]:
    for day in range(1, 8):
        for _ in range(1 + (day == 3)):
            if one.odds(0.9):
                verb = one.chance.choices(("took", "skipped", "held"), (8, 2, 1))[0]
                response = one.chance.choice(("advice", "ok")) if verb == "held" else "ok"
                covered = verb == "took" and one.odds(0.9)
                yield say.dose(one.who, verb, day, response, covered=covered, play=play, campaign=f"ambre{number}", **one.around())


def _odd(say: Saying, one: Learner) -> Iterator[Statement]:
    """Accepted by the store, and in no definition: other verbs, other extensions, values that no column can hold."""
    if one.odds(0.2):
        thing = builders.activity(activities.module("fever"), "module")
        yield say.say(one.who, "https://elsewhere.example/verbs/liked", thing, **one.around())
    if one.odds(0.2):
        yield say.module(one.who, "initialized", **{"https://elsewhere.example/ext/mood": "fine"}, **one.around())
    if one.odds(0.2):
        week = builders.activity(activities.week("azur", 10**20), "level")
        yield say.say(one.who, "progressed", week, game_hour=10**30, **one.around())
