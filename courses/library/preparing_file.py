"""Reads content/_structure/preparing.yml: milestones, topics and interviews, and what is wrong with the file, at its line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from courses.errors import ContentUnreadable
from courses.library.structure import Structure
from courses.model.content import Problem, State
from courses.model.preparing import LARGEST_TOPIC, Interview, Preparing, Step
from courses.text import yaml_files
from courses.text.keys import KEY, LANGUAGES
from courses.text.source_texts import Texts
from courses.text.suggestions import nearest
from courses.text.typography import typeset

FILE = "_structure/preparing.yml"
TOP_KEYS = ("state", "expires", "milestones", "before", "topics", "interviews")
INTERVIEW_KEYS = ("title", "aim", "sources", "steps")
STEP_KEYS = (*LANGUAGES, "sources")
LONGEST_DAYS = 60
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class PreparingFile:
    """preparing: what can be used; a broken entry leaves out itself alone."""

    preparing: Preparing
    problems: tuple[Problem, ...] = ()


def read(texts: Texts, structure: Structure) -> PreparingFile:
    """Without a file: nothing to prepare, and no problem."""
    try:
        text = texts.text(FILE)
        node = None if text is None else yaml_files.parse(text, FILE)
    except ContentUnreadable as problem:
        return PreparingFile(Preparing(), (Problem(problem.path, problem.line, problem.code, problem.message),))
    if text is None:
        return PreparingFile(Preparing())
    if not isinstance(node, Mapping):
        return PreparingFile(Preparing(), (Problem(FILE, 1, "588", f"expected {', '.join(TOP_KEYS)}, each with its values below it"),))
    return _Reader(node, structure).file()


class _Reader:
    def __init__(self, node: Any, structure: Structure) -> None:
        self._node, self._structure = node, structure
        self._problems: list[Problem] = []

    def file(self) -> PreparingFile:
        self._refuse_unknown(self._node, TOP_KEYS, 1)
        state: State | None = next((one for one in STATES if one == self._node.get("state")), None)
        if state is None:
            self._add_problem(yaml_files.line_of(self._node, "state"), "588", f"state: must be one of {', '.join(STATES)}")
        milestones = {key: self._words(one, f"milestone {key!r}", line) for key, one, line in self._entries("milestones")}
        preparing = Preparing(
            milestones=milestones,
            before=self._before(milestones),
            topics=self._topics(),
            interviews={key: self._interview(key, one, line) for key, one, line in self._entries("interviews") if isinstance(one, Mapping)},
            state=state or "draft",
            expires=yaml_files.day(self._node.get("expires")),
        )
        return PreparingFile(preparing, tuple(self._problems))

    def _entries(self, name: str) -> list[tuple[str, Any, int]]:
        node = self._node.get(name)
        if not isinstance(node, Mapping):
            self._add_problem(yaml_files.line_of(self._node, name), "588", f"{name}: expected keys, each with its values")
            return []
        entries = [(key, one, yaml_files.line_of(node, key)) for key, one in yaml_files.pairs(node)]
        for key, _, line in entries:
            if not KEY.fullmatch(key):
                self._add_problem(line, "588", f"{name}: {key!r} is no key of lower-case words joined by -")
        return entries

    def _before(self, milestones: Collection[str]) -> dict[str, dict[str, int]]:
        before: dict[str, dict[str, int]] = {}
        for module, node, line in self._entries("before"):
            if not self._is_module(module, line) or not isinstance(node, Mapping):
                continue
            for milestone, days in yaml_files.pairs(node):
                if milestone not in milestones:
                    self._add_problem(line, "589", f"before: no milestone {milestone!r}{nearest(milestone, milestones)}")
                elif type(days) is not int or not 1 <= days <= LONGEST_DAYS:
                    self._add_problem(line, "588", f"before: days of {module!r} must be a whole number from 1 to {LONGEST_DAYS}")
                else:
                    before.setdefault(module, {})[milestone] = days
        return before

    def _topics(self) -> dict[str, int]:
        topics: dict[str, int] = {}
        for module, number, line in self._entries("topics"):
            if type(number) is not int or not 1 <= number <= LARGEST_TOPIC:
                self._add_problem(line, "588", f"topics: the number of {module!r} must be a whole number from 1 to {LARGEST_TOPIC}")
            elif number in topics.values():
                self._add_problem(line, "588", f"topics: the number {number} stands twice, and codes people printed bear it")
            elif self._is_module(module, line):
                topics[module] = number
        return topics

    def _interview(self, key: str, node: Any, line: int) -> Interview:
        self._refuse_unknown(node, INTERVIEW_KEYS, line)
        steps = node.get("steps")
        if not isinstance(steps, list) or not steps:
            self._add_problem(line, "588", f"interview {key!r}: steps: expected a list, each with its words in every language")
            steps = []
        return Interview(
            key=key,
            title=self._words(node.get("title"), f"interview {key!r}: title", line),
            aim=self._words(node.get("aim"), f"interview {key!r}: aim", line),
            steps=tuple(self._step(one, f"interview {key!r}", line) for one in steps if isinstance(one, Mapping)),
            sources=self._sources(node, line),
        )

    def _step(self, node: Any, what: str, line: int) -> Step:
        at = yaml_files.line_of(node, LANGUAGES[0]) if LANGUAGES[0] in node else line
        self._refuse_unknown(node, STEP_KEYS, at)
        return Step(self._words(node, f"a step of {what}", at), self._sources(node, at))

    def _sources(self, node: Any, line: int) -> tuple[str, ...]:
        keys = yaml_files.strings(node.get("sources"))
        for key in keys:
            if key not in self._structure.references and self._structure.has_read("references"):
                self._add_problem(line, "589", f"no source {key!r} in references.yml{nearest(key, self._structure.references)}")
        return keys

    def _words(self, node: Any, what: str, line: int) -> dict[str, str]:
        """The words in each language; the key of the other language stands in where one is missing, and the file is told so."""
        texts = {
            language: typeset(str(node[language]), language) for language in LANGUAGES if isinstance(node, Mapping) and node.get(language)
        }
        for language in LANGUAGES:
            if language not in texts:
                self._add_problem(line, "011", f"{what} has no words in {language!r}")
        return {language: texts.get(language) or next(iter(texts.values()), what) for language in LANGUAGES}

    def _is_module(self, key: str, line: int) -> bool:
        known = self._structure.modules
        if key not in known and self._structure.knows_all_modules:
            self._add_problem(line, "589", f"no module {key!r}{nearest(key, known)}")
        return key in known

    def _refuse_unknown(self, node: Any, known: tuple[str, ...], line: int) -> None:
        for key, _ in yaml_files.pairs(node):
            if key not in known:
                self._add_problem(yaml_files.line_of(node, key) or line, "004", f"unknown key {key!r}{nearest(key, known)}")

    def _add_problem(self, line: int, code: str, message: str) -> None:
        self._problems.append(Problem(FILE, line, code, message))
