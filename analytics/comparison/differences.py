"""The difference of two independent figures with its interval, from the two figures and their intervals alone."""

from math import sqrt
from typing import NamedTuple


class Estimate(NamedTuple):
    """A figure and the bounds of its 95 % interval, all in the same unit."""

    value: float
    low: float
    high: float


def difference(first: Estimate, second: Estimate) -> Estimate:
    """second minus first, for figures of different people, with its 95 % interval.

    Each bound adds the squared distances of the two figures to the bounds that face it. Of two shares with Wilson's intervals this is
    Newcombe's interval.
    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998),
    873-890, method 10; G. Y. Zou and A. Donner, Construction of confidence limits about effect measures: a general approach, Statistics
    in Medicine 27 (2008), 1693-1702.
    """
    value = second.value - first.value
    low = value - sqrt((second.value - second.low) ** 2 + (first.high - first.value) ** 2)
    high = value + sqrt((second.high - second.value) ** 2 + (first.value - first.low) ** 2)
    return Estimate(value, low, high)
