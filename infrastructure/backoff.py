"""How long to wait before the next try: twice as long after each failure in a row."""

from dataclasses import dataclass

_MOST_DOUBLINGS = 60


@dataclass(frozen=True, slots=True)
class Backoff:
    """first_s: seconds after the first failure; longest_s: seconds that no wait of ours exceeds."""

    first_s: float
    longest_s: float

    def wait_s(self, failures: int, *, asked_s: float = 0.0, chance: float = 1.0) -> float:
        """Seconds to wait after this many failures in a row, from 1; 0 after none.

        asked_s: what the other side asks for (Retry-After): the wait is never shorter, so cap it before if it may be too long.
        chance: 0.0-1.0, where the wait lies between its half and its whole, so that many who failed together do not come back together.
        """
        if failures < 1:
            return 0.0
        wait = min(self.first_s * 2.0 ** min(failures - 1, _MOST_DOUBLINGS), self.longest_s)
        return max(asked_s, wait * (0.5 + 0.5 * chance))
