"""The words by which options of items speak of calls, drugs, teams and time, in each language: parts of regular expressions."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from courses.items.syntax import ItemsFile

LITERAL = re.compile(r"[\w ’-]+")
OPENING = re.compile(r"(?:\\b|\\w\+)?([^\W\d_]{3,})(?![\w?*{])")


class Near(NamedTuple):
    """An expression, and words of which one stands in every text it matches, in small letters (tests/courses/checks holds that)."""

    words: tuple[str, ...]
    expression: str


class Phrases:
    """Words of which one may stand in a text, in small or capital letters; each is a part of a regular expression.

    literals: those that are plain words, looked for as they are. patterns: the others, each behind the words near it (none: it is always
    tried). One search for all of them as one expression takes ten times as long.
    """

    def __init__(self, literals: tuple[str, ...], patterns: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]) -> None:
        self.literals, self.patterns = literals, patterns
        self._prepared: tuple[Mapping[str, int], Set[int]] = {}, frozenset()

    def prepare(self, texts: "_Lines") -> None:
        """Answers `stand_in` for all of these texts at once. What was prepared before is forgotten."""
        places: set[int] = set()
        for word in self.literals:
            places.update(texts.places_of(word))
        for words, pattern in self.patterns:
            near = {place for word in words for place in texts.places_of(word)} if words else set(range(len(texts.texts)))
            places.update([place for place in near - places if pattern.search(texts.texts[place])])
        self._prepared = texts.place_of_text, places  # both at once: another thread may be asking

    def stand_in(self, text: str) -> bool:
        place_of_text, places = self._prepared
        place = place_of_text.get(text)
        return self._look_in(text) if place is None else place in places

    @lru_cache(maxsize=4096)  # noqa: B019 - they are constants of this file; an option is asked for the same words several times
    def _look_in(self, text: str) -> bool:
        lower_text = text.lower()
        for word in self.literals:
            if word in lower_text:
                return True
        return any(pattern.search(text) for words, pattern in self.patterns if _may_match(words, lower_text))

    def find(self, text: str) -> str | None:
        """The words that stand in the text, the first in the order of the list; None when none does."""
        place_of_text, places = self._prepared
        place = place_of_text.get(text)
        if place is not None and place not in places:
            return None
        lower_text = text.lower()
        for word in self.literals:
            if word in lower_text:
                return word
        matches = (pattern.search(text) for words, pattern in self.patterns if _may_match(words, lower_text))
        return next((match[0] for match in matches if match), None)


class _Lines:
    """Texts joined into one in small letters: a look through it costs a fifth of a look at each of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = list(dict.fromkeys(texts))
        self.place_of_text = {text: place for place, text in enumerate(self.texts)}
        lower_texts = [text.lower() for text in self.texts]
        self._joined = "\n".join(lower_texts)
        self._ends = list(accumulate([len(text) + 1 for text in lower_texts]))
        self._places: dict[str, list[int]] = {}

    def places_of(self, word: str) -> list[int]:
        """Which of the texts hold the word. Several lists ask for the same words."""
        places = self._places.get(word)
        if places is None:
            places = self._places[word] = []
            at = self._joined.find(word)
            while at >= 0:
                places.append(place := bisect_right(self._ends, at))
                at = self._joined.find(word, self._ends[place])
        return places


def _may_match(words: tuple[str, ...], lower_text: str) -> bool:
    return not words or any(word in lower_text for word in words)


def _either(*words: str | Near) -> Phrases:
    plain_words = [word for word in words if isinstance(word, str)]
    literals = tuple(word.lower() for word in plain_words if LITERAL.fullmatch(word))
    patterns = [word if isinstance(word, Near) else Near(_fixed_words(word), word) for word in words
                if isinstance(word, Near) or not LITERAL.fullmatch(word)]  # fmt: skip
    return Phrases(literals, tuple((near.words, re.compile(near.expression, re.IGNORECASE)) for near in patterns))


def _fixed_words(word: str) -> tuple[str, ...]:
    """The letters with which an expression begins, when it begins with plain ones; `|` at its top would make them one of several."""
    match = OPENING.match(word)
    return (match[1].lower(),) if match and "|" not in word else ()


def _near(words: str, expression: str) -> Near:
    return Near(tuple(words.split("|")), expression)


NUMBERS = _near("number.", r"number\.(?:samu|europe|deaf|distress)")
CALL = {
    "fr": _either(_near("appel|téléphon|samu|joi", r"\b(?:r?appel(?!l?ation)\w*|téléphon\w*|samu|on joint|je joins|joindre)\b"), NUMBERS),
    "en": _either(_near("call|phon|ring|samu", r"\b(?:call(?:s|ed|ing)?|phon(?:e|es|ed|ing)|telephon\w*|ring(?:s|ing)?|samu)\b"), NUMBERS),
}
"""A call, by anybody to anybody."""

CALLS = {
    "fr": _either(
        _near("appel|téléphon", r"(?<!n’)\b(?:r?appel(?:le|les|ons|ez|er|lerai)|téléphon(?:e|er|ons|ez))\b"),
        _near("number.", r"^(?:le|au) \{\{number\.(?:samu|europe|deaf)"),
    ),
    "en": _either(
        _near("call|phone|ring", r"\b(?:I|we|you|he|she|they|and|to|then|or|I’ll|we’ll|I will)\s(?:\w+\s)?(?:call|phone|ring)s?\b"),
        _near("call|phone|ring", r"^[“‘]?(?:call|phone|ring)\b"),
        _near("number.", r"^\{\{number\.(?:samu|europe|deaf)"),
    ),
}
"""Somebody calls: not “the call”, nor “I wait for their call”."""

CONTACT = {
    "fr": _either(
        _near("numéro de ", r"numéro de (?:jour|nuit)"), _near("l’équipe ",
        r"\bl’équipe (?:tout de suite|aujourd’hui|dès|sans attendre|cette semaine)"),
        "astreinte", "adress", "hôpital", "équipe prévenue", "avis urgent",
    ),
    "en": _either(
        _near(" number| line| team", r"(?:day|night|on-call) (?:number|line|team)"), _near("the team ",
        r"the team (?:straight away|now|today|this week)"),
        "on call", "refer", "hospital", "urgent advice", "team told",
    ),
}  # fmt: skip
"""A team, or a place of care, without a call."""

DRUG = {
    "fr": _either(
        "paracétamol", "ibuprof", "aspirine", "antibio", "médicament", "cachet", "comprimé", r"\w+mab\b", r"\w+nib\b", r"\w+mide\b",
        r"\w+cycline", r"\w+floxac", r"\w+cillin", "sirop", "somnif", "lopéramide", "antidiarrh", "antinaus", "pommade", "crème",
        "millepertuis", r"\bcort\w+", "dose", "gélule", "capécitabine", "anti-inflamm", "antalgique", "produit", "inhalateur", "prescri",
    ),
    "en": _either(
        "paracetamol", "ibuprof", "aspirin", "antibio", "medicine", "tablet", r"\w+mab\b", r"\w+nib\b", r"\w+mide\b",
        r"\w+cycline", r"\w+floxac", r"\w+cillin", "syrup", _near("pill", r"\bpills?\b"), "sleeping", "loperamide", "antidiarrh",
        "ointment", "cream",
        "st john", "steroid", r"\bcortic", "dose", "capsule", "capecitabine", "anti-inflamm", "painkiller", "product", "inhaler", "prescri",
    ),
}  # fmt: skip

NOW = {
    "fr": _either(
        "tout de suite", "immédiat", _near("maintenant", r"(?<!faire )maintenant"), "sans attendre", "sans délai", "urgen",
        NUMBERS, r"\bSAMU\b",
        "dans l’heure", "numéro de nuit",
    ),
    "en": _either(
        "straight away", "right away", "immediate", _near("now", r"(?<!do )\bnow\b"), "without waiting", "without delay", "at once",
        "urgen",
        "emergency", NUMBERS, r"\bSAMU\b", "within the hour", "night number",
    ),
}  # fmt: skip

LATER = {
    "fr": _either(
        "aujourd’hui", "ce jour", "le jour même", "cette semaine", "dans la journée", "numéro de jour", "consultation", "noter",
        "je note", "rien à faire", "lundi", "jeudi", _near(" appeler", r"qu(?:and|i) appeler"), "chaque jour",
    ),
    "en": _either(
        "today", "same day", "this week", "during the day", "day number", "appointment", r"\bnote", "nothing to do", "monday",
        "thursday", _near(" to call", r"wh(?:en|om) to call"), "each day", "every day",
    ),
}  # fmt: skip

SENDS = {
    "fr": _either("adress", "hôpital", "hospitalis", "ambulance"),
    "en": _either(r"\brefer", "hospital", _near("admi", r"\badmi(?:t|ssion)"), "ambulance"),
}
"""Somebody is sent to a place of care."""


EMERGENCY = {language: _either(NUMBERS, r"\bSAMU\b") for language in ("fr", "en")}
"""One of the numbers of an emergency, as authors write them."""

UNDELAYED = {
    "fr": _either(
        "aujourd’hui", "dans la journée", "ce jour", "le jour même", "ce soir", "demain",
        _near(" heure", r"(?:toutes les|pendant|encore une?) \w+ heures?"),
    ),
    "en": _either(
        r"\btoday\b", "during the day", "same day", "tonight", "this evening", "tomorrow", _near(" hour",
        r"(?:every|for|another) \w+ hours?"),
    ),
}  # fmt: skip
"""Within the day, but not at once."""

NOT_BEFORE = {
    "fr": _either(
        _near("semaine", r"\bsemaines?\b"), r"\bmois\b", _near(" jours", r"(?:deux|trois|quatre|cinq|dix|quinze|quelques|\d+) jours\b"),
        "48 heures", "prochain",
        _near("lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche", r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"),
    ),
    "en": _either(
        _near("week", r"\bweeks?\b"), _near("month", r"\bmonths?\b"), _near(" days",
        r"(?:two|three|four|five|ten|a few|fourteen|fifteen|\d+) days\b"), "48 hours",
        _near("next ", r"\bnext (?:appointment|consultation|visit|cycle|session|infusion|time|prescription)"),
        _near("monday|tuesday|wednesday|thursday|friday|saturday|sunday", r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"),
    ),
}  # fmt: skip
"""Later than within 24 hours."""

ACTS = {
    "fr": _either(
        "prévien", "prévenu", "équipe", "pharmacien", "oncologue", "astreinte", "numéro", "régulation", "urgences", "adress", "hôpital",
        "en parle", "rappel", "hospitalis",
    ),
    "en": _either(
        r"\btell\b", r"\btold\b", r"\bteam\b", "pharmacist", "oncologist", "on-call", "number", "control", "emergency", r"\brefer",
        "hospital", _near("admi", r"\badmi(?:t|ssion)"), "talk", "speak", "inform",
    ),
}  # fmt: skip
"""Somebody is told, asked or sent, in whatever words."""

WHOM = {
    "fr": _either("qui appel", "qui d’abord", "qui en premier"),
    "en": _either(_near(" you ", r"whom? (?:do|should) you (?:call|phone)"), _near(" first", r"whom? first"), "who first"),
}
"""The question asks whom to call: each option is a call, by its bare name."""

NO_DELAY = {
    "fr": _either("trop tard", "trop loin", r"\bloin\b", "n’attend", "sans attendre", r"jusqu’à demain"),
    "en": _either("too late", "too far", "far off", "not wait", "nobody waits", "on the same day", "no waiting", "too long"),
}
"""A later time is named to say that it is too late."""

NO_ANSWER = {
    "fr": _either("personne ne répond", "ne répond pas", "sonne dans le vide", "sans réponse"),
    "en": _either(
        _near("body answers", r"no ?body answers"),
        "no one answers",
        "nobody picks up",
        "rings and rings",
        "rings out",
        "no answer",
        "does not answer",
    ),
}
"""The number one should call does not answer: 15 or 112 takes its place."""


def says(words: Mapping[str, Phrases], text: str, language: str) -> bool:
    return words[language].stand_in(text)


OF_OPTIONS = (CALL, CALLS, CONTACT, DRUG, NOW, EMERGENCY, UNDELAYED, NOT_BEFORE, ACTS)
OF_QUESTIONS = (WHOM, NO_ANSWER)


def prepare(file: ItemsFile) -> None:
    """Looks through the words of a file for the lists that its items are asked for one by one, in whatever order the checks come."""
    if _recent.get(file.language) is not file:
        options = _Lines(option.text for item in file.items for option in item.options)
        questions = _Lines(item.question for item in file.items)
        for texts, lists in ((options, OF_OPTIONS), (questions, OF_QUESTIONS)):
            for words in lists:
                words[file.language].prepare(texts)
        _recent[file.language] = file


_recent: dict[str, ItemsFile] = {}
"""The file prepared last, by language. Another thread may prepare its own meanwhile: a text that was not prepared is looked at alone."""
