"""A count and its noun agree on every page: no “1 minutes”."""

import re
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))
import translations

COUNT = r"%\((?:n|num|count|number|needed|days|weeks|months|minutes|hours|whole|idle|pages|views|rules)\)[sd]"
COUNT_OF_MANY = re.compile(COUNT + r"[\s\u00a0](?:[\w-]+[\s\u00a0])?[\w-]{2,}s\b")
"""A number, at most one word, and a word that ends like a plural: “%(n)s minutes”, “%(n)s right answers”."""
NEVER_ONE = (
    "characters",  # limits of fields, hundreds
    "(?:daily|times|says)",  # no noun that agrees
    "minutes, and the row",  # how long a code or a ticket holds: constants of ours, five at least
    "asked for",
    "without a visit",  # a duration in words stands there
    "people are in your cohorts",  # told from some thousands on
    "hours after signing in",  # constants: 8 and 2
    "Up to %(n)s questions",  # the most a form may hold
    "replies on",  # k, 5 at least
    "final test of",  # a form of one question is refused by the checks
    "The first %(n)s places",  # of a list that was cut, 20
    "pages in",  # of an audit by program
    "rules, which",
    "There are %(n)s webhooks",  # the most a site may have
    "at most %(num)s others",  # a constant
)
"""Signs of messages whose count is never one."""


def disagreeing(catalog: Catalog) -> list[str]:
    """The messages without a plural form in which a count stands before a noun in the plural."""
    texts = [message.id for message in catalog if message.id and not isinstance(message.id, tuple)]
    signs = re.compile("|".join(sign if sign.startswith("(?:") else re.escape(sign) for sign in NEVER_ONE))
    return [text for text in texts if COUNT_OF_MANY.search(text) and not signs.search(text)]


def test_a_count_agrees_with_its_noun_on_every_page() -> None:
    assert disagreeing(translations.extracted()) == []


@pytest.mark.parametrize("text", ["%(n)s minutes in all", "Passed means: %(needed)s right answers of %(all)s", "kept for %(days)s days"])
def test_a_count_that_does_not_agree_is_found(text: str) -> None:
    catalog = Catalog()
    catalog.add(text)
    assert disagreeing(catalog) == [text]
