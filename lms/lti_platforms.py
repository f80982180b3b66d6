"""Learning platforms that open this site by LTI 1.3: the record of one, and the TOML file of the settings (others: lms/platforms)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lms import toml_files
from lms.errors import SettingsInvalid
from lms.identity_providers import LEARNERS

FIELDS = frozenset(
    (
        *("name_fr", "name_en", "issuer", "client_id", "deployments", "login", "tokens", "keys", "token_audience", "origins"),
        *("roles", "new_role", "grades"),
    )
)


HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")
"""A name or an address. Another sign of it would end the part of the content policy that a host stands in."""
NO_GUARD, PUBLIC, LOOPBACK_TOO = "", "public", "loopback"
GUARDS = (NO_GUARD, PUBLIC, LOOPBACK_TOO)
"""Not at all: whoever runs the site wrote the addresses. Public hosts alone: the platform wrote them. This machine too: in a trial."""


@dataclass(frozen=True, slots=True)
class LtiPlatform:
    """One registration at one platform. key: its name in addresses. names: what people read, by language. issuer, client_id, deployments:
    exactly as its messages say. login, tokens, keys: its addresses. token_audience: what it wants to be called in requests for tokens.
    origins: where its pages and services stand, as `https://host`. roles: of accounts it may open; never one of staff.
    new_role: of accounts that people may open from it; empty when nobody may. has_grades: whether results may go to it.
    guard: how its addresses are asked, since who wrote them is another: one of GUARDS.
    """

    key: str
    names: Mapping[str, str]
    issuer: str
    client_id: str
    deployments: frozenset[str]
    login: str
    tokens: str
    keys: str
    token_audience: str
    origins: tuple[str, ...]
    roles: frozenset[str]
    new_role: str
    has_grades: bool
    guard: str = NO_GUARD

    @property
    def identity_issuer(self) -> str:
        """Whose subjects its people are: of this registration alone, and never those of a provider of identities at the same address."""
        return f"{self.issuer}#lti-{self.client_id}"

    def owns(self, address: str) -> bool:
        """Whether an address is one of the platform's own: what its messages name is asked and sent nowhere else."""
        return origin_of(address) in self.origins


def origin_of(address: str) -> str:
    """Scheme, host and port; empty for what is no address, or of a host with other signs than letters, digits, dots and hyphens."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("https", "http") or parts.username is not None or parts.password is not None:
        return ""
    if not HOST.fullmatch(parts.hostname or ""):
        return ""
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else str(parts.hostname)
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None and port != usual else "")


def file(label: str, value: object) -> Mapping[str, LtiPlatform]:
    """The platforms of the file by key, in its order. Raises SettingsInvalid: nothing is guessed."""
    path, tables = toml_files.read(label, value)
    platforms = {key: _platform(toml_files.TableReader(label, path, key, table, FIELDS)) for key, table in tables.items()}
    pairs = [(one.issuer, one.client_id) for one in platforms.values()]
    if twice := {one for one in pairs if pairs.count(one) > 1}:
        raise SettingsInvalid(label, f"{path}: two platforms have the issuer {min(twice)[0]} and the client {min(twice)[1]}")
    return platforms


def _platform(table: toml_files.TableReader) -> LtiPlatform:
    issuer, login, tokens, keys = (table.address(name) for name in ("issuer", "login", "tokens", "keys"))
    more = [table.checked_address("origins", one) for one in table.lines("origins", ())]
    if wrong := [one for one in more if origin_of(one) != one.rstrip("/")]:
        raise table.fault(f"origins: {wrong[0]} is more than https:// and a host")
    deployments, roles = table.lines("deployments", ()), table.among("roles", LEARNERS, ())
    if not deployments:
        raise table.fault("deployments is empty: write the deployment id that the platform shows")
    if not roles:
        raise table.fault("roles is empty: say whose accounts may be opened by it")
    new_role = table.line("new_role", "")
    if new_role and new_role not in roles:
        raise table.fault(f"new_role: {new_role} is not among roles")
    return LtiPlatform(
        key=table.key,
        names=table.names(),
        issuer=issuer,
        client_id=table.line("client_id"),
        deployments=frozenset(deployments),
        login=login,
        tokens=tokens,
        keys=keys,
        token_audience=table.line("token_audience", tokens),
        origins=tuple(dict.fromkeys(origin_of(one) for one in (issuer, login, tokens, keys, *more))),
        roles=frozenset(roles),
        new_role=new_role,
        has_grades=table.flag("grades", False),
    )


CHECKS: dict[str, Callable[[str, object], object]] = {"lti_platforms": file}
