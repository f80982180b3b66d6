"""What people reach: the address and the proxy, the mail host, what is shown, and whom they can ask."""

import smtplib
from collections.abc import Iterator
from urllib.parse import urlsplit

from courses.errors import CoursesError
from courses.rules import rule_files
from courses.serving.catalogue import load
from lms.messages.delivery.smtp import MailHost
from lms.running import supervisor
from lms.running.doctor.findings import Finding, Subject, fault, fine, warn

HERE = ("127.0.0.1", "localhost", "::1")


def address(subject: Subject) -> Iterator[Finding]:
    """People open the site under https, through a proxy that is named."""
    settings = subject.settings
    host = urlsplit(settings.origin).hostname or ""
    if host in HERE:
        grade = fine("address", f"{settings.origin}: this machine alone")
        yield (
            grade
            if settings.is_demo
            else fault("address", grade.words, "set HORSLESMURS_ORIGIN to the address that people open, with https://")
        )
    elif not settings.is_https:
        yield fault(
            "address",
            f"{settings.origin} is not encrypted",
            "end TLS at a proxy (deploy/nginx.conf, deploy/Caddyfile) and set HORSLESMURS_ORIGIN to https://…",
        )
    elif not settings.trusted_proxies:
        yield fault(
            "address", f"{settings.origin} is encrypted, and no proxy is trusted: everybody seems to come from one address",
            "set HORSLESMURS_TRUSTED_PROXIES to the number of proxies before the site, usually 1",
        )  # fmt: skip
    else:
        yield fine("address", f"{settings.origin} behind {settings.trusted_proxies} trusted proxies")
    words = supervisor.exposure(settings)
    if words:
        yield fault("address", words, "listen on 127.0.0.1 behind a proxy")


def mail(subject: Subject) -> Iterator[Finding]:
    """The mail host answers, encrypts and knows the user. No message is sent."""
    if not subject.settings.mail_host:
        yield fine("mail", "no mail host: the site writes to nobody, and forgotten passphrases are for staff or recovery codes")
        return
    host = MailHost(subject.settings)
    try:
        host.greet()
    except (OSError, smtplib.SMTPException) as error:
        words = f"{subject.settings.mail_host}:{subject.settings.mail_port} does not take messages ({type(error).__name__})"
        yield fault("mail", words, "check host, port, HORSLESMURS_MAIL_SECURITY and the password file; messages wait until it answers")
    else:
        yield fine("mail", f"{subject.settings.mail_host} answers, encrypted as set")
    finally:
        host.close()


def content(subject: Subject) -> Iterator[Finding]:
    """The texts can be read, a fever rule stands on a real instance, and people find something."""
    settings = subject.settings
    try:
        rule_files.load(settings.shown_content).preset(settings.site_rule or None)
        catalogue = load(settings.shown_content, rule_key=settings.site_rule or None, instance=settings.instance, now=subject.now)
    except CoursesError as error:
        yield fault("content", str(error).splitlines()[0], "run `horslesmurs content check` and put right what it names")
        return
    if not settings.site_rule and not settings.is_demo:
        yield fault(
            "content",
            "no fever rule was chosen",
            "set HORSLESMURS_SITE_RULE to the one your clinicians signed (content/_structure/rules.yml)",
        )
    shown = len({key for key, _ in catalogue.modules})
    if not shown and not settings.is_demo:
        yield fault("content", "nothing is published: people find empty pages", "publish modules, or run a pilot (docs/pilot.md)")
    else:
        yield fine("content", f"{shown} modules are shown to people of this {settings.instance} instance")
    if settings.is_demo:
        yield fine("content", "a demo instance shows drafts under a banner; nobody should learn from it in earnest")


def people(subject: Subject) -> Iterator[Finding]:
    """Those who need help or have rights find somebody."""
    settings = subject.settings
    if settings.is_demo:
        return
    wants = [
        (settings.contact, "contact", "nobody is named for questions about data", "set HORSLESMURS_CONTACT to an address that is read"),
        (
            settings.team_day and settings.team_night,
            "numbers",
            "the care team’s numbers are not set",
            "set HORSLESMURS_TEAM_DAY and HORSLESMURS_TEAM_NIGHT",
        ),
    ]
    for value, part, words, advice in wants:
        yield fine(part, "set") if value else warn(part, words, advice)
