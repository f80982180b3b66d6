"""What becomes of the rows that lead to an account which is merged into another, table by table.

A test reads the tables and fails on one that leads to a person and stands in none of these lists, or in two.
"""

from collections.abc import Mapping

MOVED = frozenset({"assignment", "attestation", "consent", "device", "former_pseudonym", "record_look", "registration", "sitting"})
"""All rows belong to the account that stays. Of devices the keys end: a device writes under one pseudonym."""

MOVED_WHERE_FREE: Mapping[str, tuple[str, ...]] = {
    "mail_address": (),
    "message_choice": (),
    "profession": (),
    "reading_allowance": (),
    "review_pause": (),
    "cohort_membership": ("cohort_id",),
    "extension": ("assignment_id",),
    "review_card": ("module", "item"),
    "trial_participant": ("trial_id",),
}
"""Table -> what, beside the person, makes two rows the same. Then the row of the account that stays counts; else the other's moves."""

BY_THE_PERSON_ALONE = frozenset({"answer_consent"})
"""Who may read her answers: said under one account for what was done there. It ends; she says it again if she wants."""

DROPPED = BY_THE_PERSON_ALONE | {
    "account_role", "cohort_educator", "identity", "job", "lti_result", "mail_link", "paper_code", "pairing_code", "passkey",
    "recovery_code", "second_factor", "sign_in", "sign_in_card", "start_code",
}  # fmt: skip
"""Ways in to the account that ends, what a platform may know that it came from, and messages that were on their way to it.

The way in to the account that stays is left alone.
"""
