"""The numbers of a text in French and in English, compared: figures, words, and the usual ways to say one in the other language."""

import re
from collections.abc import Mapping
from itertools import product

PLACE = re.compile(
    r"\[@[^\]]*\]|\{\{[^}]*\}\}|\]\([^)]*\)|\{(?:miss|urgency|row)=[^}]*\}|\{#[^}]*\}|https?://\S+|^\s*\d+[.)]\s", re.MULTILINE
)
"""What is no word of the text: citations, values of the site, addresses, the numbers of a list."""
THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u202f ,](?=\d{3}(?!\d))")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
WORD = re.compile(r"[^\W\d_]+")
CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?m\b", re.IGNORECASE)
HOUR = re.compile(r"\b(1[3-9]|2[0-3])[\s\u00a0]*h\b")
RATIOS = (
    (24, "jour", "hour"), (24, "heure", "day"), (7, "semaine", "day"), (7, "jour", "week"), (60, "heure", "minute"), (60, "minute", "hour"),
)  # fmt: skip
EMERGENCY = {"15", "18", "112", "911", "999"}
"""Numbers that one language may say as `the emergency services`."""
BASIC: Mapping[str, Mapping[str, int]] = {
    "fr": {
        "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10, "onze": 11, "douze": 12,
        "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50,
        "soixante": 60, "cent": 100, "cents": 100, "mille": 1000,
    },
    "en": {
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
        "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
        "sixty": 60, "hundred": 100, "thousand": 1000, "twice": 2,
    },
}  # fmt: skip
"""Words that are always a number, each said as one in the other language. Not `neuf`, which is also new, nor `un` and `one`."""
MORE: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "fr": {
        "un": (1,), "une": (1,), "neuf": (9,), "premier": (1,), "première": (1,), "premiers": (1,), "premières": (1,), "seul": (1,),
        "seule": (1,), "deuxième": (2,), "second": (2,), "seconde": (2,), "troisième": (3,), "quatrième": (4,), "cinquième": (5,),
        "double": (2,), "doubler": (2,), "doublez": (2,), "double-t-on": (2,), "triple": (3,), "demi": (1, 2), "demie": (1, 2),
        "moitié": (1, 2, 50), "quart": (4, 15), "tiers": (3,), "dizaine": (10,), "douzaine": (12,), "quinzaine": (14, 15, 2),
        "vingtaine": (20,), "trentaine": (30,), "centaine": (100,), "semaine": (7, 1), "jour": (1, 24), "jours": (24,),
        "mois": (1,), "heure": (1, 60), "fois": (1,), "zéro": (0,), "midi": (12,), "minuit": (0, 12, 24),
        "aucun": (0,), "aucune": (0,), "couple": (2,),
        "paire": (2,), "chacun": (2,), "nuit": (24,), "journée": (24, 1), "huitaine": (7, 8), "an": (1, 12), "année": (1, 12),
    },
    "en": {
        "one": (1,), "a": (1,), "an": (1,), "single": (1,), "once": (1,), "first": (1,), "second": (2,), "third": (3,),
        "fourth": (4,), "fifth": (5,), "both": (2,), "pair": (2,), "couple": (2,), "double": (2,), "doubles": (2,),
        "either": (2,), "two": (2, 15), "neither": (2,), "triple": (3,), "half": (1, 2, 50), "quarter": (4, 15), "dozen": (12,),
        "fortnight": (14, 15, 2), "week": (7, 1, 8), "day": (1, 24), "days": (24,), "night": (24,), "clock": (24,), "month": (1,),
        "hour": (1, 60), "no": (0,), "none": (0,), "zero": (0,), "noon": (12,), "midnight": (0, 12, 24), "midday": (12,),
        "year": (1, 12), "other": (2,), "each": (2,), "percent": (100,),
    },
}  # fmt: skip
"""Words that may stand for a number: they excuse a figure of the other language, and ask for nothing themselves."""
TENS = re.compile(r"\b(vingt|trente|quarante|cinquante|soixante|twenty|thirty|forty|fifty|sixty)[- ](?:et[- ])?([^\W\d_]+)", re.IGNORECASE)
UNITS = {"un": 1, "une": 1, "one": 1, "neuf": 9, "nine": 9}
IDIOMS = re.compile(
    r"\b(?:entre (?:les )?|de |à )(?:deux|trois|quatre)\b|\btous deux\b|\bquinze jours\b|\bhuit jours\b|\bpour cent\b"
    r"|\ben deux\b|\bper cent\b|\bune? ou deux\b|\bone or two\b",
    re.IGNORECASE,
)
"""Ways of speaking: `quinze jours` are two weeks, and nothing is halved `entre deux`."""


def figures(text: str) -> set[str]:
    """Every number written in figures, in one way: 38,0 and 38.0 and 38 are the same, 1 200 and 1,200 too."""
    plain = THOUSANDS.sub("", PLACE.sub(" ", text))
    return {_normal_form(number) for number in NUMBER.findall(plain)}


def differing(french: str, english: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The numbers only one of the two says: (French ones, English ones); None when both say the same."""
    ours, theirs = figures(french), figures(CLOCK.sub(_of_24_hours, english) if "m" in english else english)
    french, english = PLACE.sub(" ", french.casefold()), PLACE.sub(" ", english.casefold())
    french_words, french_may = _words(french, "fr")
    english_words, english_may = _words(english, "en")
    only_french = {number for number in ours - theirs if not _is_said(number, english_may)}
    only_english = {number for number in theirs - ours if not _is_said(number, french_may)}
    if only_french or only_english:
        hours = HOUR.findall(french)
        only_english -= {str(int(hour) - 12) for hour in hours}
        only_french -= {hour for hour in hours if str(int(hour) - 12) in theirs}
        if "emergency" in english or "urgence" in french:
            only_french, only_english = only_french - EMERGENCY, only_english - EMERGENCY
    word_numbers = (
        {str(value) for value in french_words - english_may} - theirs,
        {str(value) for value in english_words - french_may} - ours,
    )
    if (word_numbers[0] or word_numbers[1]) and not IDIOMS.search(french) and not IDIOMS.search(english):
        only_french, only_english = only_french | word_numbers[0], only_english | word_numbers[1]
    if only_french and only_english:
        only_french, only_english = _without_conversions(only_french, only_english, french, english)
    if not only_french and not only_english:
        return None
    return tuple(sorted(only_french)), tuple(sorted(only_english))


def unmatched(text: str, other: str, language: str) -> tuple[set[str], set[str]]:
    """The figures that only one of two texts of the same language has: (text alone, other alone). A number may be a word in one of them."""
    ours, theirs = figures(text), figures(other)
    ours_may, theirs_may = (_words(PLACE.sub(" ", one.casefold()), language)[1] for one in (text, other))
    return {one for one in ours - theirs if not _is_said(one, theirs_may)}, {one for one in theirs - ours if not _is_said(one, ours_may)}


def _of_24_hours(clock: re.Match[str]) -> str:
    """2.20 pm as French writes it: 14 h 20."""
    hour = int(clock[1]) % 12 + (12 if clock[3] in "pP" else 0)
    return f"{hour} h {clock[2] or ''}"


def _without_conversions(only_french: set[str], only_english: set[str], french: str, english: str) -> tuple[set[str], set[str]]:
    """Two days are 48 hours: such a pair says the same."""
    conversions: set[tuple[str, str]] = set()
    for ratio, unit, other in RATIOS:
        if unit in french and other in english:
            pairs = product(only_french, only_english)
            conversions |= {(ours, theirs) for ours, theirs in pairs if float(ours) in (float(theirs) * ratio, float(theirs) / ratio)}
    return only_french - {ours for ours, _ in conversions}, only_english - {theirs for _, theirs in conversions}


def _normal_form(number: str) -> str:
    whole, _, part = number.replace(",", ".").partition(".")
    part = part.rstrip("0")
    return f"{whole.lstrip('0') or '0'}.{part}" if part else whole.lstrip("0") or "0"


def _is_said(number: str, words: set[int]) -> bool:
    if "." in number:
        return number.endswith(".5") and {1, 2} <= words  # one and a half
    return int(number) in words if len(number) < 10 else False


def _words(text: str, language: str) -> tuple[set[int], set[int]]:
    """The numbers that the words of a text are, and those that they may stand for. text: in small letters."""
    basic, more = BASIC[language], MORE[language]
    words = WORD.findall(text)
    values = {basic[word] for word in words if word in basic}
    if values & {20, 30, 40, 50, 60}:
        values = _with_tens(text, basic)
    return values, values | {value for word in words if word in more for value in more[word]}


def _with_tens(text: str, basic: Mapping[str, int]) -> set[int]:
    """Twenty-four is one number, not two."""
    values = set()

    def take(match: re.Match[str]) -> str:
        unit = UNITS.get(match[2], basic.get(match[2], 0))
        if not 0 < unit < 20:
            return match[0]
        values.add(basic.get(match[1], 0) + unit)
        return " "

    rest = TENS.sub(take, text)
    return values | {basic[word] for word in WORD.findall(rest) if word in basic}
