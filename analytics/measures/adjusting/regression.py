"""Least squares with errors that hold when variances differ (HC3) or when people come in clusters (CR2).

Sources: J. G. MacKinnon and H. White, Journal of Econometrics 29 (1985), 305-325 (HC3); R. M. Bell and D. F. McCaffrey, Survey Methodology
28 (2002), 169-181, and J. E. Pustejovsky and E. Tipton, JBES 36 (2018), 672-683 (CR2 with Satterthwaite's degrees of freedom).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import t as t_distribution

Array = np.ndarray[Any, np.dtype[np.float64]]


class Fit(NamedTuple):
    """coefficients (p), their covariance (p x p) and degrees of freedom (p); n: rows."""

    coefficients: Array
    covariance: Array
    df: Array
    n: int

    def estimate(self, place: int, level: float = 0.95) -> "Estimate":
        """One coefficient with its interval."""
        return of_t(float(self.coefficients[place]), float(np.sqrt(self.covariance[place, place])), float(self.df[place]), level, self.n)


class Estimate(NamedTuple):
    """A difference with its standard error, degrees of freedom, interval, two-sided p and the people behind it."""

    value: float
    se: float
    df: float
    low: float
    high: float
    p: float
    n: int


def of_t(value: float, se: float, df: float, level: float, n: int) -> Estimate:
    """The estimate whose ratio to its error follows Student's t."""
    width = float(t_distribution.ppf(0.5 + level / 2, df)) * se
    p = 1.0 if se == 0 and value == 0 else 0.0 if se == 0 else float(2 * t_distribution.sf(abs(value) / se, df))
    return Estimate(value, se, df, value - width, value + width, p, n)


class Regression:
    """Least squares on one design (n x p, full rank) for any outcome, with HC3 errors, or CR2 by cluster. Raises LinAlgError."""

    def __init__(self, design: Array, clusters: Sequence[str] | None = None) -> None:
        n, p = design.shape
        self._design = design
        self._inverse: Array = np.asarray(np.linalg.inv(design.T @ design), dtype=np.float64)
        self._leverage = np.einsum("ij,jk,ik->i", design, self._inverse, design)
        self._groups: list[tuple[Any, Array]] = []
        self._df = np.full(p, float(n - p))
        if clusters is not None:
            self._group(np.asarray(clusters))

    def fit(self, outcome: Array) -> Fit:
        """outcome (n), none missing."""
        n = len(outcome)
        coefficients = self._inverse @ self._design.T @ outcome
        residuals = outcome - self._design @ coefficients
        meat = self._cr2(residuals) if self._groups else self._hc3(residuals)
        return Fit(coefficients, np.asarray(self._inverse @ meat @ self._inverse), self._df, n)

    def _hc3(self, residuals: Array) -> Array:
        weights = (residuals / np.clip(1 - self._leverage, 1e-10, None)) ** 2
        return np.asarray((self._design.T * weights) @ self._design)

    def _cr2(self, residuals: Array) -> Array:
        scores = np.column_stack([weight @ residuals[rows] for rows, weight in self._groups])
        return np.asarray(scores @ scores.T)

    def _group(self, names: Array) -> None:
        """For each cluster: its rows and X'A, A the inverse root of I - H of its rows; and the degrees of freedom of each coefficient."""
        n, p = self._design.shape
        residual_maker = np.eye(n) - self._design @ self._inverse @ self._design.T
        spreads = []
        for name in np.unique(names):
            rows = np.flatnonzero(names == name)
            weight = self._design[rows].T @ _inverse_root(residual_maker[np.ix_(rows, rows)])
            self._groups.append((rows, weight))
            spreads.append(residual_maker[:, rows] @ weight.T @ self._inverse)
        self._df = np.array([_satterthwaite(np.column_stack([spread[:, place] for spread in spreads])) for place in range(p)])


def _inverse_root(matrix: Array) -> Array:
    """The symmetric inverse square root; directions the model fits exactly are left out."""
    values, vectors = np.linalg.eigh(matrix)
    roots = np.where(values > 1e-10, 1 / np.sqrt(np.clip(values, 1e-10, None)), 0.0)
    return np.asarray((vectors * roots) @ vectors.T)


def _satterthwaite(columns: Array) -> float:
    product = columns.T @ columns
    return float(np.trace(product) ** 2 / np.sum(product * product))
