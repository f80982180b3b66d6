"""What the answers of a real SMTP host mean, and what a message looks like on the wire."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from lms_site import make_settings
from mail_host import Inbox, free_port, mail_host

from lms.jobs.models import BOUNCED, DONE, FAILED, WAITING
from lms.jobs.queue import Outcome
from lms.messages import letters
from lms.messages.delivery.smtp import LEASE_LOST, MailHost
from lms.messages.letters import Sender, Words
from lms.settings import Settings

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SENDER = Sender("site@hors-les-murs.example", "Hors les murs", "answers@hors-les-murs.example")
STOP = "https://hors-les-murs.example/fr/arreter-messages/" + "a" * 60
WORDS = Words("Votre parcours vous attend", "Bonjour,\n\nÀ bientôt : « demain ».\n" + "x" * 200 + "\n.\n", "fr", STOP)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with mail_host() as one:
        yield one


def settings(folder: Path, port: int, **more: str) -> Settings:
    mail = {"mail_host": "127.0.0.1", "mail_port": str(port), "mail_security": "none", "mail_from": SENDER.address, **more}
    return make_settings(folder, **mail)


def send(folder: Path, port: int, hand_over: Callable[[], bool] = lambda: True, *, to: str = "a@b.example", **more: Any) -> Outcome:
    host = MailHost(settings(folder, port, **more.pop("mail", {})), **more)
    try:
        id = letters.message_id("secret", "key", SENDER)
        return host.deliver(letters.letter(WORDS, SENDER, to, id, NOW), to, hand_over)
    finally:
        host.close()


def test_a_message_arrives_as_it_was_written(tmp_path: Path, inbox: Inbox) -> None:
    assert send(tmp_path, inbox.port) == Outcome(DONE)
    (letter,) = inbox.letters
    assert str(letter["From"]) == "Hors les murs <site@hors-les-murs.example>"
    assert letter["Reply-To"] == "answers@hors-les-murs.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "fr"
    assert letter["Date"].datetime == NOW
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n") == WORDS.body
    assert all(len(line) <= 998 for line in inbox.raw[0].split(b"\r\n"))


def test_the_address_of_one_press_is_whole_on_the_wire(tmp_path: Path, inbox: Inbox) -> None:
    """python/cpython#85725: with the default folding it is written as RFC 2047 words, which no program follows."""
    send(tmp_path, inbox.port)
    assert f"List-Unsubscribe: <{STOP}>\r\n".encode() in inbox.raw[0]
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in inbox.raw[0]


def test_mail_she_asked_for_a_moment_ago_offers_no_unsubscribing(tmp_path: Path) -> None:
    letter = letters.letter(Words("s", "b", "fr"), SENDER, "a@b.example", "<x@y>", NOW)
    assert "List-Unsubscribe" not in letter


def test_a_header_takes_no_line_break() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        letters.letter(Words("a\r\nBcc: x@y.example", "b", "fr"), SENDER, "a@b.example", "<x@y>", NOW)


def test_the_id_is_the_same_for_one_key_and_tells_nothing_of_it() -> None:
    ids = {letters.message_id("secret", "renewal:1:90", SENDER) for _ in range(2)}
    assert len(ids) == 1
    assert "renewal" not in ids.pop()
    assert letters.message_id("other", "renewal:1:90", SENDER) != letters.message_id("secret", "renewal:1:90", SENDER)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 5.1.1 No such user", Outcome(BOUNCED, "550")),
        ("552 5.2.2 Mailbox full", Outcome(BOUNCED, "552")),
        ("550 5.7.1 Relaying denied", Outcome(FAILED, "550")),
        ("451 4.7.1 Greylisted", Outcome(WAITING, "451")),
        ("421 4.3.2 Closing", Outcome(WAITING, "421", is_host_away=True)),
    ],
)
def test_refusals_of_an_address(tmp_path: Path, inbox: Inbox, answer: str, outcome: Outcome) -> None:
    inbox.rcpt = lambda _address: answer
    handovers: list[int] = []
    assert send(tmp_path, inbox.port, lambda: not handovers.append(1)) == outcome
    assert handovers == [], "nothing had left"


@pytest.mark.parametrize(("answer", "state"), [("554 5.6.0 Refused", FAILED), ("452 4.3.1 Full", WAITING)])
def test_refusals_of_a_text(tmp_path: Path, inbox: Inbox, answer: str, state: str) -> None:
    inbox.data = lambda _raw: answer
    assert send(tmp_path, inbox.port) == Outcome(state, answer[:3])


def test_silence_after_the_text_is_told_apart_from_a_refusal(tmp_path: Path) -> None:
    """A host that takes the text and hangs up: nobody can know whether it will deliver it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak() -> None:
            connection, _address = server.accept()
            with connection, connection.makefile("rwb") as lines:
                lines.write(b"220 here\r\n")
                lines.flush()
                for line in lines:
                    if line == b".\r\n":
                        return
                    answer = {b"EHLO": b"250 here", b"MAIL": b"250 ok", b"RCPT": b"250 ok", b"DATA": b"354 go"}.get(line[:4].upper())
                    if answer:
                        lines.write(answer + b"\r\n")
                        lines.flush()

        talking = threading.Thread(target=speak)
        talking.start()
        outcome = send(tmp_path, server.getsockname()[1])
        talking.join()
    assert (outcome.state, outcome.is_unanswered) == (WAITING, True)


def test_without_the_lease_nothing_is_sent(tmp_path: Path, inbox: Inbox) -> None:
    assert send(tmp_path, inbox.port, lambda: False) == Outcome(WAITING, LEASE_LOST)
    assert inbox.letters == []


def test_one_connection_carries_many_messages_past_a_refused_one(tmp_path: Path, inbox: Inbox) -> None:
    inbox.rcpt = lambda address: "550 5.1.1 No" if address.startswith("no") else "250 OK"
    host = MailHost(settings(tmp_path, inbox.port))
    states = []
    for to in ("one@b.example", "no@b.example", "two@b.example"):
        states.append(host.deliver(letters.letter(WORDS, SENDER, to, "<1@x>", NOW), to, lambda: True).state)
    host.close()
    assert states == [DONE, BOUNCED, DONE]
    assert inbox.recipients == ["one@b.example", "two@b.example"]


def test_nobody_there_is_the_hosts_fault(tmp_path: Path) -> None:
    assert send(tmp_path, free_port()) == Outcome(WAITING, "ConnectionRefusedError", is_host_away=True)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A host's certificate for 127.0.0.1, made here, and a context that trusts it.

    It holds for a century: OpenSSL asks the kernel for the day, which a shifted clock of Python does not move (tests/later).
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    century = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(century[0]).not_valid_after(century[1])
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    signed = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    pem = signed.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "host.pem").write_bytes(private + pem)
    host = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    host.load_cert_chain(folder / "host.pem")
    return host, ssl.create_default_context(cadata=pem.decode())


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_with_a_certificate_that_is_checked(tmp_path: Path, security: str) -> None:
    host_context, trusting = certificate(tmp_path)
    with mail_host(host_context, implicit=security == "tls") as inbox:
        assert send(tmp_path, inbox.port, context=trusting, mail={"mail_security": security}) == Outcome(DONE)
        refused = send(tmp_path, inbox.port, mail={"mail_security": security})
        assert (refused.error, refused.is_host_away) == ("SSLCertVerificationError", True)
        assert len(inbox.letters) == 1


def test_never_in_clear_when_starttls_is_not_offered(tmp_path: Path, inbox: Inbox) -> None:
    outcome = send(tmp_path, inbox.port, mail={"mail_security": "starttls"})
    assert (outcome.error, outcome.is_host_away) == ("SMTPNotSupportedError", True)
    assert inbox.letters == []
