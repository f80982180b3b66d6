"""What the site around the store knows of a learner: what a device claims about her is compared with it, and not believed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class LearnerContext:
    """The values that a statement about one learner may bear.

    role: her own; campaign_roles: campaign -> the role one plays there. cohorts: UUIDs of those she is or was in, in small letters;
    registrations: UUIDs of her own.
    """

    role: str
    is_simulated: bool
    cohorts: frozenset[str]
    registrations: frozenset[str]
    campaign_roles: Mapping[str, str] = field(default_factory=dict)


ContextOf = Callable[[Connection, str], LearnerContext | None]
"""The context of an actor of this site, by the name in its account; None for one that is nobody here."""
