"""Passphrases: how they are made, hashed and checked. argon2id, through Flask-Security."""

import secrets

from flask_security.utils import hash_password, verify_password

SHORTEST = 12
LONGEST = 128
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's letters: none is taken for another when read from paper."""


def generate() -> str:
    """A random passphrase of five groups, 100 bits, that can be typed from paper."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(5))


def hashed(passphrase: str) -> str:
    text: str = hash_password(passphrase)
    return text


def is_right(passphrase: str, stored: str | None, decoy: str) -> bool:
    """Whether the passphrase fits. Without an account the decoy's hash is checked instead, so that both answers take the same time."""
    fits = bool(verify_password(passphrase, stored or decoy))
    return fits and stored is not None
