"""Who is left out: how many start and how many finish, by edition, language, text and help."""

from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows
from analytics.measures.own_acts import own_acts

DIMENSIONS = ("edition", "language", "text", "help", "role")


class Share(NamedTuple):
    """One value of one dimension. n: learners who did something there; completed: of them, those who completed a module or a week there."""

    dimension: str
    value: str
    n: int
    completed: int


def shares(rows: Rows) -> list[Share]:
    """Every value of every dimension, in the order of DIMENSIONS, the largest first. A learner may count under two values."""
    figures = [Share(**row) for row in rows.ask(_shares)]
    return sorted(figures, key=lambda share: (DIMENSIONS.index(share.dimension), -share.n, share.value))


def learners(rows: Rows) -> int:
    """Distinct learners who did something in a module or in the game."""
    return rows.learners(own_acts)


def _shares(rows: ir.Table) -> ir.Table:
    acts = own_acts(rows)
    offline = acts.offline.fill_null(False)
    values = {
        "edition": ibis.ifelse(offline, "offline", acts.platform.fill_null("unknown")),
        "language": acts.language.fill_null("unknown").substr(0, 2),
        "text": ibis.ifelse(acts.simple_text.fill_null(False), "simple", "full"),
        "help": ibis.ifelse(acts.assisted.fill_null(False), "assisted", "alone"),
        "role": acts.role.fill_null("unknown"),
    }
    completions = ibis.ifelse((acts.verb == "completed") & acts.kind.isin(["module", "week"]), 1, 0)
    parts = [acts.select("subject", dimension=ibis.literal(name), value=value, done=completions) for name, value in values.items()]
    table = ibis.union(*parts)
    people = table.group_by("dimension", "value", "subject").agg(done=table.done.max())
    return people.group_by("dimension", "value").agg(n=people.count(), completed=people.done.sum())
