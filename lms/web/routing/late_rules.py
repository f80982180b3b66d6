"""Rules of addresses that cost their share of a start only when a link to them is written."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that compiles its two builders of addresses at their first use.

    Werkzeug compiles both as the rule is added, by way of a syntax tree; for the 630 rules of the site that was half of the processor
    time of a start. What an address matches is still read at once.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        name = "_build_unknown" if append_unknown else "_build"

        def compile_then_build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            build: Callable[..., tuple[str, str]] = Rule._compile_builder(rule, append_unknown).__get__(rule, None)
            setattr(rule, name, build)
            return build(**values)

        return compile_then_build
