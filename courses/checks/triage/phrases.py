"""The words by which options of items speak of calls, drugs, teams and time, in each language: parts of regular expressions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

NUMBERS = r"number\.(?:samu|europe|deaf|distress)"
LITERAL = re.compile(r"[\w ’-]+")
OPENING = re.compile(r"(?:\\b|\\w\+)([^\W\d_]{3,})(?![\w?*{])")


@dataclass(frozen=True, eq=False)
class Phrases:
    """Words of which one may stand in a text, in small or capital letters; each is a part of a regular expression.

    literals: those that are plain words, looked for as they are. patterns: the others, each behind some letters that every text it
    matches holds (empty: it is always tried). One search for all of them as one expression takes ten times as long.
    """

    literals: tuple[str, ...]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    @lru_cache(maxsize=4096)  # noqa: B019 - they are constants of this file; an option is asked for the same words several times
    def stand_in(self, text: str) -> bool:
        lower_text = text.lower()
        for word in self.literals:
            if word in lower_text:
                return True
        for word_inside, pattern in self.patterns:  # noqa: SIM110 - a generator takes longer, here for each option and list of words
            if word_inside in lower_text and pattern.search(text):
                return True
        return False

    def find(self, text: str) -> str | None:
        """The words that stand in the text, the first in the order of the list; None when none does."""
        lower_text = text.lower()
        for word in self.literals:
            if word in lower_text:
                return word
        matches = (pattern.search(text) for word_inside, pattern in self.patterns if word_inside in lower_text)
        return next((match[0] for match in matches if match), None)


def _either(*words: str) -> Phrases:
    literals = tuple(word.lower() for word in words if LITERAL.fullmatch(word))
    return Phrases(literals, tuple((_fixed_word(word), re.compile(word, re.IGNORECASE)) for word in words if not LITERAL.fullmatch(word)))


def _fixed_word(word: str) -> str:
    """The letters with which an expression begins, when it begins with plain ones; `|` at its top would make them one of several."""
    match = OPENING.match(word)
    return match[1].lower() if match and "|" not in word else ""


CALL = {
    "fr": _either(r"\b(?:r?appel(?!l?ation)\w*|téléphon\w*|samu|on joint|je joins|joindre)\b", NUMBERS),
    "en": _either(r"\b(?:call(?:s|ed|ing)?|phon(?:e|es|ed|ing)|telephon\w*|ring(?:s|ing)?|samu)\b", NUMBERS),
}
"""A call, by anybody to anybody."""

CALLS = {
    "fr": _either(
        r"(?<!n’)\b(?:r?appel(?:le|les|ons|ez|er|lerai)|téléphon(?:e|er|ons|ez))\b",
        r"^(?:le|au) \{\{number\.(?:samu|europe|deaf)",
    ),
    "en": _either(
        r"\b(?:I|we|you|he|she|they|and|to|then|or|I’ll|we’ll|I will)\s(?:\w+\s)?(?:call|phone|ring)s?\b",
        r"^[“‘]?(?:call|phone|ring)\b",
        r"^\{\{number\.(?:samu|europe|deaf)",
    ),
}
"""Somebody calls: not “the call”, nor “I wait for their call”."""

CONTACT = {
    "fr": _either(
        r"numéro de (?:jour|nuit)", r"\bl’équipe (?:tout de suite|aujourd’hui|dès|sans attendre|cette semaine)",
        "astreinte", "adress", "hôpital", "équipe prévenue", "avis urgent",
    ),
    "en": _either(
        r"(?:day|night|on-call) (?:number|line|team)", r"the team (?:straight away|now|today|this week)",
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
        r"\w+cycline", r"\w+floxac", r"\w+cillin", "syrup", r"\bpills?\b", "sleeping", "loperamide", "antidiarrh", "ointment", "cream",
        "st john", "steroid", r"\bcortic", "dose", "capsule", "capecitabine", "anti-inflamm", "painkiller", "product", "inhaler", "prescri",
    ),
}  # fmt: skip

NOW = {
    "fr": _either(
        "tout de suite", "immédiat", r"(?<!faire )maintenant", "sans attendre", "sans délai", "urgen", NUMBERS, r"\bSAMU\b",
        "dans l’heure", "numéro de nuit",
    ),
    "en": _either(
        "straight away", "right away", "immediate", r"(?<!do )\bnow\b", "without waiting", "without delay", "at once", "urgen",
        "emergency", NUMBERS, r"\bSAMU\b", "within the hour", "night number",
    ),
}  # fmt: skip

LATER = {
    "fr": _either(
        "aujourd’hui", "ce jour", "le jour même", "cette semaine", "dans la journée", "numéro de jour", "consultation", "noter",
        "je note", "rien à faire", "lundi", "jeudi", r"qu(?:and|i) appeler", "chaque jour",
    ),
    "en": _either(
        "today", "same day", "this week", "during the day", "day number", "appointment", r"\bnote", "nothing to do", "monday",
        "thursday", r"wh(?:en|om) to call", "each day", "every day",
    ),
}  # fmt: skip

SENDS = {
    "fr": _either("adress", "hôpital", "hospitalis", "ambulance"),
    "en": _either(r"\brefer", "hospital", r"\badmi(?:t|ssion)", "ambulance"),
}
"""Somebody is sent to a place of care."""


EMERGENCY = {language: _either(NUMBERS, r"\bSAMU\b") for language in ("fr", "en")}
"""One of the numbers of an emergency, as authors write them."""

UNDELAYED = {
    "fr": _either(
        "aujourd’hui", "dans la journée", "ce jour", "le jour même", "ce soir", "demain",
        r"(?:toutes les|pendant|encore une?) \w+ heures?",
    ),
    "en": _either(
        r"\btoday\b", "during the day", "same day", "tonight", "this evening", "tomorrow", r"(?:every|for|another) \w+ hours?",
    ),
}  # fmt: skip
"""Within the day, but not at once."""

NOT_BEFORE = {
    "fr": _either(
        r"\bsemaines?\b", r"\bmois\b", r"(?:deux|trois|quatre|cinq|dix|quinze|quelques|\d+) jours\b", "48 heures", "prochain",
        r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b",
    ),
    "en": _either(
        r"\bweeks?\b", r"\bmonths?\b", r"(?:two|three|four|five|ten|a few|fourteen|fifteen|\d+) days\b", "48 hours",
        r"\bnext (?:appointment|consultation|visit|cycle|session|infusion|time|prescription)",
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
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
        "hospital", r"\badmi(?:t|ssion)", "talk", "speak", "inform",
    ),
}  # fmt: skip
"""Somebody is told, asked or sent, in whatever words."""

WHOM = {
    "fr": _either("qui appel", "qui d’abord", "qui en premier"),
    "en": _either("whom? (?:do|should) you (?:call|phone)", "whom? first", "who first"),
}
"""The question asks whom to call: each option is a call, by its bare name."""

NO_DELAY = {
    "fr": _either("trop tard", "trop loin", r"\bloin\b", "n’attend", "sans attendre", r"jusqu’à demain"),
    "en": _either("too late", "too far", "far off", "not wait", "nobody waits", "on the same day", "no waiting", "too long"),
}
"""A later time is named to say that it is too late."""

NO_ANSWER = {
    "fr": _either("personne ne répond", "ne répond pas", "sonne dans le vide", "sans réponse"),
    "en": _either("no ?body answers", "no one answers", "nobody picks up", "rings and rings", "rings out", "no answer", "does not answer"),
}
"""The number one should call does not answer: 15 or 112 takes its place."""


def says(words: Mapping[str, Phrases], text: str, language: str) -> bool:
    return words[language].stand_in(text)
