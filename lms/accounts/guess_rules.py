"""How long one waits after wrong guesses: a delay that grows, never a lock. Values in, values out: no clock and no database here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_KEPT = timedelta(hours=4)
"""After this time without a wrong guess every count is back at zero, and its row may go."""


@dataclass(frozen=True)
class Rule:
    """free: wrong guesses without a delay. The next ones cost first_s, twice that, …, longest_s seconds. One is forgotten every leak_s.

    leak_s is at least longest_s where the number of guesses a day must be small: then it is about free + 86,400 / leak_s.
    """

    free: int
    longest_s: int
    leak_s: int
    first_s: int = 1

    def remaining(self, failures: int, last_at: datetime, now: datetime) -> int:
        """Wrong guesses that still count."""
        return max(0, failures - int(_elapsed(last_at, now) // self.leak_s))

    def delay_s(self, failures: int) -> int:
        """Seconds to wait after the last of so many wrong guesses."""
        steps = failures - self.free - 1
        if steps < 0:
            return 0
        return min(self.longest_s, self.first_s << min(steps, 30))

    def wait_s(self, failures: int, last_at: datetime, now: datetime) -> float:
        """Seconds from now until the next guess is looked at; 0.0 when it is looked at now."""
        return max(0.0, self.delay_s(self.remaining(failures, last_at, now)) - _elapsed(last_at, now))

    def most_guesses(self, seconds: int) -> int:
        """No timing places more wrong guesses than this in any span of so many seconds.

        The count never passes the first one whose delay is as long as leak_s (longest_s must reach it), and each guess beyond
        had to be forgotten first, one every leak_s.
        """
        highest = self.free + 1
        while self.delay_s(highest) < self.leak_s:
            highest += 1
        return highest + seconds // self.leak_s


def _elapsed(last_at: datetime, now: datetime) -> float:
    """Seconds since; 0.0 when the clock was put back, so that nobody gains by it."""
    return max(0.0, (now - last_at).total_seconds())


BY_NAME = Rule(free=3, longest_s=900, leak_s=900)
"""One sign-in name or address, known or not, from devices that never signed in to that account."""
BY_DEVICE = Rule(free=5, longest_s=300, leak_s=300)
"""One account on one device that has signed in to it before. Nobody else's tries count here."""
BY_CARD = Rule(free=3, longest_s=900, leak_s=900)
"""PINs tried with one card, known or not: at most 109 a day, of 10,000; only whoever holds the card makes its owner wait."""
BY_SECOND_STEP = Rule(free=5, longest_s=900, leak_s=900)
"""Codes of six digits after a right passphrase: three are right at a time, at most some 110 guesses a day."""
BY_SESSION = Rule(free=5, longest_s=300, leak_s=300)
"""The passphrase asked again of a person who is signed in."""
BY_ADDRESS = Rule(free=100, longest_s=30, leak_s=10, first_s=2)
"""One network address, over all names: a whole hospital may stand behind it, so the ceiling is high and the delay short."""
REGISTERING = Rule(free=20, longest_s=60, leak_s=60)
"""Names asked for at registration from one address, taken or not: each answer tells whether a name is in use."""
PAIRING_BY_ADDRESS = Rule(free=20, longest_s=60, leak_s=30)
PAIRING_OVERALL = Rule(free=1000, longest_s=2, leak_s=1)
"""All wrong pairing codes of the site: about 90,000 a day at most, against 2**40 codes of ten minutes."""
JOINING_BY_ADDRESS = Rule(free=20, longest_s=60, leak_s=30)
JOINING_OVERALL = Rule(free=1000, longest_s=2, leak_s=1)
"""All wrong codes of cards, links and starts: about 90,000 a day at most, against 2**60 codes."""
TICKING = Rule(free=60, longest_s=60, leak_s=30)
"""“Not clear” said from one address."""
VERIFYING = Rule(free=60, longest_s=60, leak_s=30)
"""Codes of attestations that nobody bears, asked for from one address: against 2**75 codes. A typing mistake is told and not counted."""
MAIL_TO_ONE = Rule(free=3, longest_s=3600, leak_s=3600)
"""Messages asked for to one address, known or not: three at once, then one an hour, so that nobody is flooded through this site."""
MAIL_BY_ADDRESS = Rule(free=20, longest_s=120, leak_s=60)
"""Messages asked for from one network address."""
