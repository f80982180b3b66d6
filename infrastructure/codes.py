"""The signs of codes and passphrases that people copy by hand: Crockford's base 32, where none is taken for another."""

import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Five bits each. Source: Douglas Crockford, Base 32, crockford.com/base32.html (not in it: I, L, O, U)."""
READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_code(length: int) -> str:
    """Random signs, from the system's generator for secrets."""
    return "".join(secrets.choice(SIGNS) for _ in range(length))


def clean_code(text: str) -> str:
    """The code that was meant: capitals, without blanks, dashes and other signs; I and L read as 1, O as 0, U as V."""
    return "".join(sign for sign in text.upper().translate(READ_AS) if sign in SIGNS)
