"""Checks of the settings of e-mail: who may be written to, by which host, under which names."""

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from lms.errors import SettingsInvalid

SECURITIES = ("starttls", "tls", "none")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9a-fA-F:.]+")


def host(label: str, value: object) -> str:
    text = str(value).strip() if isinstance(value, str) else "?"
    if text and not HOST.fullmatch(text):
        raise SettingsInvalid(label, f"{value!r} is not the name or address of a host; the port is a setting of its own")
    return text.lower()


def security(label: str, value: object) -> str:
    if value not in SECURITIES:
        raise SettingsInvalid(label, f"{value!r} is none of {', '.join(SECURITIES)}")
    return str(value)


def address(label: str, value: object) -> str:
    """An address as it is written into a message: ASCII before the @."""
    text = str(value).strip() if isinstance(value, str) else "?"
    if not text:
        return ""
    try:
        return str(validate_email(text, check_deliverability=False, allow_smtputf8=False, test_environment=True).normalized)
    except EmailNotValidError as error:
        raise SettingsInvalid(label, "is not an e-mail address") from error


def password_file(label: str, value: object) -> str:
    """The path of a file that can be read; the secret is read anew for each connection."""
    text = str(value).strip() if isinstance(value, str) else ""
    if text and not password_in(text):
        raise SettingsInvalid(label, f"{text} cannot be read as a file with the secret in its first line")
    return text


def password_in(path: str) -> str:
    """The first line of the file, so that the secret stands in no environment; empty when it cannot be read."""
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").splitlines()[0].strip()
    except (OSError, UnicodeDecodeError, IndexError):
        return ""


def port(label: str, value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        raise SettingsInvalid(label, f"{value!r} is not a number between 1 and 65535")
    return int(text)


def name(label: str, value: object) -> str:
    """Who writes, as mail programs show it."""
    text = str(value).strip() if isinstance(value, str) else ""
    if not text or len(text) > 60 or not text.isprintable():
        raise SettingsInvalid(label, "is not one line of at most 60 signs")
    return text


CHECKS: dict[str, Callable[[str, object], object]] = {
    "mail_host": host,
    "mail_port": port,
    "mail_security": security,
    "mail_password_file": password_file,
    "mail_from": address,
    "mail_name": name,
    "mail_reply_to": address,
}


def check_together(values: Mapping[str, object], prefix: str) -> None:
    """Settings that need each other. Raises SettingsInvalid."""
    if not values.get("mail_host"):
        return
    if not values.get("mail_from"):
        raise SettingsInvalid(f"{prefix}MAIL_FROM", "is empty, and HORSLESMURS_MAIL_HOST is set: say from which address the site writes")
    if bool(values.get("mail_user")) != bool(values.get("mail_password_file")):
        raise SettingsInvalid(f"{prefix}MAIL_USER", "and HORSLESMURS_MAIL_PASSWORD_FILE go together")
    if values.get("mail_security") == "none" and not _is_here(str(values["mail_host"])):
        words = "is none, and the host is not this machine: messages hold links that open accounts; use starttls or tls"
        raise SettingsInvalid(f"{prefix}MAIL_SECURITY", words)


def _is_here(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
