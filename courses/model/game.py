"""The game as authored data: campaigns, situations, and the book that joins them with their words in both languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from courses.model.game_numbers import Condition, GameNumbers

ROOMS = ("bedroom", "kitchen", "bathroom", "living", "balcony", "pharmacy", "clinic", "ward", "market", "car", "waiting", "school")
FACES = ("calm", "tired", "queasy", "worried", "pain", "relieved", "smiling")
POSTURES = ("stand", "sit", "phone", "write", "lie", "table")
PEOPLE = ("daughter", "nurse", "pharmacist", "doctor", "friend", "neighbour")
WORDS_OF_EFFECT = {
    "reports": ("person", ("team", "on_call", "samu", "pharmacist", "gp")),
    "dose": ("dose word", ("taken", "late", "skipped", "doubled", "vomited", "held")),
    "hair": ("hair", ("short", "scarf", "cap", "bald")),
}
"""Field of an effect -> what a word in it is called, and the words there are."""
NOTES = ("hair", "sadness", "hospital")
MORNINGS_AWAY = ("arriving", "staying", "leaving")
PLACES = ("name", "relative", "she", "he", "her", "his", "him", "e")
"""What `{…}` may ask for in the words of a situation."""
PLACE = re.compile(r"\{(\w+)\}")
ELIDED = re.compile(r"\b([dDqQ]u?)e \{(name|relative)\}")
SILENT = re.compile(r"[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜ]|H[eéèêiouyEÉÈÊIOUY]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a choice, or its consequence, does to the character.

    grades: steps up or down; improve: added to tonight's chance to improve; gauges: points of 100.
    reports: the person who is called; does: actions counted as done without their cost.
    dose: taken, late, skipped, doubled, vomited or held. hair: how the head looks from then on, one of HAIRS.
    """

    grades: Mapping[str, int] = field(default_factory=dict)
    improve: Mapping[str, float] = field(default_factory=dict)
    gauges: Mapping[str, int] = field(default_factory=dict)
    moments: int = 0
    measures: bool = False
    masks_fever: bool = False
    infection: float = 1.0
    reports: str = ""
    does: tuple[str, ...] = ()
    dose: str = ""
    hair: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """A consequence that comes days after the choice. unless_called: a call meanwhile spares it."""

    days: int
    slot: str
    effect: Effect
    unless_called: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to act in a situation. is_safe: among the ways that keep the character safe; is_unsafe: could harm."""

    key: str
    is_safe: bool
    is_unsafe: bool = False
    effect: Effect = field(default_factory=Effect)
    later: Later | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something to find out before deciding. measures: the answer is what the thermometer shows."""

    key: str
    measures: bool = False


MOST_ASKED = 2
"""Questions a situation leaves time for."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One authored decision. Its words are in the book under situation.<key>.…"""

    key: str
    version: str
    state: str
    expires: str
    skills: tuple[str, ...]
    sources: tuple[str, ...]
    choices: tuple[Choice, ...]
    regimens: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("patient",)
    campaigns: tuple[str, ...] = ()
    days: tuple[int, int] = (1, 28)
    slots: tuple[str, ...] = ("morning", "noon", "evening")
    needs: Condition = field(default_factory=Condition)
    alert: str = ""  # the sign this situation brings, a key of alerts
    room: str = "living"
    face: str = "calm"
    posture: str = "sit"
    people: tuple[str, ...] = ()
    about: tuple[str, ...] = ()  # call, tablets, cold…: what an educator filters by
    module: str = ""
    note: str = ""  # a content note (hair, sadness): offered before, and may be skipped
    only_scripted: bool = False
    questions: tuple[Question, ...] = ()
    card: tuple[str, ...] = ()  # alerts whose lines of the alert card may be laid beside what she says
    hospital: str = ""  # arriving, staying or leaving: a morning in hospital that it belongs to; "" for those at home

    def fits(self, campaign: "Campaign") -> bool:
        """Whether one may meet it in this campaign: role and regimen are right, or a script of the campaign brings it."""
        if any(script.value == self.key for plan in campaign.weeks for script in plan.script):
            return True
        if self.only_scripted or campaign.role not in self.roles:
            return False
        return campaign.regimen in (self.regimens or (campaign.regimen,)) and campaign.key in (self.campaigns or (campaign.key,))

    def shown_choices(self, chance: str) -> tuple[Choice, ...]:
        """The choices in the order to show: mixed, so that no place gives the answer away; the same for the same chance."""
        return tuple(sorted(self.choices, key=lambda one: blake2b(f"{chance}|{self.key}|{one.key}".encode(), digest_size=8).digest()))

    def question(self, key: str) -> Question:
        """The question of that key. Raises KeyError when there is none."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)

    def choice(self, key: str) -> Choice:
        """The choice of that key. Raises KeyError when there is none."""
        for choice in self.choices:
            if choice.key == key:
                return choice
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class ScriptEntry:
    """Something that comes on its day whatever the seed: an infection, a symptom, or a situation."""

    day: int
    slot: str
    kind: str
    value: str = ""
    grade: int = 1
    temperature: float = 0.0


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """One week of a campaign: its days of the cycle, what is scripted, and the saved state it may start from."""

    number: int
    cycle: int
    first_day: int
    days: int
    script: tuple[ScriptEntry, ...] = ()
    start: Mapping[str, object] = field(default_factory=dict)
    skills: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # of the card of its first morning
    situations: Mapping[str, int] = field(default_factory=dict)  # by length, overrides the director's number
    is_quiet: bool = False  # no chance: only what is scripted happens (the tutorial)
    module: str = ""
    follows: bool = True  # carries on from the week before, when that was played


@dataclass(frozen=True, slots=True)
class Card:
    """One idea for a morning, tied to a skill; its words are card.<key>.title and .text. What is left empty fits everywhere."""

    key: str
    skill: str
    sources: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    regimens: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    days: tuple[int, int] = (1, 28)

    def fits(self, role: str, kind: str, regimen: str, first: int, last: int) -> bool:
        """Whether it may come at all between these days of the cycle, both counted."""
        if role not in (self.roles or (role,)) or kind not in (self.kinds or (kind,)):
            return False
        return regimen in (self.regimens or (regimen,)) and self.days[0] <= last and self.days[1] >= first


@dataclass(frozen=True, slots=True)
class Campaign:
    """One character's story: a regimen, a role and its weeks."""

    key: str
    regimen: str
    role: str
    weeks: tuple[WeekPlan, ...]

    def week(self, number: int) -> WeekPlan:
        """The plan of that week, counted from 1. Raises KeyError when the campaign has no such week."""
        for plan in self.weeks:
            if plan.number == number:
                return plan
        raise KeyError(number)


@dataclass(frozen=True)
class Book:
    """Everything the game says and counts with, read once from content/ for one site rule.

    campaigns: none on a real instance whose game is not published. shows_alerts: whether this instance may show the signs and when to call.
    words: language -> key -> text, in which the site rule's values already stand; {name} and friends are filled by text().
    """

    numbers: GameNumbers
    campaigns: Mapping[str, Campaign]
    situations: Mapping[str, Situation]
    words: Mapping[str, Mapping[str, str]]
    character: Mapping[str, Mapping[str, str]]
    looks: tuple[str, ...]
    rule_key: str
    problems: tuple[str, ...] = ()
    cards: Mapping[str, Card] = field(default_factory=dict)
    shows_alerts: bool = True

    def bank(self, base: str) -> tuple[str, ...]:
        """Keys of the lines that are numbered from 1 under a base, looked up once: a week asks for them hundreds of times."""
        banks: dict[str, tuple[str, ...]] = self.__dict__.setdefault("_banks", {})  # no field: a copy with other words begins anew
        if base not in banks:
            words, number = self.words["fr"], 1
            while f"{base}.{number}" in words:
                number += 1
            banks[base] = tuple(f"{base}.{one}" for one in range(1, number))
        return banks[base]

    def has_text(self, language: str, key: str) -> bool:
        """Whether the book knows this key in this language."""
        return key in self.words[language]

    def text(self, language: str, key: str, /, **values: object) -> str:
        """The words of a key, with {places} filled.

        Values are str, int, float (one decimal, in the language's way) or, when a value starts with "@", the key of other words.
        Raises KeyError when the language or the key is unknown: the loader's tests see that no key of the game is.
        """
        words = self.words[language]

        def elide(match: re.Match[str]) -> str:
            """de {name} -> d’{name} before a vowel or a silent h: d’Hélène, de Sarah."""
            name = str(values.get(match[2], ""))
            word = self.words[language].get(name[1:], "") if name.startswith("@") else name
            return f"{match[1]}’{{{match[2]}}}" if SILENT.match(word) else match[0]

        def fill(match: re.Match[str]) -> str:
            value = values.get(match[1])
            if value is None:
                return match[0]
            if isinstance(value, float):
                return f"{value:.1f}".replace(".", "," if language == "fr" else ".")
            text = str(value)
            return self.text(language, text[1:], **values) if text.startswith("@") else text

        return PLACE.sub(fill, ELIDED.sub(elide, words[key]) if language == "fr" else words[key])
