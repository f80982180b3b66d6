"""The game's words: content/<language>/game/*.yml as flat keys, with French no-break spaces and the site rule's values in place."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from courses.errors import ContentUnreadable
from courses.model.content import Problem
from courses.sentences import sentence
from courses.text import file_defects, yaml_files
from courses.text.suggestions import nearest
from courses.text.typography import typeset

LANGUAGES = ("fr", "en")
RULE_VALUE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
TEMPERATURE = re.compile(r"\b3[4-9](?:[.,]\d)?\s*°|\b3[4-9][.,]\d\b")


def substitute(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with the site rule's values, and the names it does not know."""
    unknown: list[str] = []

    def replace(match: re.Match[str]) -> str:
        if match[1] not in values:
            unknown.append(match[1])
        return values.get(match[1], match[0])

    return RULE_VALUE.sub(replace, text), unknown


def numbers_of(text: str) -> list[str]:
    """Every number of a text, written one way, in order of size; what stands in {{…}} is the rule's and does not count."""
    return sorted(number.replace(",", ".") for number in NUMBER.findall(RULE_VALUE.sub("", text)))


class Words:
    """Collects words by language, with the place each came from, and every problem met on the way."""

    def __init__(self, rule_values: Mapping[str, Mapping[str, str]]) -> None:
        self.rule_values = rule_values
        self.texts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
        self.places: dict[tuple[str, str], tuple[str, int]] = {}
        self.raw: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []
        self.unreadable: set[str] = set()

    def add(self, language: str, key: str, text: str, path: str, line: int) -> None:
        if key in self.texts[language]:
            self.problems.append(Problem(path, line, "521", sentence("{key} is written twice; keep one", key=key)))
            return
        if TEMPERATURE.search(RULE_VALUE.sub("", text)):
            said = sentence("{key}: a temperature stands here; write {{{{fever.call}}}} or another rule value", key=key)
            self.problems.append(Problem(path, line, "513", said))
        filled, unknown = substitute(text, self.rule_values[language])
        for name in unknown:
            self.problems.append(
                Problem(
                    path,
                    line,
                    "522",
                    sentence("{key}: no rule value {name!r}{hint}", key=key, name=name, hint=nearest(name, self.rule_values[language])),
                )
            )
        self.texts[language][key] = typeset(filled.strip(), language)
        self.places[language, key] = (path, line)
        self.raw[language, key] = text

    def read_folder(self, content: Path, language: str) -> None:
        """Every .yml of content/<language>/game; a broken one is listed and the others are read."""
        for path in sorted((content / language / "game").glob("*.yml")):
            shown_path = path.relative_to(content).as_posix()
            try:
                for key, text, line in _flat(yaml_files.read(path, shown_path)):
                    if isinstance(text, str):
                        self.add(language, key, text, shown_path, line)
                    else:
                        message = sentence(
                            "{key} must be words, not {value}; put them in quotes", key=key, value=yaml_files.scalar_text(text)
                        )
                        self.problems.append(Problem(shown_path, line, "501", message))
            except ContentUnreadable as error:
                self.unreadable.add(path.name)
                self.problems.append(Problem(error.path, error.line, error.code, error.sentence))
            except Exception as error:  # one file of words, never the game
                self.unreadable.add(path.name)
                self.problems.append(file_defects.problem_of(error, shown_path))

    def compare(self) -> None:
        """What one language lacks, and numbers that differ between the two."""
        for language, other in (("fr", "en"), ("en", "fr")):
            for key in sorted(self.texts[language].keys() - self.texts[other].keys()):
                path, line = self.places[language, key]
                if path.rpartition("/")[2] in self.unreadable:
                    continue  # the other language's file of this name could not be read: said once there
                self.problems.append(Problem(path, line, "520", sentence("{key} is not in content/{other}", key=key, other=other)))
        for key in sorted(self.texts["fr"].keys() & self.texts["en"].keys()):
            french, english = numbers_of(self.raw["fr", key]), numbers_of(self.raw["en", key])
            if french != english:
                path, line = self.places["en", key]
                self.problems.append(
                    Problem(
                        path,
                        line,
                        "512",
                        sentence("{key}: numbers differ, French has {french}, English {english}", key=key, french=french, english=english),
                    )
                )


def _flat(node: Any, before: str = "") -> Iterator[tuple[str, Any, int]]:
    if not isinstance(node, Mapping):
        return
    for key, item in node.items():
        name = f"{before}{key}"
        if isinstance(item, Mapping):
            yield from _flat(item, f"{name}.")
        else:
            yield name, item, yaml_files.line_of(node, key)
