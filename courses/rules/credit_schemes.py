"""content/_structure/credit/<key>.yml: one credit scheme a file."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from courses.errors import ContentUnreadable
from courses.model.credit import RECORDS, UNITS, Axis, CreditScheme
from courses.sentences import Sentence, sentence
from courses.text import yaml_files
from courses.text.suggestions import nearest

FOLDER = "_structure/credit"
CODE = "160"
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NAMES = (
    "key", "name", "authority", "audiences", "in_force", "period_years", "credit", "axes", "record", "open_points", "references",
    "read_on", "expires",
)  # fmt: skip
ROLES = ("pharmacist", "gp", "nurse")
Say = Callable[[int, str, Sentence], None]
"""Tells a problem: line, code, message."""


def load(content_folder: Path) -> dict[str, CreditScheme]:
    """Every scheme of the folder, by key. Raises ContentUnreadable with the line of the first fault."""
    schemes = {}
    for path in sorted((content_folder / FOLDER).glob("*.yml")):
        shown = f"{FOLDER}/{path.name}"

        def refuse(line: int, code: str, message: Sentence, shown: str = shown) -> None:
            raise ContentUnreadable(shown, line, code, message)

        scheme = parse(yaml_files.read_text(path, shown), shown, refuse)
        if scheme is not None:
            schemes[scheme.key] = scheme
    return schemes


def parse(text: str, shown_path: str, say: Say) -> CreditScheme | None:
    """The scheme; None when `say` was told of a fault. Raises ContentUnreadable when it is no YAML."""
    node = yaml_files.parse(text, shown_path)
    if not isinstance(node, Mapping):
        say(1, CODE, sentence("a credit scheme is a list of values: key, name, authority, …"))
        return None
    return _Reader(node, say).scheme(Path(shown_path).stem)


class _Reader:
    def __init__(self, node: Any, say: Say) -> None:
        self._node, self._say, self._is_good = node, say, True

    def scheme(self, stem: str) -> CreditScheme | None:
        for name, _ in yaml_files.pairs(self._node):
            if name not in NAMES:
                self._refuse(name, sentence("unknown key {name!r}{hint}", name=name, hint=nearest(name, NAMES)))
        for name in NAMES:
            if name not in self._node:
                self._is_good = False
                self._say(1, CODE, sentence("lacks `{name}:`", name=name))
        if not self._is_good:
            return None
        if self._node["key"] != stem:
            self._refuse("key", sentence("key: must be the file's name, {stem}", stem=stem))
        begins, ends = self._in_force()
        unit, an_hour = self._credit()
        read_on, expires = self._day("read_on"), self._day("expires")
        if expires <= read_on:
            self._refuse("expires", sentence("expires: must come after read_on"))
        scheme = CreditScheme(
            key=stem,
            name=self._words(self._node["name"], "name"),
            authority=self._words(self._node["authority"], "authority"),
            audiences=self._keys("audiences", ROLES),
            begins=begins,
            ends=ends,
            years=self._number("period_years", self._node["period_years"]),
            unit=unit,
            units_an_hour=an_hour,
            axes=self._axes(),
            records=self._keys("record", RECORDS),
            open_points=tuple(self._words(one, "open_points") for one in self._list("open_points")),
            references=self._references(),
            read_on=read_on,
            expires=expires,
        )
        return scheme if self._is_good else None

    def _refuse(self, name: str, message: Sentence) -> None:
        self._is_good = False
        self._say(yaml_files.line_of(self._node, name), CODE, message)

    def _words(self, value: Any, name: str) -> Mapping[str, str]:
        are_words = isinstance(value, Mapping) and all(isinstance(value.get(one), str) and value[one].strip() for one in ("fr", "en"))
        if not are_words or set(value) != {"fr", "en"}:
            self._refuse(name, sentence("{name}: expected words in fr and in en", name=name))
            return {"fr": "", "en": ""}
        return {language: str(value[language]) for language in ("fr", "en")}

    def _list(self, name: str) -> list[Any]:
        value = self._node[name]
        if not isinstance(value, list):
            self._refuse(name, sentence("{name}: expected a list, [] for none", name=name))
            return []
        return value

    def _keys(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        keys = self._list(name)
        for key in keys:
            if key not in known:
                self._refuse(name, sentence("{name}: unknown {key!r}{hint}", name=name, key=key, hint=nearest(str(key), known)))
        if not keys or len(set(map(str, keys))) != len(keys):
            self._refuse(name, sentence("{name}: name at least one, each once", name=name))
        return tuple(str(key) for key in keys)

    def _references(self) -> tuple[str, ...]:
        keys = self._list("references")
        if not keys or not all(isinstance(key, str) for key in keys):
            self._refuse("references", sentence("references: a scheme without a source cannot be used"))
        return tuple(str(key) for key in keys)

    def _day(self, name: str, node: Any = None) -> date:
        value = (self._node if node is None else node).get(name)
        if type(value) is not date:
            self._refuse(name if node is None else "in_force", sentence("{name}: expected a day, like 2026-11-29", name=name))
            return date.max if name == "expires" else date.min
        return value

    def _in_force(self) -> tuple[date, date | None]:
        node = self._node["in_force"]
        if not isinstance(node, Mapping) or set(node) != {"from", "until"}:
            self._refuse("in_force", sentence("in_force: expected {from: a day, until: a day or null}"))
            return date.min, None
        begins, ends = self._day("from", node), None if node["until"] is None else self._day("until", node)
        if ends is not None and ends < begins:
            self._refuse("in_force", sentence("in_force: ends before it begins"))
        return begins, ends

    def _credit(self) -> tuple[str, int | None]:
        node = self._node["credit"]
        if not isinstance(node, Mapping) or set(node) != {"unit", "an_hour"} or node["unit"] not in UNITS:
            self._refuse("credit", sentence("credit: expected {{unit: {units}, an_hour: a number or null}}", units=" or ".join(UNITS)))
            return UNITS[0], None
        return str(node["unit"]), self._number("credit", node["an_hour"])

    def _number(self, name: str, value: Any) -> int | None:
        if value is not None and (type(value) is not int or not 1 <= value <= 20):
            self._refuse(name, sentence("{name}: expected a whole number from 1 to 20, or null", name=name))
            return None
        return value

    def _axes(self) -> tuple[Axis, ...]:
        axes = []
        for node in self._list("axes"):
            if not isinstance(node, Mapping) or set(node) != {"key", "name", "least"} or not KEY.fullmatch(str(node["key"])):
                self._refuse("axes", sentence("axes: expected {key: …, name: {fr: …, en: …}, least: a number or null} each"))
                continue
            axes.append(Axis(str(node["key"]), self._words(node["name"], "axes"), self._number("axes", node["least"])))
        if len({axis.key for axis in axes}) != len(axes):
            self._refuse("axes", sentence("axes: two with the same key"))
        return tuple(axes)
