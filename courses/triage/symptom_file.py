"""Reads content/_structure/symptoms.yml against the triage register: one page a symptom, and what is wrong with the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from courses.errors import ContentUnreadable
from courses.model.content import URGENCIES, Problem
from courses.model.symptoms import Sign, Symptom, SymptomIndex
from courses.sentences import Sentence, sentence
from courses.text import yaml_files
from courses.text.keys import KEY, LANGUAGES
from courses.text.search_terms import fold
from courses.text.source_texts import Texts
from courses.text.suggestions import nearest
from courses.text.typography import typeset
from courses.triage.register import Register, Row

FILE = "_structure/symptoms.yml"
TOP_KEYS = ("parts", "for_staff", "symptoms")
SYMPTOM_KEYS = ("part", *LANGUAGES, "words", "rows", "helps", "situations", "cards")
ALL_TREATMENTS = "all"


@dataclass(frozen=True, slots=True)
class SymptomFile:
    """index: the pages that can be shown. rows: every row the file names, with the line; helps: module#screen, with the line.

    of_game: (`situations` or `cards`, key, line) of what it names of the game.
    """

    index: SymptomIndex
    rows: Mapping[str, int]
    helps: tuple[tuple[str, int], ...]
    of_game: tuple[tuple[str, str, int], ...]
    problems: tuple[Problem, ...]


def read(texts: Texts, register: Register | None) -> SymptomFile:
    """Without a file or a register: no page and no problem. A broken entry leaves out its own page and nothing else."""
    try:
        text = texts.text(FILE)
        node = None if text is None else yaml_files.parse(text, FILE)
    except ContentUnreadable as problem:
        return _nothing(Problem(problem.path, problem.line, problem.code, problem.sentence))
    if text is None or register is None:
        return _nothing()
    if not isinstance(node, Mapping) or not isinstance(node.get("symptoms"), Mapping):
        return _nothing(Problem(FILE, 1, "583", sentence("expected `parts:` and `symptoms:`, each with its keys below it")))
    return _Reader(node, register).file()


def _nothing(*problems: Problem) -> SymptomFile:
    return SymptomFile(SymptomIndex(), {}, (), (), problems)


class _Reader:
    """One reading of the file; collects what it names and what is wrong."""

    def __init__(self, node: Any, register: Register) -> None:
        self._node, self._register = node, register
        self._problems: list[Problem] = []
        self._rows: dict[str, int] = {}
        self._helps: list[tuple[str, int]] = []
        self._of_game: list[tuple[str, str, int]] = []

    def file(self) -> SymptomFile:
        self._refuse_unknown(self._node, TOP_KEYS)
        parts = {
            key: self._words(one, sentence("part {key!r}", key=key), yaml_files.line_of(self._node["parts"], key))
            for key, one in self._parts()
        }
        for key in yaml_files.strings(self._node.get("for_staff")):
            self._name_row(key, yaml_files.line_of(self._node, "for_staff"))
        symptoms = [self._symptom(key, one, parts) for key, one in yaml_files.pairs(self._node["symptoms"])]
        pages = tuple(symptom for symptom in symptoms if symptom is not None)
        self._problems += _same_address(pages, self._node["symptoms"])
        register = self._register
        today, foot = ({language: typeset(words, language) for language, words in said.items()} for said in (register.today, register.foot))
        index = SymptomIndex(parts, pages, today, foot, register.read_on, register.expires)
        return SymptomFile(index, self._rows, tuple(self._helps), tuple(self._of_game), tuple(self._problems))

    def _parts(self) -> Iterator[tuple[str, Any]]:
        parts = self._node.get("parts")
        if not isinstance(parts, Mapping):
            self._add_problem(self._node, "parts", "583", sentence("parts: expected keys, each with words in every language"))
            return
        yield from yaml_files.pairs(parts)

    def _symptom(self, key: str, node: Any, parts: Mapping[str, Any]) -> Symptom | None:
        line = yaml_files.line_of(self._node["symptoms"], key)
        if not KEY.fullmatch(key) or not isinstance(node, Mapping):
            message = sentence("symptom {key!r}: a key of lower-case words joined by -, its values indented below it", key=key)
            self._problems.append(Problem(FILE, line, "583", message))
            return None
        self._refuse_unknown(node, SYMPTOM_KEYS)
        title, part = self._words(node, sentence("symptom {key!r}", key=key), line), str(node.get("part") or "")
        if part not in parts:
            self._add_problem(
                node,
                "part",
                "584",
                sentence("symptom {key!r}: no part {part!r}{hint}", key=key, part=part, hint=nearest(part, parts)),
                line,
            )
        rows = [row for name in yaml_files.strings(node.get("rows")) if (row := self._name_row(name, yaml_files.line_of(node, "rows")))]
        helps = [one for one in yaml_files.strings(node.get("helps")) if self._name_help(one, yaml_files.line_of(node, "helps"))]
        signs = tuple(_sign(row, self._register) for row in _most_urgent_first(rows) if not row.is_unverified)
        if not signs:
            self._add_problem(
                node, "rows", "583", sentence("symptom {key!r}: rows: names at least one row whose source was read", key=key), line
            )
        if not signs or part not in parts or len(title) < len(LANGUAGES):
            return None
        return Symptom(
            key=key,
            part=part,
            title=title,
            words={language: yaml_files.strings((node.get("words") or {}).get(language)) for language in LANGUAGES},
            slugs={language: _slug(words) for language, words in title.items()},
            signs=signs,
            helps=tuple((module, screen) for module, _, screen in (one.partition("#") for one in helps)),
            situations=self._keys_of_game(node, "situations"),
            cards=self._keys_of_game(node, "cards"),
        )

    def _words(self, node: Any, what: Sentence, line: int) -> dict[str, str]:
        said = {
            language: typeset(str(node[language]), language) for language in LANGUAGES if isinstance(node, Mapping) and node.get(language)
        }
        for language in LANGUAGES:
            if language not in said:
                self._problems.append(
                    Problem(FILE, line, "011", sentence("{what} has no words in {language!r}", what=what, language=language))
                )
        return said

    def _name_row(self, key: str, line: int) -> Row | None:
        self._rows.setdefault(key, line)
        row = self._register.rows.get(key)
        if row is None:
            message = sentence("no row {key!r} in the triage register{hint}", key=key, hint=nearest(key, self._register.rows))
            self._problems.append(Problem(FILE, line, "584", message))
        return row

    def _name_help(self, place: str, line: int) -> bool:
        if place.count("#") != 1:
            self._problems.append(Problem(FILE, line, "583", sentence("helps: {place!r} must be `module#screen`", place=place)))
            return False
        self._helps.append((place, line))
        return True

    def _keys_of_game(self, node: Any, kind: str) -> tuple[str, ...]:
        keys = yaml_files.strings(node.get(kind))
        self._of_game += [(kind, key, yaml_files.line_of(node, kind)) for key in keys]
        return keys

    def _refuse_unknown(self, node: Any, known: tuple[str, ...]) -> None:
        for key, _ in yaml_files.pairs(node):
            if key not in known:
                self._add_problem(node, key, "004", sentence("unknown key {key!r}{hint}", key=key, hint=nearest(key, known)))

    def _add_problem(self, node: Any, key: str, code: str, message: Sentence, line: int = 1) -> None:
        self._problems.append(Problem(FILE, yaml_files.line_of(node, key) if key in node else line, code, message))


def _sign(row: Row, register: Register) -> Sign:
    names = [register.regimens[key] for key in row.regimens if key in register.regimens]
    is_for_all = ALL_TREATMENTS in row.regimens
    treatments = {} if is_for_all else {language: ", ".join(name[language] for name in names) for language in LANGUAGES}
    words = {language: typeset(words, language) for language, words in row.words.items()}
    return Sign(row.key, row.urgency, words, treatments, tuple(row.says))


def _most_urgent_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: URGENCIES.index(row.urgency))


def _slug(title: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in fold(title)).split())


def _same_address(symptoms: tuple[Symptom, ...], node: Any) -> Iterator[Problem]:
    for language in LANGUAGES:
        first: dict[str, str] = {}
        for symptom in symptoms:
            other = first.setdefault(symptom.slugs[language], symptom.key)
            if other != symptom.key:
                line = yaml_files.line_of(node, symptom.key)
                yield Problem(
                    FILE,
                    line,
                    "583",
                    sentence(
                        "symptom {key!r}: {language}: the title is that of {other!r}; give it its own",
                        key=symptom.key,
                        language=language,
                        other=other,
                    ),
                )
