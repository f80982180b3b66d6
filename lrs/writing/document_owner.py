"""Documents of one agent become another's, when both are the same person."""

from sqlalchemy import Connection, select, update

from lrs.storage.tables import documents
from lrs.writing.documents import AGENT, Place


def hand_over(connection: Connection, old: int, new: int) -> int:
    """Give the documents of one agent's term to another's; gives how many. Where the other has one of the same name, that one stays.

    What stays with the old agent is no longer reachable by the new one; erasing the old agent takes it. Never commits.
    """
    columns = documents.c
    rows = connection.execute(
        select(columns.key, columns.kind, columns.place, columns.registration, columns.name).where(columns.agent == old)
    ).all()
    count = 0
    for row in rows:
        place = new if row.kind == AGENT else row.place
        key = Place(row.kind, place, new, row.registration).key(row.name)
        if connection.execute(select(columns.key).where(columns.key == key)).first() is None:
            connection.execute(update(documents).where(columns.key == row.key).values(key=key, agent=new, place=place))
            count += 1
    return count
