"""Attestations by role and département of those who earned them, at one date."""

from datetime import datetime
from typing import NamedTuple

import ibis.expr.types as ir

from analytics.departements import CODES
from analytics.engines import Rows

UNKNOWN = "unknown"


class Place(NamedTuple):
    """Of n learners of one role and département who ever earned an attestation, valid: those with one that counts at the date."""

    role: str
    departement: str
    n: int
    valid: int


def places(rows: Rows, now: datetime) -> list[Place]:
    """By role, the largest département first. now: aware. A learner stands under the role and département of her latest attestation.

    One that nobody withdrew since and whose end is not past counts; of several courses, any one does.
    """
    at = now.timestamp()
    people: dict[str, tuple[int, str, str]] = {}
    with_valid: set[str] = set()
    for row in rows.ask(_attestations):
        if row["last"] > people.get(row["subject"], (-1,))[0]:
            place = row["departement"] if row["departement"] in CODES else UNKNOWN
            people[row["subject"]] = (row["last"], row["role"], place)
        if row["is_given"] and (row["ends"] is None or row["ends"] >= at):
            with_valid.add(row["subject"])
    counts: dict[tuple[str, str], list[int]] = {}
    for subject, (_, role, departement) in people.items():
        parts = counts.setdefault((role, departement), [0, 0])
        parts[0] += 1
        parts[1] += subject in with_valid
    return sorted((Place(*key, *parts) for key, parts in counts.items()), key=lambda one: (one.role, -one.n, one.departement))


def learners(rows: Rows) -> int:
    """Distinct learners who ever earned an attestation."""
    return rows.learners(_given)


def _given(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.kind == "credential", rows.thing.notnull(), rows.verb.isin(["earned", "renewed"]))


def _attestations(rows: ir.Table) -> ir.Table:
    """One row a learner and course."""
    table = rows.filter(rows.kind == "credential", rows.thing.notnull(), rows.verb.isin(["earned", "renewed", "revoked"]))
    is_given = table.verb != "revoked"
    one = table.group_by("subject", course="thing").agg(
        ends=table.valid_until.argmax(table.seq, where=is_given),
        last=table.seq.max(where=is_given),
        is_given=(table.verb.argmax(table.seq) != "revoked"),
        role=table.role.argmax(table.seq, where=is_given).fill_null(UNKNOWN),
        departement=table.departement.argmax(table.seq, where=is_given).fill_null(UNKNOWN),
    )
    return one.filter(one.last.notnull()).order_by("subject", "course")
