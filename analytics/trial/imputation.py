"""Multiple imputation of missing scores, and Rubin's rules for what the sets say together.

Source: D. B. Rubin, Multiple imputation for nonresponse in surveys, 1987; J. Barnard and D. B. Rubin, Biometrika 86 (1999), 948-955.
"""

from collections.abc import Iterator, Sequence
from math import sqrt

import numpy as np

from analytics.measures.adjusting.regression import Array, Estimate, of_t


def imputed(design: Array, outcome: Array, sets: int, seed: int, *, lowest: float, highest: float) -> Iterator[Array]:
    """The outcome `sets` times with its missing values (nan) drawn by the Bayesian normal model on `design`, which holds the arms.

    Draws are kept inside the score's range. The same seed gives the same sets. Raises ValueError with too few observed scores.
    """
    is_seen = ~np.isnan(outcome)
    n, p = int(is_seen.sum()), design.shape[1]
    if n <= p:
        raise ValueError(f"{n} observed scores are too few for {p} coefficients")
    chance = np.random.Generator(np.random.PCG64(seed))
    inverse = np.linalg.inv(design[is_seen].T @ design[is_seen])
    centre = inverse @ design[is_seen].T @ outcome[is_seen]
    residuals = outcome[is_seen] - design[is_seen] @ centre
    root = np.linalg.cholesky(inverse)
    for _ in range(sets):
        sigma = sqrt(float(residuals @ residuals) / float(chance.chisquare(n - p)))
        coefficients = centre + sigma * (root @ chance.standard_normal(p))
        full_outcome = outcome.copy()
        noise = sigma * chance.standard_normal(int((~is_seen).sum()))
        full_outcome[~is_seen] = np.clip(design[~is_seen] @ coefficients + noise, lowest, highest)
        yield full_outcome


def pooled(values: Sequence[float], errors: Sequence[float], df_complete: float, level: float, n: int) -> Estimate:
    """Rubin's rules over the sets: the mean, its error and Barnard and Rubin's degrees of freedom. df_complete: without missing scores."""
    sets = len(values)
    mean = sum(values) / sets
    within = sum(error * error for error in errors) / sets
    between = sum((value - mean) ** 2 for value in values) / (sets - 1)
    total = within + (1 + 1 / sets) * between
    if between == 0:
        return of_t(mean, sqrt(total), df_complete, level, n)
    share = (1 + 1 / sets) * between / total
    old = (sets - 1) / share**2
    df_observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share)
    return of_t(mean, sqrt(total), old * df_observed / (old + df_observed), level, n)
