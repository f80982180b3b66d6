"""Asking a platform to register this site: what is sent, and what of its answer counts (Dynamic Registration 1.0, 3.5 and 3.6)."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from infrastructure import guarded_http
from infrastructure.errors import AddressRefused, HostUnreachable
from lms.errors import RegistrationRefused
from lms.lti.launch_token import CHOICE, CHOICE_PATH, LAUNCH_PATH, RESOURCE, SCORE
from lms.lti.registration.configuration import LIMITS, Configuration, document, is_line, refusal_of

ABOUT_TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
NAME = "Hors les murs"
DESCRIPTIONS = {
    "en": "Courses, questions and a game about cancer care at home, for patients, carers and professionals.",
    "fr": "Cours, questions et jeu sur les soins du cancer à domicile, pour les patients, les proches et les professionnels.",
}
CHOICE_LABELS = {"en": "Choose a course, a module or a character of the game", "fr": "Choisir un cours, un module ou un personnage du jeu"}
LONGEST_ID = 255


class Registered(NamedTuple):
    """deployments: the one it told, or none where it tells that later."""

    client_id: str
    deployments: list[str]


def wanted(origin: str, *, has_grades: bool) -> dict[str, Any]:
    """This site as a client. Neither names nor e-mail addresses are asked for; results only where the admin said so."""
    launch = f"{origin}{LAUNCH_PATH}"
    tool: dict[str, Any] = {
        "domain": urlsplit(origin).netloc,
        "target_link_uri": launch,
        "claims": ["iss", "sub"],
        "messages": [
            {"type": RESOURCE, "target_link_uri": launch, "label": NAME},
            {
                "type": CHOICE,
                "target_link_uri": f"{origin}{CHOICE_PATH}",
                "placements": ["ContentArea"],
                **_in_languages("label", CHOICE_LABELS),
            },
        ],
        **_in_languages("description", DESCRIPTIONS),
    }
    return {
        "application_type": "web",
        "grant_types": ["implicit", "client_credentials"],
        "response_types": ["id_token"],
        "redirect_uris": [launch],
        "initiate_login_uri": f"{origin}/lti/login",
        "jwks_uri": f"{origin}/lti/keys",
        "logo_uri": f"{origin}/lti/logo.png",
        "client_uri": f"{origin}/",
        "client_name": NAME,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": SCORE if has_grades else "",
        ABOUT_TOOL: tool,
    }


def _in_languages(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """As OpenID Connect writes words of other languages (Dynamic Client Registration 1.0, 2.1). English stands without a mark."""
    return {name: texts["en"], f"{name}#fr": texts["fr"]}


def register(platform: Configuration, token: str, wish: Mapping[str, Any], *, may_loopback: bool) -> Registered:
    """token: which the platform put beside its address; empty where it wants none. Raises RegistrationRefused."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        answer = guarded_http.send(platform.registration, json.dumps(wish).encode(), headers, LIMITS, may_loopback=may_loopback)
    except (AddressRefused, HostUnreachable) as error:
        raise refusal_of(error) from error
    if 300 <= answer.status < 400:
        raise RegistrationRefused("redirect")
    if answer.status not in (200, 201):
        raise RegistrationRefused("refused")
    return _registered(document(answer))


def _registered(answer: Mapping[str, Any]) -> Registered:
    client, about = answer.get("client_id"), answer.get(ABOUT_TOOL)
    if not _is_id(client):
        raise RegistrationRefused("client")
    deployment = about.get("deployment_id") if isinstance(about, dict) else None
    return Registered(str(client), [deployment] if isinstance(deployment, str) and _is_id(deployment) else [])


def _is_id(value: object) -> bool:
    return is_line(value) and len(str(value)) <= LONGEST_ID and " " not in str(value)
