"""Statements that point at statements: the reference kept at writing time, and voiding, in whichever order they arrive.

A reference is one row, and a chain is followed when a filter asks (lrs.reading.query), so one statement never costs more than its own rows.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from lrs.errors import VoidingRefused, VoidsVoiding
from lrs.storage.tables import references, statements
from lrs.writing.row_extraction import Extract


def link(connection: Connection, fresh: Sequence[Extract], already_voided: Sequence[str]) -> None:
    """Keep the references of new statements, void what they void, and what was voided before it came.

    already_voided: ids of new statements for which a voiding one that has the right waits.
    Raises VoidsVoiding; VoidingRefused for a target that is kept under another authority, when the batch may void its own alone.
    """
    pointing = [made for made in fresh if made.target is not None]
    if pointing:
        connection.execute(insert(references), [_row(made) for made in pointing])
    voiding = {made.target: made for made in pointing if made.voids}
    voided: set[int] = set()
    if voiding:
        for target in connection.execute(_TARGETS, {"ids": sorted(str(id) for id in voiding)}):
            if target.voids:
                raise VoidsVoiding(target.id)
            made = voiding[target.id]
            if made.own_only and target.authority != made.row["authority"]:
                raise VoidingRefused(target.id)
            voided.add(target.seq)
    waited_for = set(already_voided)
    voided |= {made.row["seq"] for made in fresh if made.id in waited_for and not made.voids}
    if voided:
        connection.execute(_VOID, [{"which": seq} for seq in sorted(voided)])


def _row(made: Extract) -> dict[str, object]:
    authority = made.row["authority"] if made.own_only else None
    return {"seq": made.row["seq"], "target": made.target, "voids": made.voids, "authority": authority}


_TARGETS = (
    select(statements.c.id, statements.c.seq, statements.c.authority, references.c.voids)
    .select_from(statements.outerjoin(references, references.c.seq == statements.c.seq))
    .where(statements.c.id.in_(bindparam("ids", expanding=True)))
)
_VOID = update(statements).where(statements.c.seq == bindparam("which")).values(voided=True)
