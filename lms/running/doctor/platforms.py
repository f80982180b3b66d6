"""Learning platforms that open the site: the keys of each are there, and its clock is ours."""

from collections.abc import Iterator, Mapping

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms.accounts.providers import documents
from lms.errors import LmsError, ProviderRefused
from lms.lti import tool_keys
from lms.lti_platforms import LtiPlatform
from lms.platforms import known
from lms.running.database_setup import open_engine
from lms.running.doctor.findings import Finding, Subject, fault, fine
from lms.running.doctor.providers import FURTHEST_S
from lms.settings import Settings


def platforms(subject: Subject) -> Iterator[Finding]:
    """Nothing is said of a site without platforms. Keys are asked for; nothing is launched."""
    settings = subject.settings
    found = _known(settings)
    if not found:
        return
    if not settings.is_https and not settings.is_demo:
        words = f"people come from a platform to {settings.origin}, which is not encrypted"
        yield fault("platforms", words, "set HORSLESMURS_ORIGIN to the address that people open, with https://")
    for number in tool_keys.numbers(settings):
        if not tool_keys.is_readable(settings, number):
            yield fault(
                "platforms",
                f"keys/lti/k{number}.pem is no key",
                "bring it back from a copy, or remove it and type `horslesmurs lti rotate-key`",
            )
    for platform in found.values():
        yield from _one(platform, settings.origin)


def _known(settings: Settings) -> Mapping[str, LtiPlatform]:
    """Of the settings, and those that registered by themselves; the former alone where the database does not answer."""
    try:
        engine = open_engine(settings)
    except LmsError:
        return settings.lti_platforms
    try:
        with Session(engine) as reader:
            return known.of_site(reader, settings)
    except SQLAlchemyError:
        return settings.lti_platforms
    finally:
        engine.dispose()


def _one(platform: LtiPlatform, origin: str) -> Iterator[Finding]:
    part = f"platform {platform.key}"
    try:
        count, ahead_s = documents.looked_at_keys(platform.keys, platform.guard)
    except ProviderRefused:
        yield fault(part, f"{platform.keys} does not answer with keys",
                    "check the network, its certificate and, of its table, `keys`; nobody can come from it")  # fmt: skip
        return
    if not count:
        yield fault(part, f"{platform.keys} shows no key", "no message of it can be checked: ask whoever runs it")
    if abs(ahead_s) > FURTHEST_S:
        side = "ahead of" if ahead_s > 0 else "behind"
        yield fault(part, f"its clock is {abs(ahead_s):.0f} s {side} this one", "keep both by NTP; by more than a minute nobody is let in")
    yield fine(part, f"{platform.issuer}, client {platform.client_id}: {count} keys; it opens {origin}/lti/login")
