"""Providers of identities by which people may sign in (OpenID Connect): a TOML file of the settings. Without it there is none."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lms import toml_files
from lms.errors import SettingsInvalid
from lms.mail_settings import password_in

LEARNERS = ("patient", "caregiver", "gp", "pharmacist", "nurse")
PROFESSIONALS = ("gp", "pharmacist", "nurse")
STAFF = ("educator", "clinician", "training_manager", "data_protection_officer", "admin")
"""Roles as lms.accounts has them, which stands above this file; a test compares them."""
BY_PROFESSION = "by-profession"
"""As new_role: the path that fits the profession which the provider names."""
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,60}")
AUTH_METHODS = ("client_secret_basic", "client_secret_post")
FACTS = ("name", "rpps")
FIELDS = frozenset(
    (
        *("profile", "on", "name_fr", "name_en", "issuer", "client_id", "secret_file", "secret_variable", "auth_method", "discovery"),
        *("scopes", "acr_values", "second_factor", "roles", "new_role", "keep"),
    )
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a provider beforehand. discovery: the path below the issuer; is_on: whether naming it switches it on.

    roles: who may use it when the file does not say; empty: the file must.
    """

    scopes: tuple[str, ...] = ("openid",)
    acr_values: tuple[str, ...] = ()
    discovery: str = "/.well-known/openid-configuration"
    auth_method: str = "client_secret_basic"
    is_on: bool = True
    roles: tuple[str, ...] = ()


PROFILES: Mapping[str, Profile] = {
    "": Profile(),
    "pro-sante-connect": Profile(
        ("openid", "scope_all"), ("eidas1",), "/.well-known/wallet-openid-configuration", "client_secret_post", roles=PROFESSIONALS
    ),
    "franceconnect": Profile(("openid",), ("eidas1",), auth_method="client_secret_post", is_on=False, roles=("patient", "caregiver")),
}
"""Sources: docs/connecting.md. FranceConnect is open to authorised bodies alone: it is off until the file says `on = true`."""


@dataclass(frozen=True, slots=True, repr=False)
class IdentityProvider:
    """One provider. key: its name in addresses. names: what people read, by language. issuer: exactly as its tokens say.

    roles: of accounts that may sign in by it. new_role: of accounts it may open; empty when it opens none. acr_values: levels asked for;
    a token with another one is refused. second_factor: values of acr or amr that stand for the second step of an account.
    keeps: what of a profession's facts is kept beside the profession itself, of FACTS.
    """

    key: str
    names: Mapping[str, str]
    issuer: str
    client_id: str
    secret_file: str
    secret_variable: str
    profile: str
    scopes: tuple[str, ...]
    acr_values: tuple[str, ...]
    discovery: str
    auth_method: str
    roles: frozenset[str]
    new_role: str
    second_factor: frozenset[str]
    keeps: frozenset[str]

    def secret(self) -> str:
        """Read anew each time, so that a new secret needs no restart; empty when it cannot be read."""
        return password_in(self.secret_file) if self.secret_file else os.environ.get(self.secret_variable, "")

    @property
    def tells_profession(self) -> bool:
        return self.profile == "pro-sante-connect"


def file(label: str, value: object) -> Mapping[str, IdentityProvider]:
    """The providers of the file that are switched on, by key, in its order. Raises SettingsInvalid: nothing is guessed."""
    path, tables = toml_files.read(label, value)
    entries = [_Table(label, path, key, table, FIELDS).provider() for key, table in tables.items()]
    providers = {one.key: one for one in entries if one is not None}
    issuers = [one.issuer for one in providers.values()]
    if twice := {one for one in issuers if issuers.count(one) > 1}:
        raise SettingsInvalid(label, f"{path}: two providers have the issuer {min(twice)}; an identity belongs to one")
    return providers


class _Table(toml_files.TableReader):
    """One table of the file while it is read."""

    def provider(self) -> IdentityProvider | None:
        """None when it is switched off."""
        name = self.line("profile", "")
        profile = PROFILES.get(name)
        if profile is None:
            raise self.fault(f"profile {name!r} is none of {', '.join(filter(None, PROFILES))}")
        if not self.flag("on", profile.is_on):
            return None
        issuer = self.address("issuer")
        roles = self.among("roles", (*LEARNERS, *STAFF), profile.roles)
        if not roles:
            raise self.fault("roles is empty: say whose accounts may sign in by it")
        return IdentityProvider(
            key=self.key,
            names=self.names(),
            issuer=issuer,
            client_id=self.line("client_id"),
            **self._secret(),
            profile=name,
            scopes=self._scopes(profile),
            acr_values=self.lines("acr_values", profile.acr_values),
            discovery=self.address("discovery", issuer.rstrip("/") + profile.discovery),
            auth_method=self.one_of("auth_method", AUTH_METHODS, profile.auth_method),
            roles=frozenset(roles),
            new_role=self._new_role(name, roles),
            second_factor=frozenset(self.lines("second_factor", ())),
            keeps=frozenset(self.among("keep", FACTS, ())),
        )

    def _scopes(self, profile: Profile) -> tuple[str, ...]:
        scopes = self.lines("scopes", profile.scopes)
        if "openid" not in scopes:
            raise self.fault("scopes lacks openid")
        return scopes

    def _secret(self) -> dict[str, str]:
        path, variable = self.line("secret_file", ""), self.line("secret_variable", "")
        if bool(path) == bool(variable):
            raise self.fault("give secret_file or secret_variable, one of the two")
        if path and not password_in(path):
            raise self.fault(f"secret_file: {path} cannot be read as a file with the secret in its first line")
        if variable and (not VARIABLE.fullmatch(variable) or variable.startswith("HORSLESMURS_") or not os.environ.get(variable)):
            raise self.fault(f"secret_variable: there is no variable {variable} in the environment, or its name begins with HORSLESMURS_")
        return {"secret_file": path, "secret_variable": variable}

    def _new_role(self, profile: str, roles: tuple[str, ...]) -> str:
        """Never one of staff: whoever opens accounts of staff is a person of this site."""
        role = self.line("new_role", "")
        if role == BY_PROFESSION and profile == "pro-sante-connect":
            return role
        if role and (role not in LEARNERS or role not in roles):
            raise self.fault(f"new_role: {role} is none of {', '.join(LEARNERS)}, or not among roles")
        return role


CHECKS: dict[str, Callable[[str, object], object]] = {"identity_providers": file}
