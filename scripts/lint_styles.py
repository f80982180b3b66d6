"""Lints style sheets: `python scripts/lint_styles.py FILE…`. One line a problem, exit code 1 when there is one.

What it refuses: what a browser would skip in silence (syntax errors, unknown `var()`), a declaration written twice in one rule, an id as
a selector, sides of the screen where a right-to-left page needs the inline axis, and !important outside forced colours and print.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tinycss2

SIDES = re.compile(
    r"(?:(?:margin|padding|border|scroll-margin|scroll-padding)-)?(?:left|right)(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius"
)
SIDE_VALUES = {"text-align": {"left", "right"}, "float": {"left", "right"}, "clear": {"left", "right"}}
SET = re.compile(r"(?m)(--[a-z][a-z0-9-]*)\s*:")
MAY_FORCE = ("forced-colors", "print", "prefers-reduced-motion")


@dataclass(frozen=True)
class Fault:
    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def faults(path: Path, known: frozenset[str]) -> Iterator[Fault]:
    """known: custom properties that any of the sheets sets."""
    yield from _rules(path, tinycss2.parse_stylesheet(path.read_text("utf-8"), True, True), known, "")


def _rules(path: Path, rules: Sequence[Any], known: frozenset[str], media: str) -> Iterator[Fault]:
    for rule in rules:
        if rule.type == "error":
            yield Fault(path, rule.source_line, f"cannot be read: {rule.message}")
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in ("media", "supports", "layer", "container"):
            inner = tinycss2.parse_rule_list(rule.content, True, True)
            yield from _rules(path, inner, known, f"{media} {tinycss2.serialize(rule.prelude)}")
        elif rule.type == "qualified-rule":
            yield from _selector(path, rule)
            yield from _declarations(path, rule, known, media)


def _selector(path: Path, rule: Any) -> Iterator[Fault]:
    for token in _tokens(rule.prelude):
        if token.type == "hash":
            yield Fault(path, token.source_line, f"#{token.value}: select by class; an id belongs to labels and links")


def _declarations(path: Path, rule: Any, known: frozenset[str], media: str) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for item in tinycss2.parse_blocks_contents(rule.content, True, True):
        if item.type == "error":
            yield Fault(path, item.source_line, f"cannot be read: {item.message}")
        elif item.type == "qualified-rule":
            yield Fault(path, item.source_line, "a rule inside a rule: older browsers skip it")
        elif item.type == "declaration":
            value = tinycss2.serialize(item.value).strip()
            if seen.get(item.lower_name) == value:
                yield Fault(path, item.source_line, f"{item.name}: {value} stands twice in this rule")
            seen[item.lower_name] = value
            yield from _declaration(path, item, value, known, media)


def _declaration(path: Path, item: Any, value: str, known: frozenset[str], media: str) -> Iterator[Fault]:
    if SIDES.fullmatch(item.lower_name) or value in SIDE_VALUES.get(item.lower_name, ()):
        yield Fault(path, item.source_line, f"{item.name}: {value}: use the inline axis (start, end)")
    if item.important and not any(word in media for word in MAY_FORCE):
        yield Fault(path, item.source_line, f"{item.name}: !important only where colours are forced, in print, or for reduced motion")
    for token in _tokens(item.value):
        if token.type == "function" and token.lower_name == "var":
            arguments = [one for one in token.arguments if one.type != "whitespace"]
            if len(arguments) == 1 and arguments[0].value not in known:
                yield Fault(path, token.source_line, f"var({arguments[0].value}) is set nowhere and has no second choice")


def _tokens(values: Sequence[Any]) -> Iterator[Any]:
    for value in values:
        yield value
        inner = getattr(value, "arguments", None) or getattr(value, "content", None)
        if inner and not isinstance(inner, str):
            yield from _tokens(inner)


def main(names: Sequence[str]) -> int:
    paths = [Path(name) for name in names]
    known = frozenset(name for path in paths for name in SET.findall(path.read_text("utf-8")))
    found = [fault for path in paths for fault in faults(path, known)]
    for fault in found:
        print(fault)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
