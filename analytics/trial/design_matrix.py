"""From participants to a design matrix: arms against the reference, the score before, and the strata that were used at randomisation."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analytics.measures.adjusting.regression import Array
from analytics.trial.errors import StepRefused
from analytics.trial.participants import Participant
from analytics.trial.protocol import Outcome, Protocol

TOLERANCE = 1e-8


class Design(NamedTuple):
    """matrix (n x p): 1, one column an arm but the reference, then what is adjusted for; outcome (n), nan where missing."""

    matrix: Array
    outcome: Array
    arms: tuple[str, ...]
    clusters: list[str] | None

    def place(self, arm: str) -> int:
        """The column of an arm."""
        return 1 + self.arms.index(arm)


def design(people: Sequence[Participant], protocol: Protocol, outcome: Outcome) -> Design:
    """The design of one outcome. A missing score before is set to the mean, with a column that says so.

    Columns that say nothing new are left out. Source of the indicator: I. R. White and S. G. Thompson, Statistics in Medicine 24 (2005),
    993-1007. Raises StepRefused when an arm has nobody, so that it cannot be compared.
    """
    arms = tuple(key for key in protocol.arm_keys() if key != protocol.reference)
    columns = [np.ones(len(people)), *(np.array([float(one.arm == key) for one in people]) for key in arms)]
    for key, column in zip(arms, columns[1:], strict=True):
        if not column.any() or not len(people) - int(sum(part.sum() for part in columns[1:])):
            raise StepRefused(f"{outcome.key}: nobody of the arm {key} or of the reference has a score, so they cannot be compared")
    fixed_count = len(columns)
    if outcome.baseline is not None:
        before = np.array([one.values.get(outcome.baseline, np.nan) for one in people])
        is_missing = np.isnan(before)
        columns.append(np.where(is_missing, 0.0 if is_missing.all() else np.nanmean(before[~is_missing]), before))
        columns.append(is_missing.astype(float))
    for stratum in protocol.strata:
        columns += [np.array([float(one.strata[stratum.key] == value) for one in people]) for value in stratum.values[1:]]
    scores = np.array([one.values.get(outcome.key, np.nan) for one in people])
    clusters = [one.cluster for one in people] if protocol.unit == "cluster" else None
    return Design(_independent(columns, fixed_count), scores, arms, clusters)


def _independent(columns: list[Array], fixed_count: int) -> Array:
    """The first `fixed` columns, and of the others those that are no sum of columns before them."""
    kept_columns: list[Array] = []
    basis: list[Array] = []
    for place, column in enumerate(columns):
        rest = column.astype(float)
        for part in basis:
            rest = rest - part * float(part @ rest)
        length = float(np.linalg.norm(rest))
        if place < fixed_count or length > TOLERANCE * max(1.0, float(np.linalg.norm(column))):
            kept_columns.append(column)
            if length > 0:
                basis.append(rest / length)
    return np.column_stack(kept_columns)
