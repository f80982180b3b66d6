"""Numbers that look like a temperature and have no degree sign: 38.5, 39 of fever, 38 and a half."""

import re
from collections.abc import Iterator, Sequence

from courses.checks.passages import FileText
from courses.library.content_folder import Files, Library
from courses.model.content import Problem
from courses.sentences import sentence
from courses.text.placeholders import PLACE

NEAR = re.compile(
    r"fi[èe]vre|f[ée]brile|temp[ée]rature|thermom[èe]tre|frisson|degr[ée]|corporel|chaud|fever|febrile|thermometer|shiver"
    r"|je mesure|elle mesure|vous mesurez|\breading|°",
    re.IGNORECASE,
)
"""Words of a line that speaks of temperatures."""
FIGURES = re.compile(r"3[4-9]|4[0-2]")
"""Stand in every line that `bare` finds anything in."""
UNIT = (
    r"(?:°|º|degr|%|‰|/|kg|kilo|mg|g\b|gr|ml|cl|l\b|litre|liter|mm|cm|m\b|m²|km|mol|mmol|kcal|ui\b|iu\b|bpm|h\b|heure|hour|hr|min|second"
    r"|jour|day|semaine|week|mois|month|an\b|ans\b|ann[ée]e|year|fois|time|pas\b|step|patient|person|women|woman|men\b|man\b|femme|homme"
    r"|cas\b|case|point|page|euro|€|comprim|tablet|g[ée]lule|capsule|cachet|verre|glass|question|item|situation|module|séance|session|cycle"
    r"|centre|center|hospital|h[ôo]pita|pour cent|per cent|percent|adult|enfant|child|participant|[ée]tude|stud|million|mille|thousand)"
)
"""What a number that is no temperature counts or measures; or the degree sign itself."""
DECIMAL = re.compile(
    rf"(?<![\d.,/×x-])(?P<number>(?:3[4-9]|4[0-2])[.,]\d)(?![\d.,])"
    rf"(?!\s*(?:[-–à]|to|et|and|ou|or)?\s*(?:[\d.,]+)?[\s\u00a0\u202f]*{UNIT})",
    re.IGNORECASE,
)
HALF = re.compile(rf"(?<![\d.,/])(?P<number>(?:3[4-9]|4[0-2])) (?:et demi|and a half)e?\b(?![\s\u00a0\u202f]*{UNIT})", re.IGNORECASE)
WHOLE = re.compile(
    rf"(?<![\d.,/×x-])(?<!\d )(?<!^)(?<!, (?=\d\d,))(?P<number>3[5-9]|4[0-2])(?![\d.,:]?\d)"
    rf"(?!\s*(?:[-–à]|to|et|and|ou|or|/)\s*\d+[\s\u00a0\u202f]*{UNIT})"
    rf"(?![\s\u00a0\u202f]*{UNIT})",
    re.IGNORECASE,
)
CITATION = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|\{[^{}]*\}")


def check(_library: Library, _sides: Sequence[Files], texts: Sequence[FileText]) -> Iterator[Problem]:
    for one in texts:
        for passage in one.of_lines(one.lines_with(FIGURES)):
            if number := bare(passage.text):
                message = sentence(
                    "{number!r} looks like a temperature without its sign; write °C behind it, or better a value like {{{{fever.call}}}}",
                    number=number,
                )
                yield Problem(passage.path, passage.line, "138", message)


def bare(text: str) -> str:
    """The first number of a line that looks like a temperature and names no unit; empty for none."""
    plain = CITATION.sub(" ", PLACE.sub(" ", text))
    match = HALF.search(plain) or DECIMAL.search(plain) or WHOLE.search(plain)
    if match is None or (match.re is WHOLE and "fever." not in text and NEAR.search(plain) is None):
        return ""
    return match[0].strip()
