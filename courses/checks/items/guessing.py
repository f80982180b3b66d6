"""What a set of items is worth to somebody who guesses by a trick, and what calling counts as.

A guesser knows no medicine: it takes the option that speaks of a call (or one that does not only call back), the longest one, one that
names no drug, or the first one shown; in a final test, one of middle length or the shortest too. On a set that measures, none of them is
right more often than chance by more than `MARGIN`.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from courses.checks.passages import FileText
from courses.checks.triage.phrases import CALL, CALLS, CONTACT, DRUG, LATER, NOW, SENDS, WHOM, Phrases, prepare, says
from courses.library.content_folder import Files, Library
from courses.model.content import CARED_FOR, Item, Option, Problem
from courses.sentences import Sentence, sentence

MARGIN = 0.10
"""How far above chance a guesser may score on the right options of a set."""
TOGETHER = 5
"""Sets of fewer items are looked at together, by module, where they come to as many."""
IN_A_FORM = 3
"""A form of as many items is looked at alone: a test is given form by form."""
OTHER_URGENCIES = 0.25
"""The share of triage cases in a set whose right option is not to call now."""
PHRASES = {"fr": "Appeler était possible aussi", "en": "Calling was fine too"}
"""How the feedback of a calling option begins that is not the best one, for patients and caregivers."""
DISTRESS = "{{number.distress}}"
"""3114: thoughts of death wait for no morning either (decision 0038)."""
CALLS_BACK = {
    "fr": re.compile(r"\br[’']?appel\w*", re.IGNORECASE),
    "en": re.compile(r"\bcalls?(?: (?:me|us))? (?:back|again)\b", re.IGNORECASE),
}
"""To call later. In French it holds the letters of a call, and a reader tells the two apart at once."""
FORMS = ("A", "B", "C")
CHOICES = ("single", "multi")
TRIAGE = (
    "K02", "K03", "K06", "K07", "K08", "K09", "K10", "K12", "K13", "K18", "K19", "stop-and-call", "carer-call",
    "gp-febrile-neutropenia", "gp-risk-and-route", "gp-late-immune", "ph-counter-triage", "ph-link",
)  # fmt: skip
"""Objectives whose cases ask how fast, and whom, to call."""
CASES = 4
"""Sets of fewer triage cases are looked at together, by module."""


class Guesser(NamedTuple):
    """name: what it does, as authors read it. takes: the options it would choose among, at random; none when its trick says nothing.

    pools: the only sets it is held to; every one when empty.
    """

    name: Sentence
    takes: Callable[[Item], Sequence[Option]]
    pools: tuple[str, ...] = ()

    def is_held_to(self, pool: str) -> bool:
        return not self.pools or pool in self.pools


class Score(NamedTuple):
    """items: how many single and multi items; right: those a guesser is expected to get right; chance: the same without a trick."""

    items: int
    right: float
    chance: float

    @property
    def is_high(self) -> bool:
        return self.right - self.chance > MARGIN * self.items + 1e-9


def is_call(option: Option, language: str) -> bool:
    """Whether the option speaks of a call, to anybody."""
    return says(CALL, option.text, language)


def puts_off_an_emergency(option: Option, item: Item) -> bool:
    """Whether a call comes hours late where the right one is for 15, 112 or 3114 at once: “calling was fine too” would reassure falsely."""
    best = [other for other in item.options if other.verdict == "right"]
    is_emergency = any(other.urgency == "emergency" or DISTRESS in other.text for other in best)
    return is_emergency and option.urgency in ("today", "next")


def _saying(words: Phrases, item: Item, *, is_stand_in: bool = True) -> list[Option]:
    return [option for option in item.options if words.stand_in(option.text) is is_stand_in]


def is_calling(option: Option, item: Item) -> bool:
    """Whether somebody calls: by the words, or as an answer within the day to the question whom to call."""
    is_named = option.urgency not in ("", "next") and says(WHOM, item.question, item.language)
    return is_named or says(CALLS, option.text, item.language)


def _calling_not_back(item: Item) -> list[Option]:
    """Calls that are more than a call back: “il rappelle” speaks of a call to the list of words, and to no reader."""
    back = CALLS_BACK[item.language]
    options = _saying(CALL[item.language], item)
    return [option for option in options if not back.search(option.text) or says(CALL, back.sub("", option.text), item.language)]


def _longest(item: Item) -> list[Option]:
    lengths = [len(option.text) for option in item.options]
    most = max(lengths)
    return [option for option, length in zip(item.options, lengths, strict=True) if length == most]


def _middle(item: Item) -> list[Option]:
    """Neither the longest nor the shortest: authors who shorten a right option that was the longest leave it there."""
    lengths = [len(option.text) for option in item.options]
    least, most = min(lengths), max(lengths)
    return [option for option, length in zip(item.options, lengths, strict=True) if least < length < most]


def _shortest(item: Item) -> list[Option]:
    lengths = [len(option.text) for option in item.options]
    least = min(lengths)
    return [option for option, length in zip(item.options, lengths, strict=True) if length == least]


GUESSERS = (
    Guesser(sentence("takes the option that speaks of a call"), lambda item: _saying(CALL[item.language], item)),
    Guesser(sentence("takes the option that calls, and not one that calls back"), _calling_not_back),
    Guesser(sentence("takes the longest option"), _longest),
    Guesser(sentence("avoids the options that name a drug"), lambda item: _saying(DRUG[item.language], item, is_stand_in=False)),
    Guesser(sentence("takes the first option shown"), lambda item: [] if item.is_shuffled else item.options[:1]),
    Guesser(sentence("takes an option of middle length"), _middle, pools=("final",)),
    Guesser(sentence("takes the shortest option"), _shortest, pools=("final",)),
)
"""The last two are held to what decides an attestation. In forms of four items no spread of lengths keeps three tricks under the margin."""


def score(items: Sequence[Item], guesser: Guesser) -> Score:
    """What the guesser is expected to get right: among the options it takes, each is as likely; when it takes none, each of the item's."""
    return _score(_shares(items), guesser)


def _shares(items: Sequence[Item]) -> list[tuple[Item, float]]:
    return [(item, _share(item.options)) for item in items if item.kind in CHOICES and len(item.options) > 1]


def _score(shares: Sequence[tuple[Item, float]], guesser: Guesser) -> Score:
    """shares: each item with what one gets right in it by chance, which is the same for every guesser."""
    right = []
    for item, chance in shares:
        options = guesser.takes(item)
        right.append(_share(options) if options else chance)
    return Score(len(shares), math.fsum(right), math.fsum(chance for _, chance in shares))


def _share(options: Sequence[Option]) -> float:
    right = 0
    for option in options:
        if option.verdict == "right":
            right += 1
    return right / len(options)


def sets_of(items: Sequence[Item]) -> dict[str, list[Item]]:
    """Items by pool, as they are given together; small pools become one, named by the pools it holds."""
    pools: dict[str, list[Item]] = {}
    for item in items:
        if item.kind in CHOICES:
            pools.setdefault(item.form, []).append(item)
    small = [name for name, pool in pools.items() if len(pool) < (IN_A_FORM if name in FORMS else TOGETHER)]
    large = {name: pool for name, pool in pools.items() if name not in small}
    together = [item for name in small for item in pools[name]]
    return {**large, "+".join(small): together} if len(together) >= TOGETHER else large


def is_triage(item: Item) -> bool:
    """Whether the item asks how fast, or whom, to call: its options have urgencies. Where nobody keyed the item to the triage register
    (no `row=`), it does when it is a single one of a triage objective, with a call or a team in an option."""
    if item.rows:
        return item.kind == "single" and any(option.urgency for option in item.options)
    if item.kind != "single" or item.objective not in TRIAGE:
        return False
    return any(is_call(option, item.language) or says(CONTACT, option.text, item.language) for option in item.options)


def is_now(item: Item) -> bool:
    """Whether the right option of a triage case is to call now: by its urgency; without one, it says so, or it calls or sends to hospital
    and names no later time."""
    right = next((option for option in item.options if option.verdict == "right"), None)
    if right is not None and right.urgency:
        return right.urgency in ("emergency", "now")
    if right is None or says(NOW, right.text, item.language):
        return right is not None
    sends = is_call(right, item.language) or says(SENDS, right.text, item.language)
    return sends and not says(LATER, right.text, item.language)


def check(_library: Library, sides: Sequence[Files], _texts: Sequence[FileText]) -> Iterator[Problem]:
    for files in sides:
        if files.items is None:
            continue
        items, path = files.items.items, files.items.path
        prepare(files.items)
        sets = sets_of(items)
        for name, pool in sets.items():
            yield from _easy_to_guess(name, pool, path)
        yield from _urgencies(sets, path)
        if files.entry.audience in CARED_FOR:
            yield from _calls(items, path)
        yield from _blueprint(items, path)


def _easy_to_guess(name: str, pool: Sequence[Item], path: str) -> Iterator[Problem]:
    shares = _shares(pool)
    for guesser in GUESSERS:
        if guesser.is_held_to(name) and (result := _score(shares, guesser)).is_high:
            share, chance = (f"{100 * part / result.items:.0f} %" for part in (result.right, result.chance))
            message = sentence(
                "{name}: somebody who {guesser} is right in {share} of {items} {items:item|items}; chance is {chance}",
                name=name,
                guesser=guesser.name,
                share=share,
                items=result.items,
                chance=chance,
            )
            yield Problem(path, pool[0].line, "142", message, "warning")


def cases_of(sets: Mapping[str, Sequence[Item]]) -> dict[str, list[Item]]:
    """Triage cases by set; sets of fewer than `CASES` become one."""
    cases = {name: [item for item in pool if is_triage(item)] for name, pool in sets.items()}
    few = [name for name, triage_items in cases.items() if len(triage_items) < CASES]
    together = [item for name in few for item in cases[name]]
    large = {name: triage_items for name, triage_items in cases.items() if name not in few}
    return {**large, "+".join(few): together} if len(together) >= CASES else large


def _urgencies(sets: Mapping[str, Sequence[Item]], path: str) -> Iterator[Problem]:
    for name, cases in cases_of(sets).items():
        others = sum(not is_now(item) for item in cases)
        if others < OTHER_URGENCIES * len(cases):
            message = sentence(
                "{name}: calling now is right in {value} of {count} triage {count:case|cases}; let it be another in a quarter",
                name=name,
                value=len(cases) - others,
                count=len(cases),
            )
            yield Problem(path, cases[0].line, "143", message, "warning")


def _calls(items: Sequence[Item], path: str) -> Iterator[Problem]:
    """For patients and caregivers calling is never wrong: at most another act was better. Putting off an emergency is no call."""
    for item in items:
        if item.kind not in CHOICES:
            continue
        for option in item.options:
            if option.verdict == "right" or not is_calling(option, item):
                continue
            if option.verdict == "unsafe":
                if puts_off_an_emergency(option, item):
                    continue
                yield Problem(
                    path,
                    option.line,
                    "144",
                    sentence("an option that calls is marked unsafe; for patients and caregivers calling never is"),
                )
            elif not option.feedback.startswith(PHRASES[item.language]):
                message = sentence("calling is never wrong here; begin its feedback with “{phrases}”", phrases=PHRASES[item.language])
                yield Problem(path, option.line, "145", message)


def _blueprint(items: Sequence[Item], path: str) -> Iterator[Problem]:
    """Forms compare only when each holds as many items of each objective and kind."""
    forms = {name: [item for item in items if item.form == name] for name in FORMS}
    pools = {name: pool for name, pool in forms.items() if pool}
    counts = {name: Counter((item.objective, item.kind) for item in pool) for name, pool in pools.items()}
    for name in list(pools)[1:]:
        first = next(iter(pools))
        if counts[name] != counts[first] and Counter(one for one, _ in counts[name].elements()) == Counter(
            one for one, _ in counts[first].elements()
        ):
            differing = sorted(
                {f"{objective} as {kind}" for objective, kind in (counts[name] - counts[first]) + (counts[first] - counts[name])}
            )
            message = sentence(
                "form {name} asks in other kinds than form {first}: {differing}", name=name, first=first, differing=", ".join(differing)
            )
            yield Problem(path, pools[name][0].line, "146", message, "warning")
