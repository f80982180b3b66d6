"""`fever-rule` among the sources: whatever the preset the site chose names, so that no number stands beside a source that says another."""

import re
from collections.abc import Sequence

from courses.model.rules import SiteRule

FEVER_RULE = "fever-rule"
CITATION = re.compile(r"\[(@[^\]]*)\]")
APART = re.compile(r"[;,]\s*")


def source_keys(keys: Sequence[str], rule: SiteRule) -> tuple[str, ...]:
    """The same keys with the rule's own sources in the place of `fever-rule`, each once."""
    if FEVER_RULE not in keys:
        return tuple(keys)
    whole = (one for key in keys for one in (rule.references if key == FEVER_RULE else (key,)))
    return tuple(dict.fromkeys(whole))


def with_sources(markdown: str, rule: SiteRule) -> str:
    """A run of Markdown whose citations name the rule's own sources."""
    return CITATION.sub(lambda match: _citation(match[1], rule), markdown) if f"@{FEVER_RULE}" in markdown else markdown


def _citation(keys: str, rule: SiteRule) -> str:
    named_keys = source_keys([key.strip().lstrip("@") for key in APART.split(keys)], rule)
    return "[" + "; ".join(f"@{key}" for key in named_keys) + "]"
