"""Somebody whose launch opens no account here yet: who she is there waits in a cookie of her browser, encrypted, for a quarter of an hour.

A cookie of its own, and not the session: signing in begins that anew, and she may have to sign in before she links the two.
"""

from typing import NamedTuple

from flask import Response, request

from lms.accounts.providers import sealing
from lms.lti.launch_token import Launch
from lms.lti_platforms import LtiPlatform
from lms.platforms import known
from lms.web.site.layout import settings

LASTS_S = 900


class Newcomer(NamedTuple):
    """subject_hash: as an identity keeps it. target: the page she was on her way to. message: of her launch."""

    platform: LtiPlatform
    subject_hash: str
    target: str
    message: Launch


def cookie_name() -> str:
    return "__Host-hlm-lti" if settings().is_https else "hlm-lti"


def put(response: Response, newcomer: Newcomer) -> None:
    box = sealing.seal([newcomer.platform.key, newcomer.subject_hash, newcomer.target, [*newcomer.message]])
    response.set_cookie(cookie_name(), box, max_age=LASTS_S, httponly=True, samesite="Lax", secure=settings().is_https)


def read() -> Newcomer | None:
    """None when nobody waits in this browser, or for too long."""
    values = sealing.unseal(request.cookies.get(cookie_name()), LASTS_S)
    if not isinstance(values, list) or len(values) != 4:
        return None
    platform = known.current().get(values[0])
    return Newcomer(platform, values[1], values[2], Launch(*values[3])) if platform is not None else None


def end(response: Response) -> None:
    response.delete_cookie(cookie_name(), httponly=True, samesite="Lax", secure=settings().is_https)
