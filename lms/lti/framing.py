"""Pages that a registered platform may show inside its own page, and the one form that leads there."""

from collections.abc import Sequence

from flask import Response, make_response, request

from lms.lti.pages import NO_STORE
from lms.lti_platforms import LtiPlatform
from lms.web.guards.security import POLICY

INSIDE = ("iframe", "frame", "embed", "object")
"""Values of Sec-Fetch-Dest of a page that is asked for inside another one. A browser without that header says nothing."""


def is_inside() -> bool:
    return request.headers.get("Sec-Fetch-Dest", "") in INSIDE


def framed(page: str, platform: LtiPlatform, status: int = 200, form_origin: str = "") -> Response:
    """A page of this site inside one of the platform. form_origin: where else its form may go."""
    return framed_by(page, platform.origins, status, form_origin)


def framed_by(page: str, origins: Sequence[str], status: int = 200, form_origin: str = "") -> Response:
    """A page of this site inside one of these hosts, each as `https://host`."""
    policy = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(origins)}")
    if form_origin:
        policy = policy.replace("form-action 'self'", f"form-action 'self' {form_origin}")
    response = make_response(page, status, NO_STORE)
    response.headers["Content-Security-Policy"] = policy
    return response
