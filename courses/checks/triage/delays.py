"""Words by which a sentence puts an act off, by language: days, visits, waiting, a letter. What they deny (“I do not wait”) is left out."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from courses.triage.register import Register, Row

ACTS_OFF = {
    "fr": re.compile(
        r"le jour même|dans la (?:journée|semaine)|\bdemain\b|(?:cette|la) semaine\b(?! de)|semaine prochaine|aujourd’hui|\bce jour\b|"
        r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|"
        r"prochaine? (?:visite|consultation|rendez-vous|séance|perfusion|cure|cycle|contact|fois|ordonnance|passage)|"
        r"(?:à|lors de) (?:la|ma|sa|votre) (?:visite|consultation)|en consultation|"
        r"dans (?:les |un |une )?(?:deux|trois|quatre|cinq|dix|quinze|quelques|24|48|72|\d) (?:heures|jours|semaines|mois)|"
        r"\battend(?:re|s|ez|ons|ent)?\b|patientez|plus tard|ne presse|à l’ouverture|dès l’ouverture|"
        r"au matin|\bun courrier|\bun courriel|un message suffit",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"same day|within the (?:day|week)|\btomorrow\b|(?:this|next) week|\btoday\b|"
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
        r"\bnext (?:visit|appointment|consultation|session|infusion|drip|cycle|contact|time|prescription|see)|"
        r"at (?:the|my|your|their) (?:visit|appointment|consultation)|"
        r"(?:within|in) (?:a |an )?(?:two|three|four|five|ten|few|24|48|72|\d) (?:hours|days|weeks|months)(?! or)|"
        r"\bwaits?\b|\blater\b|no hurry|when (?:the|it|they) opens?|in the morning|a letter\b|an e-mail|a message is enough",
        re.IGNORECASE,
    ),
}
"""Later than at once."""
DENIED = {
    "fr": re.compile(
        r"sans attendre|n’attend\w*[^.;:!?]*|(?:ne pas|jamais|pas à) attendre[^.;:!?]*|ni lundi|en attendant|"
        r"dit d’attendre|vous attend(?:ons)?\b|"
        r"est attendu|attend(?:ent|re)? (?:la|leur|sa|votre) réponse|attend l’avis[^.;:!?]*|jusqu’à la consultation|"
        r"dans les \d+ (?:heures|mois) (?:qui suivent|après)|(?:plus d[e’]|pendant|depuis|en) [^.;:!?]{0,6}\d+ (?:heures|jours)|"
        r"des (?:jours|mois|années) plus tard",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"without waiting|(?:not|never|no|n’t|nobody|cannot) waits?\b[^.;:!?]*|waits? for (?:the|their|an) (?:answer|team’s advice)|"
        r"says to wait|"
        r"in the meantime|a week only, on the same day|(?:days|months|years|weeks) later|too late|"
        r"(?:stools|times|once|twice|sick|sickness)[^.;:!?]{0,9} in \d+ hours|(?:for|than) \d+ hours",
        re.IGNORECASE,
    ),
}
"""A delay that is named to be refused, or the span in which a sign is counted."""
NOT_TODAY = {
    "fr": re.compile(r"\bdemain\b|cette semaine|semaine prochaine", re.IGNORECASE),
    "en": re.compile(r"\btomorrow\b|this week|next week", re.IGNORECASE),
}
"""Later than within 24 hours."""
SIGNS = {
    "fr": (
        "le jour même", "journée", "ce jour", "jours", "demain", "semaine", "aujourd’hui", "lundi", "mardi", "mercredi", "jeudi",
        "vendredi", "samedi", "dimanche", "prochain", "visite", "consultation", "heures", " mois", "attend", "patientez", "plus tard",
        "ne presse", "ouverture", "au matin", "un courri", "un message suffit",
    ),
    "en": (
        "day", "tomorrow", "week", "next ", "visit", "appointment", "consultation", "hours", "months", "wait", "later", "no hurry",
        "when ", "in the morning", "a letter", "e-mail", "a message is enough",
    ),
}  # fmt: skip
"""One of these stands, in small letters, in every text that `ACTS_OFF` or `NOT_TODAY` matches: most lines hold none, and a look for
plain words costs a twentieth of the two expressions."""


class Delay(NamedTuple):
    """words: those that put off; at: where they begin in the text."""

    words: str
    at: int


def find(text: str, language: str, urgency: str) -> Delay | None:
    """The first words that put off what is to be done with this urgency; None when none do, and for what can wait for the next contact."""
    if urgency == "next" or not may_put_off(text, language) or not may_put_off(rest := _without_denied(text, language), language):
        return None
    match = (NOT_TODAY if urgency == "today" else ACTS_OFF)[language].search(rest)
    return Delay(match[0], match.start()) if match else None


def may_put_off(text: str, language: str) -> bool:
    """Whether a closer look can find a delay: a sign of one stands in the text."""
    lower_text = text.casefold()
    return any(sign in lower_text for sign in SIGNS[language])


def _without_denied(text: str, language: str) -> str:
    """The text, as long as before, with blanks where a delay is refused."""
    return DENIED[language].sub(lambda match: re.sub(r"[^\n]", "_", match[0]), text)


ELSEWHERE = {"fr": re.compile(r"\béquipe\b|numéro de (?:jour|nuit)|médecin traitant", re.IGNORECASE),
             "en": re.compile(r"\bteam\b|(?:day|night|on-call) number|family doctor", re.IGNORECASE)}  # fmt: skip
"""Whom one calls for what is not for 15."""


def sends_elsewhere(line: str, language: str) -> str | None:
    """The words of a line of a block for 15 that name somebody else to call; None when none do."""
    match = ELSEWHERE[language].search(line)
    return match[0] if match else None


def of_safety_line(line: str, language: str, register: Register) -> Delay | None:
    """What a line of a safety block puts off without naming a sign of the register that may wait until then."""
    delay = find(line, language, "now")
    if delay is None or any(_is_named(row, line, language) for row in _rows_that_may_wait(register)):
        return None
    return delay


def _rows_that_may_wait(register: Register) -> Iterator[Row]:
    return (row for row in register.rows.values() if row.urgency in ("today", "next"))


def _is_named(row: Row, line: str, language: str) -> bool:
    plain_text = line.casefold()
    return any(mark in plain_text for mark in row.folded_marks.get(language, ()))
