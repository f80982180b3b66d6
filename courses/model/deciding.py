"""Which items may decide whether a professional passes: those that rest on no sign, or on rows that a clinician signed."""

from collections.abc import Set

from courses.model.content import Item


def may_decide(item: Item, signed_rows: Set[str]) -> bool:
    """Whether a real site may count this item for a pass; the others are there to train with.

    signed_rows: keys of the rows of the triage register that a named clinician signed (`Catalogue.signed_rows`). Every row the item
    names must be among them. An item whose options say how fast to act and that names no row rests on nobody's signature.
    """
    if any(option.urgency for option in item.options) and not item.triage_rows:
        return False
    return item.triage_rows <= signed_rows
