"""Codes that people type from paper: drawn, shown in groups of four, forgiven when typed, kept as a keyed hash alone."""

import hmac

from flask import current_app

from infrastructure import codes

LENGTH = 12
"""Twelve signs of Crockford's base 32: 60 bits."""
GROUP = 4


def new_code() -> str:
    return codes.new_code(LENGTH)


def grouped(code: str) -> str:
    """`ABCD EFGH JKMN`: as it is printed."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def plain(typed: str) -> str:
    """The code somebody typed; small letters, blanks, dashes, O, I and L are forgiven. Empty when it has another length."""
    code = codes.clean_code(typed)
    return code if len(code) == LENGTH else ""


def hashed(typed: str) -> str:
    """The hash a code is kept under. Keyed, so that a copy of the table alone tells no code. Needs the app: call it before the writer."""
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, f"code\0{plain(typed)}".encode(), "sha256").hex()
