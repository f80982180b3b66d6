"""Addresses of pages that messages lead to: used by the routes and by the worker, which has no request."""

PAGES = {
    "choices": {"fr": "/compte/messages", "en": "/account/messages"},
    "confirm": {"fr": "/adresse/", "en": "/address/"},
    "passphrase": {"fr": "/phrase-oubliee/lien/", "en": "/forgotten/link/"},
    "stop": {"fr": "/arreter-messages/", "en": "/stop-messages/"},
    "attestations": {"fr": "/mes-attestations", "en": "/my-attestations"},
    "learning": {"fr": "/avancee", "en": "/progress"},
    "writing": {"fr": "/rediger/attente", "en": "/writing/waiting"},
    "trial": {"fr": "/essais", "en": "/trials"},
    "account": {"fr": "/compte", "en": "/account"},
}


def path(place: str, language: str) -> str:
    """The path below the language."""
    return PAGES[place][language]


def address(origin: str, place: str, language: str, token: str = "") -> str:
    """The whole address; it names no course, no module and no person."""
    return f"{origin}/{language}{path(place, language)}{token}"
