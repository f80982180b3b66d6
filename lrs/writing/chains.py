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
    pointing = [extract for extract in fresh if extract.target is not None]
    if pointing:
        connection.execute(insert(references), [_row(extract) for extract in pointing])
    voiding = {extract.target: extract for extract in pointing if extract.voids}
    voided_seqs: set[int] = set()
    if voiding:
        for target in connection.execute(_TARGETS, {"ids": sorted(str(id) for id in voiding)}):
            if target.voids:
                raise VoidsVoiding(target.id)
            voider = voiding[target.id]
            if voider.own_only and target.authority != voider.row["authority"]:
                raise VoidingRefused(target.id)
            voided_seqs.add(target.seq)
    waited_for = set(already_voided)
    voided_seqs |= {extract.row["seq"] for extract in fresh if extract.id in waited_for and not extract.voids}
    if voided_seqs:
        connection.execute(_VOID, [{"which": seq} for seq in sorted(voided_seqs)])


def _row(extract: Extract) -> dict[str, object]:
    authority = extract.row["authority"] if extract.own_only else None
    return {"seq": extract.row["seq"], "target": extract.target, "voids": extract.voids, "authority": authority}


_TARGETS = (
    select(statements.c.id, statements.c.seq, statements.c.authority, references.c.voids)
    .select_from(statements.outerjoin(references, references.c.seq == statements.c.seq))
    .where(statements.c.id.in_(bindparam("ids", expanding=True)))
)
_VOID = update(statements).where(statements.c.seq == bindparam("which")).values(voided=True)
