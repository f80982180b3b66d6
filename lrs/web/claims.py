"""What a statement claims of its learner: cohort, role, simulated, registration. A key without every right cannot claim another's."""

from collections.abc import Iterator, Mapping
from typing import Any

from lrs.errors import ContextRefused
from lrs.keys.access_keys import AccessKey
from lrs.storage.learner_context import LearnerContext
from lrs.storage.store import Store
from xapi.vocabulary import EXT

Json = Mapping[str, Any]
_COHORT, _ROLE, _SIMULATED_KEY, _CAMPAIGN = EXT["cohort"], EXT["role"], EXT["simulated"], EXT["campaign"]


def check_claims(key: AccessKey, statements: list[dict[str, Any]], store: Store) -> None:
    """Raises ContextRefused where a statement claims what is not its actor's by the site's tables.

    Foreign sources (policy any) are left alone: the reports never read them, and their cohorts are those of other sites.
    """
    if not key.is_limited or key.policy == "any" or store.context_of is None:
        return
    with store.engine.connect() as connection:
        contexts: dict[str, LearnerContext | None] = {}
        for index, statement in enumerate(statements):
            name = _name_of(statement["actor"])
            if name not in contexts:
                contexts[name] = store.context_of(connection, name)
            for path, reason in _faults(statement, contexts[name], key):
                raise ContextRefused(index, path, reason)


def claims(statement: Json) -> Iterator[tuple[str, Json]]:
    """Each set of extensions that tells about the learner, with its path: reports read those of the context and of the result."""
    for path, part in (("$", statement), ("$.object", statement["object"])):
        for name in ("context", "result"):
            extensions = (part.get(name) or {}).get("extensions")
            if extensions:
                yield f"{path}.{name}.extensions", extensions


def _faults(statement: Json, learner: LearnerContext | None, key: AccessKey) -> Iterator[tuple[str, str]]:
    for path, extensions in claims(statement):
        cohort = extensions.get(_COHORT)
        cohorts = learner.cohorts if learner is not None else frozenset()
        if cohort is not None and not (isinstance(cohort, str) and cohort in cohorts):
            yield f"{path}['{_COHORT}']", "this learner is not, and never was, in this cohort"
        if learner is not None:
            yield from _faults_of_learner(path, extensions, learner)
    for path, part in (("$", statement), ("$.object", statement["object"])):
        registration = (part.get("context") or {}).get("registration")
        if registration is not None and learner is not None and registration.lower() not in learner.registrations:
            yield f"{path}.context.registration", "this registration is not one of this learner"


def _faults_of_learner(path: str, extensions: Json, learner: LearnerContext) -> Iterator[tuple[str, str]]:
    role, is_simulated, campaign = extensions.get(_ROLE), extensions.get(_SIMULATED_KEY), extensions.get(_CAMPAIGN)
    role_in_campaign = learner.campaign_roles.get(campaign) if isinstance(campaign, str) else None
    if role is not None and role not in (learner.role, role_in_campaign):
        yield f"{path}['{_ROLE}']", "this is neither the learner's role nor the one played in the campaign"
    if is_simulated is not None and is_simulated is not learner.is_simulated:
        words = "this learner is simulated" if learner.is_simulated else "this learner is not simulated"
        yield f"{path}['{_SIMULATED_KEY}']", words


def _name_of(actor: Json) -> str:
    """The name in the actor's account, in small letters; empty for any other actor."""
    return str((actor.get("account") or {}).get("name", "")).lower()
