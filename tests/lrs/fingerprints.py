"""A store's content as one figure, to compare two stores or two moments."""

import hashlib

from sqlalchemy import Connection, select

from lrs.storage.tables import statements


def fingerprint(connection: Connection) -> tuple[int, str]:
    """How many statements there are, and a SHA-256 over all of them in order: equal for equal stores."""
    digest, count = hashlib.sha256(), 0
    rows = connection.execute(select(statements.c.seq, statements.c.id, statements.c.stored, statements.c.body).order_by(statements.c.seq))
    for row in rows:
        digest.update(f"{row.seq}|{row.id}|{row.stored}|{row.body}\n".encode())
        count += 1
    return count, digest.hexdigest()
