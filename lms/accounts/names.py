"""Sign-in names and e-mail addresses: the one form each is compared in, which names may be opened, which ones look alike.

Pure functions on text. Sources: Unicode UAX #15 (NFKC), UAX #31 (identifiers), UTS #39 (confusable letters).
"""

import re
import unicodedata
from difflib import get_close_matches
from enum import Enum

SHORTEST = 2  # two signs are a whole name in Chinese, and the demonstration has a `gp`
LONGEST = 40
LONGEST_ADDRESS = 254
PUNCTUATION = frozenset("-._")
IGNORED = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u3164\uffa0")
"""Signs without a shape that are not of the category Cf, or are letters by name only."""
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

SCRIPTS = frozenset(
    {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "ARABIC", "GEORGIAN", "ETHIOPIC"}
    | {"DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"}
    | {"THAI", "LAO", "MYANMAR", "KHMER", "HANGUL", "HIRAGANA", "KATAKANA", "CJK"}
)
"""Scripts of living languages. The others hold letters that look Latin and in which nobody writes a name (Lisu, Cherokee, Coptic)."""
WRITTEN_TOGETHER = frozenset({"HIRAGANA", "KATAKANA", "CJK", "HANGUL"})
"""Scripts that one name may mix, as Japanese and Korean do."""
LATIN_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzæœøđðþħłŋŧıəɛɔɓɗƙß")
"""Latin letters without their accents. The phonetic ones (ɑ, ɡ, ᴏ) are refused: they exist to be taken for others."""

LOOKALIKES = str.maketrans(
    {
        # Cyrillic, small and capital: each looks like the Latin letter on its right in its own case.
        **dict(zip("аӕсԁеҽһіӏјорԛгѕѵԝхуү", ("a", "ae", *"cdeehiljopqrsvwxyy"), strict=True)),
        **dict(zip("АВСЕНІӀЈКМОРԚЅТѴԜХУҮ", "ABCEHllJKMOPQSTVWXYY", strict=True)),
        # Greek.
        **dict(zip("αικνορτυσγ", "aikvoptuoy", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHlKMNOPTYX", strict=True)),
        # Armenian.
        **dict(zip("քցհոռօգզսաՕՍՏԼ", "fghnnoqquwOUSL", strict=True)),
        # Signs of the Latin script that pass for one another in most typefaces.
        **{"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "1": "l", "I": "l", "0": "o", "m": "rn"},
    }
)


class NameProblem(Enum):
    """Why a name cannot be opened."""

    LENGTH = "length"
    SIGNS = "signs"
    SCRIPTS = "scripts"


def displayed(text: str) -> str:
    """The form a name is kept and shown in: composed (NFC), without blanks at its ends."""
    return unicodedata.normalize("NFC", text.strip())


def comparable(text: str) -> str:
    """The form in which two names or two addresses are the same: NFKC, casefold, no invisible signs, one blank for many.

    Both Turkish letters without or with a dot become i, because İ and I lose or gain it with the language of the keyboard.
    Applying it twice changes nothing.
    """
    form = text
    while (again := _folded_once(form)) != form:
        form = again
    return form


def _folded_once(text: str) -> str:
    form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    shown = "".join(sign for sign in form if not _is_invisible(sign))
    return " ".join(shown.replace("i\u0307", "i").replace("ı", "i").split())


def _is_invisible(sign: str) -> bool:
    is_selector = "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
    return sign in IGNORED or is_selector or (unicodedata.category(sign) in ("Cf", "Cc") and not sign.isspace())


def skeleton(name: str) -> str:
    """A form that two names share when one may be taken for the other on a screen. It keeps accents: Élodie is not elodie."""
    shown = unicodedata.normalize("NFKC", name.strip())
    return comparable(shown.translate(LOOKALIKES)).translate(LOOKALIKES)


def problem(name: str) -> NameProblem | None:
    """Why this name cannot be opened; None when it can. Letters of one script, digits, dots, hyphens, low lines, no blanks."""
    shown = displayed(name)
    if not SHORTEST <= len(comparable(shown)) <= LONGEST or len(shown) > LONGEST:
        return NameProblem.LENGTH
    if not all(_is_allowed(sign) for sign in shown) or not any(sign.isalnum() for sign in shown):
        return NameProblem.SIGNS
    if unicodedata.category(shown[0]).startswith("M") or _has_piled_marks(shown):
        return NameProblem.SIGNS
    scripts = {_script(sign) for sign in shown if unicodedata.category(sign)[0] == "L"}
    if not scripts <= SCRIPTS or (len(scripts) > 1 and not scripts <= WRITTEN_TOGETHER):
        return NameProblem.SCRIPTS
    return None


def _is_allowed(sign: str) -> bool:
    if sign in PUNCTUATION:
        return True
    if _is_invisible(sign) or unicodedata.normalize("NFKC", sign) != sign:
        return False  # ligatures, full-width and superscript letters: they are read as others
    kind = unicodedata.category(sign)
    if kind[0] == "L" and _script(sign) == "LATIN":
        return unicodedata.normalize("NFD", sign.casefold())[0] in LATIN_LETTERS
    return kind[0] == "L" or kind in ("Mn", "Mc", "Nd")


def _has_piled_marks(name: str) -> bool:
    """More than two marks on one letter: no language needs them, and they cover the lines around."""
    kinds = "".join("m" if unicodedata.category(sign)[0] == "M" else "-" for sign in name)
    return "mmm" in kinds


def _script(sign: str) -> str:
    """First word of the letter's Unicode name, which is its script for every script in SCRIPTS."""
    return unicodedata.name(sign, "UNKNOWN").split()[0].split("-")[0]


def is_address(text: str) -> bool:
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text.strip()) is not None


def near(name: str, known: list[str]) -> list[str]:
    """Known names that somebody may have meant, at most three: the same without accents, or a few letters apart."""
    plain = {_without_accents(one): one for one in known}
    return [plain[one] for one in get_close_matches(_without_accents(name), plain, n=3, cutoff=0.75)]


def _without_accents(name: str) -> str:
    parts = unicodedata.normalize("NFD", comparable(name))
    return "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
