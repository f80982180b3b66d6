"""Bounces that come as mail, days later: told in the forms that mail hosts use, believed by the Message-ID alone, counted once."""

import mailbox
import sysconfig
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as some
from lms_cast import Person
from post_office import PostOffice

from horslesmurs import main
from lms.accounts.mail.mail_models import MailAddress
from lms.jobs import counting
from lms.jobs.models import BOUNCED, DONE, FAILED
from lms.messages.delivery import delivery_reports, late_bounces
from lms.messages.letters import Sender
from lms.web.current_site import site_of
from lms.web.database.extensions import db

POSTFIX = """Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: site@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="9B095B5ADB4.1185204480/mx.example.net"

--9B095B5ADB4.1185204480/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net.

--9B095B5ADB4.1185204480/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 9B095B5ADB4
Arrival-Date: Mon,  1 Mar 2027 10:00:00 +0100 (CET)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected

--9B095B5ADB4.1185204480/mx.example.net
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <site@example.org>
From: Hors les murs <site@example.org>
To: {to}
Message-ID: {id}

--9B095B5ADB4.1185204480/mx.example.net--
"""
WHOLE = """From: postmaster@outlook.example
To: site@example.org
Subject: Undeliverable
MIME-Version: 1.0
Content-Type: multipart/report; boundary="b1_whole"

--b1_whole
Content-Type: multipart/alternative; boundary="b2"

--b2
Content-Type: text/plain; charset="utf-8"

Your message could not be delivered.
--b2--

--b1_whole
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.outlook.example

Final-Recipient: RFC822;{to}
Action: {action}
Status: {status}

--b1_whole
Content-Type: message/rfc822

From: Hors les murs <site@example.org>
To: {to}
Message-ID: {id}
Subject: Un rappel
Content-Type: text/plain; charset="utf-8"

Personne ne lit ces messages.
--b1_whole--
"""
HIDDEN = """From: postmaster@example.com
To: site@example.org
MIME-Version: 1.0
Content-Type: multipart/report; report-type="delivery-status"; boundary=zz

--zz
Content-Type: message/delivery-status

Reporting-MTA: dns; example.com

Final-Recipient: x-private; somebody
Action: {action}
Status: {status} (said in words)

--zz
Content-Type: message/rfc822

message-id:
 {id}

--zz--
"""
ABSENCE = """From: {to}
To: site@example.org
Subject: Absence
In-Reply-To: {id}
Auto-Submitted: auto-replied
Content-Type: text/plain

Je suis absente. Status: 5.1.1 Action: failed
"""
REAL = Path(sysconfig.get_path("stdlib")) / "test" / "test_email" / "data"
"""Notifications that real hosts wrote come with Python itself, where its tests are installed."""


def sent(post: PostOffice, role: str = "pharmacist") -> tuple[Person, str, str]:
    """Somebody who was written to just now; her address, and the Message-ID as she received it."""
    address = f"dsn-{uuid4().hex[:8]}@example.org"
    person = post.person(role, address)
    Person(post.site, None).post("/fr/phrase-oubliee/message", address=address)
    assert post.turn() == 1
    return person, address, str(post.inbox.letters[-1]["Message-ID"])


def command(post: PostOffice, place: Path | str, raw: bytes | None = None) -> str:
    """What the command prints, beside the running site."""
    here = site_of(post.site).settings
    given_settings = {"data": here.data, "mail_host": here.mail_host, "mail_port": here.mail_port, "mail_security": "none"}
    names = {f"HORSLESMURS_{name.upper()}": str(value) for name, value in {**given_settings, "mail_from": here.mail_from}.items()}
    with time_machine.travel(post.at):
        answer = CliRunner(env=names).invoke(main, ["mail", "bounces", str(place)], input=raw)
    assert answer.exit_code == 0, answer.output
    return answer.stdout.strip()


def run(post: PostOffice, text: str) -> tuple[int, int, int]:
    """What one message changes: refused, given up, others."""
    here = site_of(post.site).settings
    report = delivery_reports.read(text.encode())
    sender = Sender(here.mail_from, here.mail_name, here.mail_reply_to)
    counts = post.write(lambda work: late_bounces.note(work, [report] if report else [], post.secret, sender, post.at))
    return counts.refused, counts.given_up, counts.others


def state_of(post: PostOffice, person: Person) -> tuple[str, str, bool]:
    """Of her last message: its end and why; and whether her address takes no more."""
    job = post.jobs(person)[-1]
    with post.site.app_context():
        db.session.rollback()
        row = db.session.get_one(MailAddress, person.account.id, populate_existing=True)
        return job.state, job.error, row.bounced_at is not None


@pytest.mark.parametrize("form", [POSTFIX, WHOLE, HIDDEN])
def test_a_refused_address_gets_nothing_more_and_is_counted(post: PostOffice, form: str) -> None:
    person, address, id = sent(post)
    assert state_of(post, person) == (DONE, "", False)
    text = form.format(to=address.upper(), id=id, action="failed", status="5.1.1").replace("\n", "\r\n")
    assert run(post, text) == (1, 0, 0)
    assert state_of(post, person) == (BOUNCED, "5.1.1", True)
    assert "Le dernier message est revenu" in person.get("/fr/compte/messages").text
    with post.site.app_context(), db.engine.connect() as connection:
        assert counting.read(connection, post.jobs(person)[-1].ended_at).ends[BOUNCED] >= 1
    assert run(post, text) == (0, 0, 1), "a second reading changes nothing"


@pytest.mark.parametrize(("status", "end"), [("5.7.1", FAILED), ("4.4.1", FAILED), ("5.2.2", BOUNCED), ("", FAILED)])
def test_a_rule_of_the_host_or_its_absence_is_not_the_addresss_fault(post: PostOffice, status: str, end: str) -> None:
    """5.7.1: refused by a rule; 4.4.1: the host was away for days; 5.2.2: the mailbox is full."""
    person, address, id = sent(post)
    run(post, POSTFIX.format(to=address, id=id, action="failed", status=status))
    assert state_of(post, person) == (end, status, end == BOUNCED)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_no_failure_changes_nothing(post: PostOffice, action: str) -> None:
    person, address, id = sent(post)
    assert run(post, POSTFIX.format(to=address, id=id, action=action, status="4.0.0")) == (0, 0, 0)
    assert run(post, ABSENCE.format(to=address, id=id)) == (0, 0, 0)
    assert state_of(post, person) == (DONE, "", False)


def test_nobody_stops_another_persons_mail_with_a_report_of_his_own(post: PostOffice) -> None:
    """A stranger knows the address, perhaps the id of another message, and writes a report in perfect form."""
    person, address, id = sent(post)
    _other, other_address, other_id = sent(post)
    for guess in (f"<{'0' * 32}@example.org>", id.replace("@example.org", "@evil.example"), id.strip("<>"), ""):
        assert run(post, POSTFIX.format(to=address, id=guess, action="failed", status="5.1.1"))[:2] == (0, 0)
    assert state_of(post, person) == (DONE, "", False)
    run(post, POSTFIX.format(to=address, id=other_id, action="failed", status="5.1.1"))
    assert state_of(post, person) == (DONE, "", False), "the report of one message says nothing of another person's address"
    assert other_address != address


def test_a_changed_address_is_not_blamed_for_the_one_before(post: PostOffice) -> None:
    person, address, id = sent(post)
    newer = f"new-{uuid4().hex[:8]}@example.org"
    post.turn(hours=1)
    person.post("/fr/compte/messages/adresse", address=newer)
    post.turn()
    Person(post.site, None).post(post.last_link(newer))
    assert run(post, POSTFIX.format(to=address, id=id, action="failed", status="5.1.1")) == (0, 1, 0)
    assert state_of(post, person)[2] is False


@pytest.mark.slow
def test_a_maildir_and_an_mbox_are_read_and_left_as_they_are(post: PostOffice, tmp_path: Path) -> None:
    people = [sent(post) for _ in range(2)]
    texts = [POSTFIX.format(to=address, id=id, action="failed", status="5.1.1").encode() for _person, address, id in people]
    folder = mailbox.Maildir(tmp_path / "maildir")
    folder.add(texts[0])
    folder.add(b"Subject: hello\n\nwords")
    box = mailbox.mbox(tmp_path / "mbox")
    box.add(texts[1])
    box.add(b"From: a@example.org\nSubject: x\n\nFrom here on\n")
    box.close()
    (tmp_path / "one.eml").write_bytes(texts[0])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert command(post, tmp_path / "maildir") == "1 refused, 0 given up, 0 not ours or read before"
    assert command(post, tmp_path / "mbox") == "1 refused, 0 given up, 0 not ours or read before"
    again = "0 refused, 0 given up, 1 not ours or read before"
    assert [command(post, tmp_path / "one.eml"), command(post, "-", texts[0])] == [again, again]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert [state_of(post, person)[0] for person, *_ in people] == [BOUNCED, BOUNCED]


def test_a_site_without_a_mail_host_says_so(tmp_path: Path) -> None:
    answer = CliRunner(env={"HORSLESMURS_DATA": str(tmp_path)}).invoke(main, ["mail", "bounces", "-"], input=b"")
    assert answer.exit_code == 2
    assert "HORSLESMURS_MAIL_HOST" in answer.stderr


def test_reports_of_real_hosts_are_read() -> None:
    if not REAL.is_dir():
        pytest.skip("this Python came without its tests")
    found = {name: delivery_reports.read((REAL / name).read_bytes()) for name in ("msg_16.txt", "msg_43.txt", "msg_05.txt", "msg_01.txt")}
    assert found["msg_16.txt"] == delivery_reports.DeliveryReport(
        "<002001c144a6$8752e060$56104586@oxy.edu>", frozenset({"jangel1@cougar.noc.ucla.edu"}), "5.0.0", "refused"
    )
    assert found["msg_43.txt"] is not None
    assert (found["msg_43.txt"].status, found["msg_43.txt"].verdict) == ("5.7.1", "given-up")
    assert found["msg_05.txt"] is None
    assert found["msg_01.txt"] is None


@settings(deadline=None)
@given(some.integers(0, len(POSTFIX)), some.binary(max_size=60), some.sampled_from([POSTFIX, WHOLE, HIDDEN]))
def test_damaged_mail_is_passed_over(place: int, noise: bytes, form: str) -> None:
    """Whatever is cut or put in: no error; and a report that is still read is about our message or another id, never about none."""
    raw = form.format(to="nadia@example.org", id="<abc@example.org>", action="failed", status="5.1.1").encode()
    for text in (raw[:place], raw[:place] + noise + raw[place:], noise):
        report = delivery_reports.read(text)
        assert report is None or report.message_id


def test_a_huge_message_is_not_looked_into() -> None:
    mail = EmailMessage()
    mail.set_content("x" * (delivery_reports.LARGEST + 1))
    assert delivery_reports.read(bytes(mail)) is None
