"""Pages: a blueprint whose routes have one address a language and must say who may open them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """Who may open a page. roles: empty means every signed-in person, None means everybody."""

    name: str
    roles: frozenset[str] | None


ANYONE = Access("anyone", None)
SIGNED_IN = Access("signed in", frozenset())
EDUCATOR = Access("educator", frozenset({"educator", "admin"}))
REVIEWER = Access("reviewer", frozenset({"educator", "clinician", "admin"}))
"""Who judges situations one by one: educators write them, clinicians sign what they teach."""
COHORT_STAFF = Access("cohort staff", frozenset({"educator", "training_manager", "admin"}))
"""Who fills a cohort that she follows, and sees who is in it."""
MANAGER = Access("training manager", frozenset({"training_manager", "admin"}))
"""Who imports professionals, verifies professions and sees due dates; never answers."""
CLINICIAN = Access("clinician", frozenset({"clinician"}))
"""Who answers by her name for what a pilot shows; an admin does not do it in her place."""
OFFICER = Access("data protection officer", frozenset({"data_protection_officer"}))
PILOT_STAFF = Access("pilot staff", frozenset({"educator", "clinician", "admin"}))
AUDITOR = Access("auditor", frozenset({"data_protection_officer", "admin"}))
ADMIN = Access("admin", frozenset({"admin"}))
BY_KEY = Access("by access key", None)
"""The view checks an access key by itself; no cookie counts there."""
BY_TOKEN = Access("by token", None)
"""The token in the address is all that counts, whoever sends it from wherever: no cookie does."""


def grant(view: View, access: Access) -> View:
    """Say who may open a view. A view without this is refused to everybody (web/security.py)."""
    view.__access__ = access  # type: ignore[attr-defined]  # read by the guard of every route
    return view


def access_of(view: Callable[..., Any]) -> Access | None:
    return getattr(view, "__access__", None)


class Pages(Blueprint):
    """A blueprint of pages in French and English."""

    def page(
        self, fr: str, en: str, *, access: Access, methods: tuple[str, ...] = ("GET",), name: str | None = None
    ) -> Callable[[View], View]:
        """Serve a view at /fr<fr> and /en<en>; the two share one endpoint, and url_for picks the page's language."""

        def register(view: View) -> View:
            grant(view, access)
            for lang, path in (("fr", fr), ("en", en)):
                endpoint = name or view.__name__
                self.add_url_rule(f"/{lang}{path}", endpoint, view, methods=methods, defaults={"lang": lang}, strict_slashes=False)
            return view

        return register

    def plain(self, path: str, *, access: Access, methods: tuple[str, ...] = ("GET",), name: str | None = None) -> Callable[[View], View]:
        """Serve a view at one address without language: /api, /healthz, files."""

        def register(view: View) -> View:
            grant(view, access)
            self.add_url_rule(path, name or view.__name__, view, methods=methods)
            return view

        return register
