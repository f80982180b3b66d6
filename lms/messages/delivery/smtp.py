"""The site's mail host, over the standard library's smtplib: one message to one address, and what its answer means."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage

from lms.jobs.models import BOUNCED, DONE, FAILED, WAITING
from lms.jobs.queue import Outcome
from lms.mail_settings import password_in
from lms.settings import Settings

TIMEOUT_S = 30.0
LEASE_LOST = "lease_lost"


class MailHost:
    """One connection at a time, opened at the first message and kept until close. context: of tests, which trust their own certificate."""

    def __init__(self, settings: Settings, context: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._context = context or ssl.create_default_context()
        self._connection: smtplib.SMTP | None = None

    def deliver(self, mail: EmailMessage, recipient: str, hand_over: Callable[[], bool]) -> Outcome:
        """Send one message. hand_over: asked right before its text leaves; when it says no, nothing is sent.

        Up to there nothing has left. From there until an answer nobody can know: such an outcome is `is_unanswered`.
        """
        try:
            connection = self._connection or self._open()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(WAITING, _kind(error), is_host_away=True)
        try:
            refusal = _envelope(connection, self._settings.mail_from, recipient)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Outcome(WAITING, _kind(error), is_host_away=True)
        if refusal is not None:
            self._reset()
            return refusal
        if not hand_over():
            self._reset()
            return Outcome(WAITING, LEASE_LOST)
        return self._data(connection, mail)

    def greet(self) -> None:
        """Connect, encrypt and sign in as for a message, and send none. Raises OSError, SMTPException."""
        (self._connection or self._open()).noop()

    def _open(self) -> smtplib.SMTP:
        host, port = self._settings.mail_host, self._settings.mail_port
        if self._settings.mail_security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=self._context)
        else:
            connection = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
        try:
            if self._settings.mail_security == "starttls":
                connection.starttls(context=self._context)  # raises when the host does not offer it: never in clear instead
            connection.ehlo_or_helo_if_needed()
            if self._settings.mail_user:
                connection.login(self._settings.mail_user, password_in(self._settings.mail_password_file))
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _data(self, connection: smtplib.SMTP, mail: EmailMessage) -> Outcome:
        try:
            code, _words = connection.data(mail.as_bytes())
        except smtplib.SMTPDataError as error:  # refused before the text left
            self._reset()
            return _refusal(error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Outcome(WAITING, _kind(error), is_unanswered=True)
        if code == 250:
            return Outcome(DONE)
        self._reset()
        return _refusal(code)

    def _reset(self) -> None:
        if self._connection is not None:
            try:
                self._connection.rset()
            except (OSError, smtplib.SMTPException):
                self.close()

    def close(self) -> None:
        """End the connection, if there is one; the next message opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()


def _envelope(connection: smtplib.SMTP, sender: str, recipient: str) -> Outcome | None:
    """Say from whom and to whom; None when the host takes both. A refused sender is the site's fault, and is met by every message."""
    code, words = connection.mail(sender)
    if code != 250:
        return Outcome(WAITING, str(code), is_host_away=True)
    code, words = connection.rcpt(recipient)
    if code in (250, 251):
        return None
    if not 500 <= code < 600:
        return Outcome(WAITING, str(code), is_host_away=code == 421)
    # 5.7.x (RFC 3463) is a rule of the host, as "relaying denied": nothing is wrong with the address.
    return Outcome(FAILED if words.startswith(b"5.7.") else BOUNCED, str(code))


def _refusal(code: int) -> Outcome:
    """What an answer to the text means: 4xx is tried again, 5xx is about these words and would come each time."""
    return Outcome(FAILED if 500 <= code < 600 else WAITING, str(code))


def _kind(error: Exception) -> str:
    """A code, or the kind of the error: its words may quote an address."""
    code = getattr(error, "smtp_code", None)
    return str(code) if isinstance(code, int) else type(error).__name__
