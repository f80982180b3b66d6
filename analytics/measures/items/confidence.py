"""Being sure and being right, item by item: of those who said how sure they were before they saw the answer."""

from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from analytics.engines import Rows
from analytics.measures.item_statistics import SURE, first_attempts_now

ANSWERS = (SURE, "unsure")


class Confidence(NamedTuple):
    """One item in one phase: learners by what they said and whether they were right. The four add up to those who said something."""

    module: str
    item: str
    phase: str
    sure_right: int
    sure_wrong: int
    unsure_right: int
    unsure_wrong: int

    @property
    def parts(self) -> tuple[int, int, int, int]:
        return self[3:]


def confidences(rows: Rows) -> list[Confidence]:
    """Items of which somebody said how sure she was, each learner by her first attempt at its current version."""
    return [Confidence(**row) for row in rows.ask(_confidences)]


def _confidences(rows: ir.Table) -> ir.Table:
    table = first_attempts_now(rows)
    table = table.filter(table.confidence.isin(ANSWERS))
    is_sure, is_right = table.confidence == SURE, table.right == 1
    counts = {
        "sure_right": is_sure & is_right,
        "sure_wrong": is_sure & ~is_right,
        "unsure_right": ~is_sure & is_right,
        "unsure_wrong": ~is_sure & ~is_right,
    }
    answer = table.group_by("module", "phase", item="thing").agg(**{name: ibis.ifelse(holds, 1, 0).sum() for name, holds in counts.items()})
    return answer.select("module", "item", "phase", *counts).order_by("module", "item", "phase")
