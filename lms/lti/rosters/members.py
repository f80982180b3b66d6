"""Asking a platform who follows its course, page by page. What it answers is shown once and kept nowhere."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

from infrastructure import http_client
from infrastructure.errors import AddressRefused, AnswerTooLong, HostUnreachable
from lms.errors import MembersRefused
from lms.lti import platform_tokens
from lms.lti_platforms import LtiPlatform
from lms.settings import Settings

SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
ACTIVE = "Active"
MOST_PAGES, MOST_MEMBERS, LARGEST = 50, 5000, 4 * 1024 * 1024
LONGEST = 255
NEXT = re.compile(r'<([^<>]+)>\s*;[^,]*\brel\s*=\s*"?next"?', re.IGNORECASE)
STATUSES = {401: "forbidden", 403: "forbidden", 404: "gone", 410: "gone"}


class Member(NamedTuple):
    """One who learns in the platform's course. subject: what the platform calls her; name: as it says, empty when it does not."""

    subject: str
    name: str


def learners(platform: LtiPlatform, settings: Settings, address: str, at_s: int) -> list[Member]:
    """Those who learn there now, each once: neither teachers nor who was taken off the list. Raises MembersRefused."""
    try:
        token = platform_tokens.token_for(platform, settings, SCOPE, at_s)
        if not token.value:
            raise MembersRefused(_reason(token.status, "token"))
        found = {one.subject: one for page in _pages(platform, address, token.value) for one in page}
    except AnswerTooLong as error:  # before what it is a kind of
        raise MembersRefused("long") from error
    except HostUnreachable as error:
        raise MembersRefused("unreachable") from error
    except AddressRefused as error:
        raise MembersRefused("address") from error
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.subject))


def _pages(platform: LtiPlatform, address: str, token: str) -> Iterator[list[Member]]:
    """Raises MembersRefused, and what asking raises."""
    asked, count = set[str](), 0
    while address:
        if not platform.owns(address):
            raise MembersRefused("address")
        if address in asked or len(asked) == MOST_PAGES:
            raise MembersRefused("long")
        asked.add(address)
        answer = platform_tokens.get(platform, address, {"Accept": TYPE, "Authorization": f"Bearer {token}"}, size=LARGEST)
        if answer.status != 200:
            raise MembersRefused(_reason(answer.status, "answer"))
        page = list(_members(answer))
        count += len(page)
        if count > MOST_MEMBERS:
            raise MembersRefused("long")
        yield page
        more = NEXT.search(answer.headers.get("Link", ""))
        address = urljoin(address, more[1]) if more else ""


def _members(answer: http_client.Answer) -> Iterator[Member]:
    """Raises MembersRefused for what is no list of members; an entry that cannot be read stops nothing."""
    try:
        document = answer.json()
    except ValueError as error:
        raise MembersRefused("answer") from error
    rows = document.get("members") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise MembersRefused("answer")
    for row in rows:
        if isinstance(row, dict) and _is_learner(row):
            subject = row.get("user_id")
            if isinstance(subject, str) and 0 < len(subject) <= LONGEST:
                yield Member(subject, _name(row))


def _is_learner(row: Mapping[str, Any]) -> bool:
    """By the last word of a role, since platforms write it short or as an address (2.0, 2.2); whoever teaches too is no learner of it."""
    roles = row.get("roles")
    names = {str(role).rpartition("#")[2].rpartition("/")[2] for role in roles} if isinstance(roles, list) else set()
    return "Learner" in names and "Instructor" not in names and row.get("status", ACTIVE) == ACTIVE


def _name(row: Mapping[str, Any]) -> str:
    given = row.get("name") or " ".join(str(row[part]) for part in ("given_name", "family_name") if isinstance(row.get(part), str))
    plain = " ".join(part for part in given.split() if part.isprintable()) if isinstance(given, str) else ""
    return plain[:LONGEST]


def _reason(status: int, other: str) -> str:
    return STATUSES.get(status, "unreachable" if status >= 500 or status == 429 else other)
