"""Reading the signed message of a launch (LTI 1.3 Core, 5.3; Security Framework 1.0, 5.1). Nothing of it counts before its signature."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from authlib.oauth2.claims import JWTClaims
from joserfc.util import urlsafe_b64decode

from lms.accounts.providers import documents, tokens
from lms.errors import LaunchRefused, ProviderRefused
from lms.lti_platforms import LtiPlatform, origin_of

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
MEMBERS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
RESOURCE, CHOICE = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
VERSION = "1.3.0"
LAUNCH_PATH, CHOICE_PATH = "/lti/launch", "/lti/choose"
LONGEST = 255
LONGEST_DATA = 20_000
LONGEST_COLUMN = 600
"""It waits in a cookie until she has answered."""


class Launch(NamedTuple):
    """What a message says, as far as it is used. subject: what the platform calls the person, empty when it does not say.

    wish: what to open, as lms.lti.destinations writes it. language: empty when it names none of ours. line_item: where a result may go.
    return_address, data, may_be_several, may_be_window: of choosing alone; data goes back as it came, None when there was none.
    members: where the platform says who follows its course (Names and Role Provisioning 2.0); context, title: of that course. All three
    are empty when it does not say.
    """

    kind: str
    deployment: str
    subject: str
    wish: str
    language: str
    line_item: str
    return_address: str
    data: Any
    may_be_several: bool
    may_be_window: bool
    members: str = ""
    context: str = ""
    title: str = ""


def read(platforms: Mapping[str, LtiPlatform], origin: str, token: str, now_s: int) -> tuple[LtiPlatform, str, Launch]:
    """Which platform sent it, its nonce, and what it says. origin: of this site. Raises LaunchRefused."""
    platform = _named(platforms, _payload(token))
    try:
        header, claims = tokens.verify_by(
            lambda again: documents.keys_at(f"lti/{platform.key}", platform.keys, again=again, guard=platform.guard), token
        )
        expected = {"iss": {"essential": True, "value": platform.issuer}, "aud": {"essential": True, "value": platform.client_id}}
        times: dict[str, Any] = {"exp": {"essential": True}, "iat": {"essential": True}}
        tokens.validate(JWTClaims(claims, header, {**expected, **times}), now_s)
    except ProviderRefused as error:
        raise LaunchRefused(error.reason, platform.key) from error
    try:
        return platform, _text(claims, "nonce"), _launch(platform, origin, claims)
    except LaunchRefused as error:
        raise LaunchRefused(error.reason, platform.key) from error


def _payload(token: str) -> Mapping[str, Any]:
    """Of a token that was not checked yet: it only says whose keys to ask for."""
    try:
        claims = json.loads(urlsafe_b64decode(token.split(".")[1].encode("ascii")))
    except (IndexError, ValueError, RecursionError) as error:
        raise LaunchRefused("altered") from error
    if not isinstance(claims, dict):
        raise LaunchRefused("altered")
    return claims


def _named(platforms: Mapping[str, LtiPlatform], claims: Mapping[str, Any]) -> LtiPlatform:
    ours = [one for one in platforms.values() if one.issuer == claims.get("iss")]
    if not ours:
        raise LaunchRefused("issuer")
    audience, party = claims.get("aud"), claims.get("azp")
    clients = audience if isinstance(audience, list) else [audience]
    found = next((one for one in ours if one.client_id in clients), None)
    if found is None or (party is None and len(clients) > 1) or (party is not None and party != found.client_id):
        raise LaunchRefused("audience", ours[0].key)
    return found


def _launch(platform: LtiPlatform, origin: str, claims: Mapping[str, Any]) -> Launch:
    kind = claims.get(f"{LTI}message_type")
    if claims.get(f"{LTI}version") != VERSION or kind not in (RESOURCE, CHOICE):
        raise LaunchRefused("message")
    deployment = _text(claims, f"{LTI}deployment_id")
    if deployment not in platform.deployments:
        raise LaunchRefused("deployment")
    if not isinstance(claims.get(f"{LTI}roles"), list):
        raise LaunchRefused("missing")
    if kind == RESOURCE:
        _text(_mapping(claims, f"{LTI}resource_link"), "id")
    if (kind == RESOURCE or f"{LTI}target_link_uri" in claims) and not is_ours(claims.get(f"{LTI}target_link_uri"), origin):
        raise LaunchRefused("target")
    wish = _mapping(claims, f"{LTI}custom").get("open") or _open_of(claims.get(f"{LTI}target_link_uri"))
    settings = _settings(platform, claims) if kind == CHOICE else {}
    return Launch(
        kind=str(kind),
        deployment=deployment,
        subject=_text(claims, "sub") if "sub" in claims else "",
        wish=wish if isinstance(wish, str) and len(wish) <= LONGEST else "?",
        language=_language(_mapping(claims, f"{LTI}launch_presentation").get("locale")),
        line_item=_line_item(platform, _mapping(claims, GRADES)),
        return_address=settings.get("deep_link_return_url", ""),
        data=settings.get("data"),
        may_be_several=settings.get("accept_multiple") is True,
        may_be_window="window" in (settings.get("accept_presentation_document_targets") or ()),
        **(_course_there(platform, claims) if kind == RESOURCE else {}),
    )


def _course_there(platform: LtiPlatform, claims: Mapping[str, Any]) -> dict[str, str]:
    """Where its members are said, of a course with an id; nothing of a list that stands elsewhere than on the platform."""
    address, course = _mapping(claims, MEMBERS).get("context_memberships_url"), _mapping(claims, f"{LTI}context")
    context, title = course.get("id"), course.get("title") or course.get("label")
    if not isinstance(address, str) or len(address) > LONGEST_COLUMN or not platform.owns(address):
        return {}
    if not isinstance(context, str) or not context or len(context) > LONGEST:
        return {}
    plain = " ".join(part for part in title.split() if part.isprintable()) if isinstance(title, str) else ""
    return {"members": address, "context": context, "title": plain[:LONGEST]}


def _settings(platform: LtiPlatform, claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the platform asks of a choice (Deep Linking 2.0, 4.4.1)."""
    settings = _mapping(claims, f"{DEEP}deep_linking_settings")
    types, targets, data = settings.get("accept_types"), settings.get("accept_presentation_document_targets"), settings.get("data")
    if not isinstance(types, list) or "ltiResourceLink" not in types:
        raise LaunchRefused("message")
    if not platform.owns(str(settings.get("deep_link_return_url"))):
        raise LaunchRefused("target")
    if not isinstance(targets, list | None) or len(json.dumps(data)) > LONGEST_DATA:
        raise LaunchRefused("missing")
    return settings


def _line_item(platform: LtiPlatform, endpoint: Mapping[str, Any]) -> str:
    """The column a result may go to; empty when there is none, when scores are not taken, or when it stands elsewhere."""
    address, scopes = endpoint.get("lineitem"), endpoint.get("scope")
    is_taken = platform.has_grades and isinstance(address, str) and isinstance(scopes, list) and SCORE in scopes
    return str(address) if is_taken and len(str(address)) <= LONGEST_COLUMN and platform.owns(str(address)) else ""


def is_ours(address: object, origin: str) -> bool:
    """Whether an address is the one of launches of this site, or of choosing; nothing else of a message says what to open."""
    if not isinstance(address, str) or origin_of(address) != origin_of(origin):
        return False
    return urlsplit(address).path in (LAUNCH_PATH, CHOICE_PATH)


def _open_of(address: object) -> str:
    """What a link of a cartridge opens, which says it in its address, since platforms drop the parameters beside it."""
    return parse_qs(urlsplit(address).query).get("open", [""])[0] if isinstance(address, str) else ""


def _language(locale: object) -> str:
    short = locale[:2].lower() if isinstance(locale, str) else ""
    return short if short in ("fr", "en") else ""


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not value or len(value) > LONGEST or "\x00" in value:
        raise LaunchRefused("missing")
    return value


def _mapping(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = claims.get(name)
    return value if isinstance(value, dict) else {}
