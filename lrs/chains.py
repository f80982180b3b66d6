"""Statements that point at statements: chains kept at writing time, and voiding, in whichever order they arrive."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, text, update

from lrs.errors import VoidsVoiding
from lrs.extract import Extract
from lrs.look import Waiting
from lrs.tables import chains, references, statements


def link(connection: Connection, fresh: Sequence[Extract], waiting: Sequence[Waiting]) -> None:
    """Tie new statements to those they point at and to those that were waiting for them. Raises VoidsVoiding."""
    pointing = [made for made in fresh if made.target is not None]
    if pointing:
        connection.execute(insert(references), [{"seq": made.row["seq"], "target": made.target, "voids": made.voids} for made in pointing])
    own = {made.id: made.row["seq"] for made in fresh}
    waiting = [row for row in waiting if row.target in own]
    if not pointing and not waiting:
        return
    found = {row.id: row for row in connection.execute(_TARGETS, {"ids": [made.target for made in pointing]})}
    pairs = {(made.row["seq"], found[made.target].seq) for made in pointing if made.target in found}
    pairs |= {(row.seq, own[row.target]) for row in waiting}
    _close(connection, pairs)
    for made in pointing:
        if made.voids and made.target in found and found[made.target].voids:
            raise VoidsVoiding(found[made.target].id)
    voided = {found[made.target].seq for made in pointing if made.voids and made.target in found}
    itself_voids = {made.id for made in pointing if made.voids}
    voided |= {own[row.target] for row in waiting if row.voids and row.target not in itself_voids}
    if voided:
        connection.execute(_VOID, [{"which": seq} for seq in sorted(voided)])


def _close(connection: Connection, pairs: set[tuple[int, int]]) -> None:
    """Add each new arrow, and all the ways that go through it."""
    for source, target in sorted(pairs):
        above = {source} | set(connection.execute(_ABOVE, {"target": source}).scalars())
        below = {target} | set(connection.execute(_BELOW, {"seq": target}).scalars())
        ways = sorted((high, low) for high in above for low in below if high != low)
        if ways:
            connection.execute(_INSERT, [{"seq": high, "target": low} for high, low in ways])


_TARGETS = (
    select(statements.c.id, statements.c.seq, references.c.voids)
    .select_from(statements.outerjoin(references, references.c.seq == statements.c.seq))
    .where(statements.c.id.in_(bindparam("ids", expanding=True)))
)
_ABOVE = select(chains.c.seq).where(chains.c.target == bindparam("target"))
_BELOW = select(chains.c.target).where(chains.c.seq == bindparam("seq"))
_INSERT = text("INSERT INTO lrs_chains (seq, target) VALUES (:seq, :target) ON CONFLICT DO NOTHING")
_VOID = update(statements).where(statements.c.seq == bindparam("which")).values(voided=True)
