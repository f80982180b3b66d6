"""Providers of identities: each answers under the name of the settings, shows keys, and its clock is ours."""

from collections.abc import Iterator

from lms.accounts.providers import documents
from lms.errors import ProviderRefused
from lms.identity_providers import IdentityProvider
from lms.running.doctor.findings import Finding, Subject, fault, fine, warn

FURTHEST_S = 30
"""Half of what a token's times may differ (tokens.LEEWAY_S)."""


def providers(subject: Subject) -> Iterator[Finding]:
    """Nothing is said of a site without providers. Discovery and keys are asked for; nobody is signed in."""
    settings = subject.settings
    if not settings.identity_providers:
        return
    if not settings.is_https and not settings.is_demo:
        words = f"people come back from a provider to {settings.origin}, which is not encrypted"
        yield fault("providers", words, "set HORSLESMURS_ORIGIN to the address that people open, with https://")
    for provider in settings.identity_providers.values():
        yield from _one(provider, settings.origin)


def _one(provider: IdentityProvider, origin: str) -> Iterator[Finding]:
    part = f"provider {provider.key}"
    if not provider.secret():
        yield fault(part, "its secret cannot be read", "check secret_file or secret_variable of its table, and who may read the file")
    try:
        addresses, keys, ahead_s = documents.looked_at(provider)
    except ProviderRefused as error:
        if error.reason == "setting":
            yield fault(part, f"{provider.discovery} names another issuer than {provider.issuer}, or an address without https",
                        "write `issuer` exactly as that page says it (docs/connecting.md)")  # fmt: skip
        else:
            yield fault(part, f"{provider.discovery} does not answer with a configuration and keys",
                        "check `issuer` or `discovery`, the network and the certificate; people see that it does not answer")  # fmt: skip
        return
    if not keys:
        yield fault(part, f"{addresses.keys} shows no key", "no answer of it can be checked: ask whoever runs it")
    if abs(ahead_s) > FURTHEST_S:
        side = "ahead of" if ahead_s > 0 else "behind"
        yield fault(part, f"its clock is {abs(ahead_s):.0f} s {side} this one", "keep both by NTP; by more than a minute nobody is let in")
    if not addresses.end_session:
        yield warn(part, "it has no sign-out of its own", "on shared computers people stay signed in there: tell them")
    yield fine(part, f"{provider.issuer} answers, {keys} keys; it sends people back to {origin}/identity/{provider.key}/return")
