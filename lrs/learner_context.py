"""What the site knows of a learner, so that what a device claims about her is compared and not believed. The store itself knows no learner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

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
