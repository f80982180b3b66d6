"""What the options of an item attract: the share of each option among weak, middle and strong learners, and its link to the rest."""

from math import isnan
from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows, shared_view
from analytics.measures.item_statistics import LEARNERS_FOR_R, first_attempts, with_rest

THIRDS = 3


class OptionFigures(NamedTuple):
    """One option of one item. n: who chose it, of `whole` who answered; thirds: (who chose it, of how many), weak to strong.

    Thirds go by the mean score of the learner's other items of the module in practice; empty under 30 learners with such a score.
    r: link between choosing this option and that score; a distractor should have a negative one. None under 30 learners.
    """

    module: str
    item: str
    option: str
    is_right: bool
    n: int
    whole: int
    thirds: tuple[tuple[int, int], ...]
    r: float | None


def options(rows: Rows) -> list[OptionFigures]:
    """Options of items with one choice, first attempts, by item; the right option first, then the most chosen.

    Source: T. M. Haladyna and M. C. Rodriguez, Developing and validating test items, 2013, chapter 17 (distractor analysis).
    """
    return [_figures(**row) for row in rows.ask(_options)]


def learners(rows: Rows) -> int:
    """Distinct learners who answered an item with one choice."""
    return rows.learners(_single)


def _practice(rows: ir.Table) -> ir.Table:
    """First attempts in practice, with the rest score of that phase alone, the item itself left out of it."""
    first = first_attempts(rows)
    return with_rest(first.filter(first.phase == "practice"))


def _single(rows: ir.Table) -> ir.Table:
    """Those with one choice; responses with several parts (`a[,]b`) are no single choice."""
    first = _practice(rows)
    return first.filter(first.response.notnull(), ~first.response.contains("["))


@shared_view
def _by_third(rows: ir.Table) -> ir.Table:
    """One row a learner and item, with her rest score and her third (0 weak to 2 strong)."""
    table = _single(rows).select("subject", "module", "thing", "response", "score", "right", "rest")
    with_rest = table.filter(table.rest.notnull())
    order = ibis.window(group_by=with_rest.thing, order_by=[with_rest.rest, with_rest.subject])
    thirds = with_rest.select("subject", "thing", third=ibis.ntile(THIRDS).over(order))
    table = table.left_join(thirds, ["subject", "thing"], rname="{name}_t")
    return table.select("subject", "module", "thing", "response", "right", "rest", "third")


def _options(rows: ir.Table) -> ir.Table:
    table = _by_third(rows)
    whole = table.group_by("module", "thing").agg(
        whole=table.count(),
        ranked=table.rest.count(),
        spread=table.rest.std(how="pop"),
        mean_rest=table.rest.mean(),
        **{f"size_{third}": (table.third == third).sum() for third in range(THIRDS)},
    )
    by_option = table.group_by("module", "thing", "response").agg(
        n=table.count(),
        right=table.right.max(),
        chosen_ranked=table.rest.count(),
        option_rest=table.rest.mean(),
        **{f"third_{third}": (table.third == third).sum() for third in range(THIRDS)},
    )
    options = by_option.join(whole, ["module", "thing"])
    return options.order_by("module", "thing", options.right.desc(), options.n.desc(), "response")


def _figures(
    *,
    module: str,
    thing: str,
    response: str,
    n: int,
    right: int,
    chosen_ranked: int,
    option_rest: float | None,
    whole: int,
    ranked: int,
    spread: float | None,
    mean_rest: float | None,
    **thirds: int,
) -> OptionFigures:
    if ranked < LEARNERS_FOR_R:
        return OptionFigures(module, thing, response, bool(right), n, whole, (), None)
    parts = tuple((thirds[f"third_{third}"], thirds[f"size_{third}"]) for third in range(THIRDS))
    r = _link(chosen_ranked, ranked, option_rest, mean_rest, spread)
    return OptionFigures(module, thing, response, bool(right), n, whole, parts, r)


def _link(n_chosen: int, n_ranked: int, option_rest: float | None, mean_rest: float | None, spread: float | None) -> float | None:
    """Point-biserial correlation from group means: (mean of those who chose - mean of all) / sd * sqrt(p / (1 - p))."""
    if option_rest is None or mean_rest is None or not spread or not 0 < n_chosen < n_ranked:
        return None
    r = (option_rest - mean_rest) / spread * (n_chosen / (n_ranked - n_chosen)) ** 0.5
    return None if isnan(r) else r
