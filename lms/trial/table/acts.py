"""What a participant did in the course and the game, from the store, as the rows that the analysis reads."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from analytics.storage.rows import Row, flatten
from lms import statements
from lrs.reading import query
from lrs.storage.tables import term
from xapi import actor
from xapi.actor import identifier

PAGE = 1000


def of_learner(connection: Connection, names: Iterable[UUID], home_page: str) -> tuple[list[Row], int]:
    """Statements under any of her pseudonyms that were not voided; and how many tests were left out, since others than the site's pages
    say that she sat them. No pseudonym is in the rows: they are one person's.
    """
    site, rows, n_foreign = statements.authority(home_page), list[Row](), 0
    for name in names:
        agent, after = term("agent", identifier(actor.account(home_page, name)) or ""), None
        while page := query.find(connection, query.Filters(agent=agent, ascending=True, after=after, limit=PAGE)):
            for one in page:
                statement = msgspec.json.decode(one.whole)
                row = flatten(one.seq, one.stored, statement, lambda _actor: "")
                if row["kind"] == "test" and statement.get("authority") != site:
                    n_foreign += 1
                else:
                    rows.append(row)
            after = page[-1].seq
    return rows, n_foreign
