"""A real SMTP host on loopback, for tests: it keeps what it took, and answers as a test tells it to."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Any

from aiosmtpd.controller import Controller

TAKEN = "250 OK"


@dataclass
class Inbox:
    """What came. rcpt, data: answers to each address and to each text, by default that all is well."""

    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    rcpt: Callable[[str], str] = lambda _address: TAKEN
    data: Callable[[bytes], str] = lambda _raw: TAKEN
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _options: list[str]) -> str:
        answer = self.rcpt(address)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.data(envelope.content)
        if answer == TAKEN:
            self.raw.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            letter = message_from_bytes(envelope.content, policy=POLICY)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        return answer

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == address]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def mail_host(context: ssl.SSLContext | None = None, *, implicit: bool = False) -> Iterator[Inbox]:
    """context: with it the host offers STARTTLS, or speaks TLS from the first byte when `implicit`."""
    inbox = Inbox(port=free_port())
    tls = {"ssl_context": context} if implicit else {"tls_context": context}
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, **(tls if context else {}))
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
