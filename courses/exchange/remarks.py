"""A remark on a question in the language of who reads it."""

from courses.exchange.questions import Remark
from courses.exchange.sentences import SENTENCES
from courses.text.typography import typeset

INCOMPLETE = frozenset(
    ["no-words", "typed", "typed-gap", "several-right", "no-right", "few-answers", "same-pairs", "several-numbers", "own-syntax"]
)
"""What leaves an item that the check refuses until somebody completes it."""


def sentence(remark: Remark, language: str) -> str:
    """In French or English, with its fields set in."""
    french, english = SENTENCES[remark.code]
    text = french if language == "fr" else english
    for name, value in remark.fields:  # not str.format: the sentences speak of braces
        text = text.replace(f"{{{name}}}", value)
    return typeset(text, language)
