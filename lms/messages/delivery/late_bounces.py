"""What delivery status notifications change: the job they are about, and the address that takes no message."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import names
from lms.accounts.mail import addresses
from lms.accounts.mail.mail_models import MailAddress
from lms.jobs.models import BOUNCED, DONE, FAILED, UNCERTAIN, Job
from lms.messages import letters
from lms.messages.delivery.delivery_reports import DeliveryReport
from lms.messages.letters import Sender
from lms.messages.planning import KIND

REMEMBERED = timedelta(days=30)
"""Hosts give up within days; what comes later is about nothing that is still known."""


@dataclass(frozen=True, slots=True)
class Counts:
    """refused: addresses that take no message; given_up: messages that did not arrive, the address not at fault; others: not ours, or
    read before."""

    refused: int
    given_up: int
    others: int


def note(work: Session, reports: Iterable[DeliveryReport], secret: str, sender: Sender, now: datetime) -> Counts:
    """Write down what the reports say, each once. Call it inside the writer.

    A report is believed by the Message-ID alone, which is keyed: whoever did not get the message cannot write one that counts.
    """
    sent = select(Job).where(Job.kind == KIND, Job.state.in_((DONE, UNCERTAIN)), Job.ended_at > now - REMEMBERED)
    jobs = {letters.message_id(secret, job.key, sender): job for job in work.scalars(sent)}
    refused = given_up = others = 0
    for report in reports:
        job = jobs.pop(report.message_id, None)
        if job is None or job.account_id is None:
            others += 1
            continue
        address = _address(work.get(MailAddress, job.account_id), job, report)
        is_refused = report.verdict == "refused" and address is not None
        job.state, job.error, job.ended_at = (BOUNCED if is_refused else FAILED), report.status[:12], now
        if is_refused and address is not None:
            addresses.bounce(work, job.account_id, address, now)
            refused += 1
        else:
            given_up += 1
    return Counts(refused, given_up, others)


def _address(row: MailAddress | None, job: Job, report: DeliveryReport) -> str | None:
    """Which of the account's addresses the report is about; None when it was changed since.

    A forwarded message comes back under the address it was forwarded to: then it is the confirmed one, if that is older than the message.
    """
    if row is None:
        return None
    named = {names.comparable(one) for one in report.recipients}
    for own in (row.address, row.pending):
        if own and names.comparable(addresses.for_smtp(own)) in named:
            return own
    is_older = row.confirmed_at is not None and row.confirmed_at <= job.created_at
    return row.address if is_older and row.pending is None else None
