"""What the operator types about mail: horslesmurs mail bounces."""

import sys
from pathlib import Path

import click

from lms import logs
from lms.errors import SettingsInvalid
from lms.key_files import secret
from lms.messages.delivery import delivery_reports, late_bounces
from lms.messages.letters import Sender
from lms.running.command_support import in_one_line, site, write
from lms.settings import read
from lms.web.database.instants import now


@click.group()
def mail() -> None:
    """The mail that the site sent."""


@mail.command("bounces")
@click.argument("place")
@in_one_line
def bounces(place: str) -> None:
    """Read delivery status notifications (RFC 3464) from PLACE: a Maildir folder, an mbox file, a file with one message, or - for one
    message on standard input. Addresses that were refused get nothing more. The site may run; nothing is changed in PLACE."""
    settings = read()
    if not settings.mail_host:
        raise SettingsInvalid("HORSLESMURS_MAIL_HOST", "is not set: this site sends no mail")
    texts = [sys.stdin.buffer.read()] if place == "-" else delivery_reports.in_folder(Path(place))
    reports = [report for raw in texts if (report := delivery_reports.read(raw)) is not None]
    sender = Sender(settings.mail_from, settings.mail_name, settings.mail_reply_to)
    with site(settings) as app:
        at, key = now(), secret(settings, "web")
        counts = write(app, lambda work: late_bounces.note(work, reports, key, sender, at))
    logs.event("late_bounces_read", count=counts.refused + counts.given_up)
    click.echo(f"{counts.refused} refused, {counts.given_up} given up, {counts.others} not ours or read before")
