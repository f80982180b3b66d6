"""What a code opens, and the form that goes with it: an account of her own, a passphrase, or one button."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.accounts import names, start_codes
from lms.accounts.models import LEARNER_ROLES, PATIENT_ROLES
from lms.cohorts import card_names, invitations
from lms.cohorts.invitations import CARD

START = "start"


@dataclass(frozen=True)
class Opened:
    """What is behind a code. kind: link, card or start. username: of a start code, the account it opens."""

    kind: str
    cohort: str = ""
    course: str = ""
    campaign: str = ""
    is_simulated: bool = False
    label: str = ""
    username: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """The paths somebody may choose who opens an account with it."""
        return PATIENT_ROLES if self.kind == CARD else LEARNER_ROLES

    def suggested_name(self, language: str) -> str:
        """A sign-in name that says nothing of her: the card's name and three digits; empty without a card."""
        if not self.label:
            return ""
        word = card_names.words(self.label.partition("-")[0], language).replace(" ", "-").lower()
        name = f"{word}-{secrets.randbelow(900) + 100}"
        return name if names.problem(name) is None else ""


def behind(work: Session, hash: str, now: datetime, learner_id: int | None) -> Opened | None:
    """What this code opens for whoever types it now; None for unknown, ended, revoked and used ones alike: the same queries for all."""
    account = start_codes.account_behind(work, hash, now)
    pair = invitations.usable(work, hash, now)
    joined = invitations.cohort_already_joined(work, hash, learner_id if learner_id is not None else 0)
    if account is not None:
        return Opened(START, username=account.username)
    cohort = pair[1] if pair is not None else joined
    if cohort is None:
        return None
    kind, label = (pair[0].kind, pair[0].label or "") if pair is not None else (CARD, "")
    return Opened(kind, cohort.name, cohort.course, cohort.campaign, cohort.is_simulated, label)
