"""Passphrases: how they are made, judged, hashed and checked. argon2id, through Flask-Security."""

import base64
import re
import secrets
import unicodedata
from enum import Enum

from flask_security.utils import hash_password, verify_password
from zxcvbn import zxcvbn

from lms.accounts import names, passphrase_words

DRAWN_WORDS = 5
SHORTEST = 12
LONGEST = 128
FEWEST_DIFFERENT = 5
FEWEST_OF_ITS_OWN = 6
"""Signs that must remain once repetitions, runs, common words and the name are taken out."""
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "&é\"'(-è_çà)=",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "1a2z3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6y7u8i9o0p",
)
SHORTEST_RUN = 4
FEWEST_GUESSES = 10**7.5
"""A name is guessed at 110 times a day at most (throttle): this is far above what a stranger reaches, and below what a person makes up."""
LONGEST_JUDGED = 72
"""Signs that zxcvbn looks at: its time grows with the square of them."""
WORDS = (
    "motdepasse passphrase password passwort phrasesecrete secret bonjour bienvenue welcome soleil doudou chouchou loulou "
    "marseille paris france hopital hospital chimio chemo cancer oncologie oncology patient medecin docteur pharmacie infirmiere "
    "admin administrateur administrator horslesmurs iloveyou jetaime letmein dragon monkey football princess princesse sunshine "
    "azerty qwerty correcthorsebatterystaple"
)
SALT_BYTES, DIGEST_BYTES = 16, 32
"""Of the hashes that Flask-Security writes."""
COMMON = WORDS.split()
"""Words many people use, as a small start; the longer ones are taken out first."""


STAND_INS = str.maketrans("@4301!5$7", "aaeolisst")
"""Digits and signs that people write for letters."""


class PassphraseProblem(Enum):
    SHORT = "short"
    LONG = "long"
    GUESSED = "guessed"


def generate(language: str = "fr") -> str:
    """A random passphrase of five words of a language, 46 bits (passphrase_words), that a person can read aloud and type."""
    return " ".join(secrets.choice(passphrase_words.WORDS[language]) for _ in range(DRAWN_WORDS))


def as_drawn(typed: str) -> str:
    """A drawn passphrase as it was drawn: capitals, hyphens and doubled blanks are forgiven. Any other text as it is."""
    words = _plain_words(typed)
    is_drawn = len(words) == DRAWN_WORDS and any(all(word in word_list for word in words) for word_list in passphrase_words.WORDS.values())
    return " ".join(words) if is_drawn else typed


def _plain_words(text: str) -> list[str]:
    return re.split(r"[\s\-\u2010-\u2015]+", text.strip().lower())[: DRAWN_WORDS + 1]


def problem(passphrase: str, name: str = "") -> PassphraseProblem | None:
    """Why a passphrase a person chose is refused; None when it is not. name: her sign-in name."""
    if len(passphrase) < SHORTEST:
        return PassphraseProblem.SHORT
    if len(passphrase) > LONGEST:
        return PassphraseProblem.LONG
    plain = _plain(passphrase)
    own = min(len(_own_part(text, _plain(name))) for text in (plain, plain.translate(STAND_INS)))
    if len(set(plain)) < FEWEST_DIFFERENT or own < FEWEST_OF_ITS_OWN or _is_among_the_first(passphrase, name):
        return PassphraseProblem.GUESSED
    return None


def _is_among_the_first(passphrase: str, name: str) -> bool:
    """Whether a list of some 30,000 common passwords, names and words, joined as people join them, comes to it within FEWEST_GUESSES."""
    return float(zxcvbn(passphrase[:LONGEST_JUDGED], user_inputs=[name])["guesses"]) < FEWEST_GUESSES


def _plain(text: str) -> str:
    """Small letters without accents and blanks."""
    parts = unicodedata.normalize("NFD", names.comparable(text))
    return "".join(sign for sign in parts if not sign.isspace() and unicodedata.category(sign) != "Mn")


def _own_part(text: str, name: str) -> str:
    """What is left of a passphrase without the name, common words, runs of the keyboard and repetitions."""
    words = sorted({*COMMON, *([name] if len(name) > 2 else [])}, key=len, reverse=True)
    # A sign stands in for what is taken out, so that two ends do not meet and make a run of their own.
    rest = re.sub("|".join(map(re.escape, words)), "\0", _once(text))
    return _once("".join(part for part in _without_runs(rest).split("\0") if part))


def _once(text: str) -> str:
    """The shortest beginning that, repeated, gives the text; aaaa gives a, abcabcab gives abc."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * (len(text) // length + 1))[: len(text)] == text:
            return text[:length]
    return text


def _without_runs(text: str) -> str:
    """Stretches of four signs or more that follow a row of the keyboard, the alphabet or the digits, either way, taken out."""
    rows = [*RUNS, *(row[::-1] for row in RUNS)]
    rest, at = [], 0
    while at < len(text):
        length = max(_run_length(text, at, row) for row in rows)
        if length >= SHORTEST_RUN:
            rest.append("\0")
            at += length
        else:
            rest.append(text[at])
            at += 1
    return "".join(rest)


def _run_length(text: str, at: int, row: str) -> int:
    start, length = row.find(text[at]), 1
    if start < 0:
        return 0
    while at + length < len(text) and start + length < len(row) and text[at + length] == row[start + length]:
        length += 1
    return length


def hashed(passphrase: str) -> str:
    text: str = hash_password(composed(passphrase))
    return text


def hash_of_nobody(memory_kib: int, passes: int, lanes: int) -> str:
    """A hash that no passphrase fits and that costs as much to check as one of `hashed`: salt and digest are drawn, nothing is hashed."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (SALT_BYTES, DIGEST_BYTES))
    return f"$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${digest}"


def composed(passphrase: str) -> str:
    """One form for accents (NFC): keyboards differ in whether é is one sign or two. One form for drawn words (`as_drawn`)."""
    return as_drawn(unicodedata.normalize("NFC", passphrase))


def is_right(passphrase: str, stored: str | None, decoy: str) -> bool:
    """Whether the passphrase fits. Without an account the decoy's hash is checked instead, so that both answers take the same time."""
    fits = bool(verify_password(composed(passphrase), stored or decoy))
    if not fits and composed(passphrase) != passphrase:
        fits = bool(verify_password(passphrase, stored or decoy))  # hashed before accents were composed
    return fits and stored is not None
