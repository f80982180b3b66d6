"""content/_structure/rules.yml as site rules."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courses.errors import ContentUnreadable, UnknownRule
from courses.model.rules import SiteRule, Spell
from courses.sentences import sentence
from courses.text import yaml_files
from courses.text.typography import typeset

RULES = "_structure/rules.yml"
NUMBERS = ("samu", "europe", "deaf", "distress")
PHONE = re.compile(r"[0-9]{2,15}")
SPELLS: tuple[Spell, ...] = ("once", "held", "twice")


@dataclass(frozen=True, slots=True)
class Rules:
    """Every preset a site may choose."""

    default: str
    presets: dict[str, SiteRule]

    def preset(self, key: str | None = None) -> SiteRule:
        """The chosen preset, or the default one. Raises UnknownRule."""
        rule_key = key or self.default
        if rule_key not in self.presets:
            raise UnknownRule(rule_key, tuple(self.presets))
        return self.presets[rule_key]


def load(content_folder: Path) -> Rules:
    """Raises ContentUnreadable with the line of what is wrong; without rules no content can be shown."""
    return parse(yaml_files.read_text(content_folder / RULES, RULES))


def parse(text: str) -> Rules:
    """Raises ContentUnreadable."""
    whole = yaml_files.parse(text, RULES)
    fever = _mapping(whole, "fever", whole)
    numbers = _numbers(_mapping(whole, "numbers", whole), whole)
    words = _mapping(fever, "words", whole)
    presets = {
        key: _preset(key, node, _number(fever, "low"), words, numbers) for key, node in yaml_files.pairs(_mapping(fever, "presets", whole))
    }
    default = str(fever.get("default"))
    if default not in presets:
        raise ContentUnreadable(
            RULES,
            yaml_files.line_of(fever, "default"),
            "140",
            sentence("the default {default!r} is not one of the presets", default=default),
        )
    return Rules(default, presets)


def _numbers(node: Any, whole: Any) -> dict[str, str]:
    """The emergency numbers of the country by key: pages cannot do without these four."""
    numbers = {key: str(value) for key, value in yaml_files.pairs(node)}
    for key in NUMBERS:
        if PHONE.fullmatch(numbers.get(key, "")) is None:
            line = yaml_files.line_of(node, key) if key in numbers else yaml_files.line_of(whole, "numbers")
            raise ContentUnreadable(RULES, line, "140", sentence('numbers: {key!r} must be a number to call in quotes, like "15"', key=key))
    return numbers


def _typeset(node: Any, language: str) -> dict[str, str]:
    """The words of one language by key; what is no text is left for the checks to name."""
    return {key: typeset(text, language) if isinstance(text, str) else text for key, text in yaml_files.pairs(node)}


def _typeset_each(node: Any) -> dict[str, str]:
    """Words by language."""
    return {language: typeset(text, language) if isinstance(text, str) else text for language, text in yaml_files.pairs(node)}


def _preset(key: str, node: Any, low: float, words: Any, numbers: dict[str, str]) -> SiteRule:
    spell = node.get("spell") if hasattr(node, "get") else None
    if spell not in SPELLS:
        raise ContentUnreadable(
            RULES,
            yaml_files.line_of(node),
            "140",
            sentence("preset {key}: spell must be one of {spells}", key=key, spells=", ".join(SPELLS)),
        )
    is_once = spell == "once"
    rule = SiteRule(
        key=key,
        spell=spell,
        call=_number(node, "call"),
        low=low,
        again=None if is_once else _number(node, "again"),
        wait_hours=None if is_once else _number(node, "wait_hours"),
        name=_typeset_each(node.get("name")),
        words={
            language: _typeset(node_of_language, language) for language, node_of_language in yaml_files.pairs(_mapping(words, spell, words))
        },
        numbers=numbers,
        references=yaml_files.strings(node.get("references")),
    )
    _refuse_odd(rule, node)
    return rule


def _refuse_odd(rule: SiteRule, node: Any) -> None:
    if not 34.0 < rule.low < rule.first <= rule.call < 40.0:
        raise ContentUnreadable(
            RULES, yaml_files.line_of(node), "140", sentence("preset {key}: expected 34 < low < again <= call < 40", key=rule.key)
        )
    try:
        keys = {language: set(rule.values(language)) for language in ("fr", "en")}
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise ContentUnreadable(
            RULES, yaml_files.line_of(node), "140", sentence("words of {spell}: unknown place {error}", spell=rule.spell, error=error)
        ) from error
    if keys["fr"] != keys["en"]:
        lacking = ", ".join(sorted(keys["fr"] ^ keys["en"]))
        raise ContentUnreadable(
            RULES,
            yaml_files.line_of(node),
            "140",
            sentence("words of {spell}: only one language has {lacking}", spell=rule.spell, lacking=lacking),
        )


def _mapping(node: Any, key: str, whole: Any) -> Any:
    value = node.get(key) if hasattr(node, "get") else None
    if not hasattr(value, "items"):
        raise ContentUnreadable(RULES, yaml_files.line_of(node), "140", sentence("the block {key!r} is missing", key=key))
    return value


def _number(node: Any, key: str) -> float:
    value = node.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ContentUnreadable(RULES, yaml_files.line_of(node, key), "140", sentence("{key!r} must be a number, like 38.0", key=key))
    return float(value)
