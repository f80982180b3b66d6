"""Simulated adherence: the share of treatment days of a play that were covered, with holds that were advised set apart.

It tells what learners do in the game, never what anybody takes.
"""

from math import sqrt
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
from scipy.stats import t as t_distribution

from analytics.engines import Rows, shared_view

REGULAR = 0.8
"""Share of days covered from which a play counts as regular; a convention of adherence research, not a clinical threshold."""

BANDS = 5


class Adherence(NamedTuple):
    """One campaign. n: learners with a dose due in their first play of it.

    covered: mean share of days covered, 0.0-1.0; low, high: its 95 % interval, None under 2 learners; regular: learners at REGULAR
    or above; possession: doses taken over doses due, for contrast, since it hides gaps and doubled doses.
    """

    campaign: str
    n: int
    covered: float
    low: float | None
    high: float | None
    regular: int
    possession: float


class Band(NamedTuple):
    """Learners of one campaign whose covered share lies in one fifth. band: 0 (0-19 %) to 4 (80-100 %)."""

    campaign: str
    band: int
    n: int


def campaigns(rows: Rows) -> list[Adherence]:
    """Campaigns with doses, by key.

    Source: L. M. Hess and others, Measurement of adherence in pharmacy administrative databases, Annals of Pharmacotherapy
    40 (2006), 1280-1288 (proportion of days covered, medication possession ratio).
    """
    return [_figures(**row) for row in rows.ask(_campaigns)]


def bands(rows: Rows) -> list[Band]:
    """How many learners lie in each fifth; empty fifths are left out."""
    return [Band(**row) for row in rows.ask(_bands)]


def learners(rows: Rows) -> int:
    """Distinct learners who had a dose due in the game."""
    return rows.learners(_due)


def covered_share_of_learner(rows: ir.Table) -> ir.Table:
    """One row a learner: `value`, the mean share of days covered in her first play of each campaign, and `acts`, how many they are."""
    people = _people(rows)
    return people.group_by("subject").agg(value=people.covered.mean(), acts=people.count())


def _due(rows: ir.Table) -> ir.Table:
    """Doses that were due: held on advice they are not."""
    doses = rows.filter(rows.verb.isin(["took", "skipped", "held"]), rows.campaign.notnull(), rows.game_day.notnull())
    return doses.filter((doses.verb != "held") | (doses.response != "advice"))


@shared_view
def _people(rows: ir.Table) -> ir.Table:
    """One row a learner and campaign, over her first play. A day is covered when each of its doses is."""
    doses = _due(rows).mutate(run=ibis.coalesce(rows.play, rows.registration, ""), week=rows.week.fill_null(0))
    plays = doses.group_by("subject", "campaign", "run").agg(began=doses.at.min())
    order = ibis.window(group_by=[plays.subject, plays.campaign], order_by=[plays.began, plays.run])
    first = plays.mutate(turn=ibis.row_number().over(order)).filter(lambda table: table.turn == 0)
    doses = doses.semi_join(first, ["subject", "campaign", "run"])
    days = doses.group_by("subject", "campaign", "week", "game_day").agg(
        is_covered=ibis.ifelse(doses.success.fill_null(False) & (doses.verb != "held"), 1.0, 0.0).min(),
        taken=(doses.verb == "took").sum(),
        due=doses.count(),
    )
    return days.group_by("subject", "campaign").agg(covered=days.is_covered.mean(), taken=days.taken.sum(), due=days.due.sum())


def _campaigns(rows: ir.Table) -> ir.Table:
    people = _people(rows)
    answer = people.group_by("campaign").agg(
        n=people.count(),
        covered=people.covered.mean(),
        sd=people.covered.std(how="sample"),
        regular=(people.covered >= REGULAR - 1e-9).sum(),
        taken=people.taken.sum(),
        due=people.due.sum(),
    )
    return answer.order_by("campaign")


def _bands(rows: ir.Table) -> ir.Table:
    people = _people(rows)
    people = people.mutate(band=ibis.least((people.covered * BANDS + 1e-9).floor().cast("int64"), BANDS - 1))
    return people.group_by("campaign", "band").agg(n=people.count()).order_by("campaign", "band")


def _figures(*, campaign: str, n: int, covered: float, sd: float | None, regular: int, taken: int, due: int) -> Adherence:
    low = high = None
    if n > 1 and sd is not None:
        width = float(t_distribution.ppf(0.975, n - 1)) * sd / sqrt(n)
        low, high = max(0.0, covered - width), min(1.0, covered + width)
    return Adherence(campaign, n, covered, low, high, regular, taken / due)
