"""One message as mail programs take it: plain words, headers that say a machine wrote it, and the same id for a repeat."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

POLICY = SMTP.clone(max_line_length=998)
"""RFC 5322's longest line. The default folds at 78 and writes long addresses as RFC 2047 words: no program follows them."""


@dataclass(frozen=True)
class Sender:
    """Who writes. address and reply_to: ASCII; name: as mail programs show it; reply_to: empty for the address itself."""

    address: str
    name: str
    reply_to: str = ""


@dataclass(frozen=True)
class Words:
    """What is written. stop_address: where one press ends all reminders (RFC 8058); empty for mail she asked for a moment ago."""

    subject: str
    body: str
    language: str
    stop_address: str = ""


def message_id(secret: str, key: str, sender: Sender) -> str:
    """The id of the message about `key`: the same at each try, also after an old copy of the database came back.

    Keyed, so that it tells nothing of whom or what the key is about.
    """
    mark = hmac.digest(secret.encode(), f"message-id\0{key}".encode(), "sha256").hex()[:32]
    return f"<{mark}@{sender.address.rpartition('@')[2]}>"


def letter(words: Words, sender: Sender, recipient: str, id: str, at: datetime) -> EmailMessage:
    """The whole message. recipient: ASCII. Raises ValueError for a line break in a header."""
    mail = EmailMessage(policy=POLICY)
    local, _at, domain = sender.address.rpartition("@")
    mail["From"] = Address(sender.name, local, domain)
    mail["To"] = recipient
    if sender.reply_to:
        mail["Reply-To"] = sender.reply_to
    mail["Subject"] = words.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if words.stop_address:
        mail["List-Unsubscribe"] = f"<{words.stop_address}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(words.body, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = words.language  # set_content throws away what begins with Content-
    return mail
