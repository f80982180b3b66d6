"""Reads content/_structure/preparing.yml: milestones, topics and interviews, and what is wrong with the file, at its line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from courses.errors import ContentUnreadable
from courses.library.structure import Structure
from courses.model.content import Problem, State
from courses.model.preparing import LARGEST_TOPIC, Interview, Preparing, Step
from courses.sentences import Sentence, sentence
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
        return PreparingFile(Preparing(), (Problem(problem.path, problem.line, problem.code, problem.sentence),))
    if text is None:
        return PreparingFile(Preparing())
    if not isinstance(node, Mapping):
        return PreparingFile(
            Preparing(),
            (Problem(FILE, 1, "588", sentence("expected {top_keys}, each with its values below it", top_keys=", ".join(TOP_KEYS))),),
        )
    return _Reader(node, structure).file()


class _Reader:
    def __init__(self, node: Any, structure: Structure) -> None:
        self._node, self._structure = node, structure
        self._problems: list[Problem] = []

    def file(self) -> PreparingFile:
        self._refuse_unknown(self._node, TOP_KEYS, 1)
        state: State | None = next((one for one in STATES if one == self._node.get("state")), None)
        if state is None:
            self._add_problem(
                yaml_files.line_of(self._node, "state"), "588", sentence("state: must be one of {states}", states=", ".join(STATES))
            )
        milestones = {key: self._words(one, sentence("milestone {key!r}", key=key), line) for key, one, line in self._entries("milestones")}
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
            self._add_problem(
                yaml_files.line_of(self._node, name), "588", sentence("{name}: expected keys, each with its values", name=name)
            )
            return []
        entries = [(key, one, yaml_files.line_of(node, key)) for key, one in yaml_files.pairs(node)]
        for key, _, line in entries:
            if not KEY.fullmatch(key):
                self._add_problem(line, "588", sentence("{name}: {key!r} is no key of lower-case words joined by -", name=name, key=key))
        return entries

    def _before(self, milestones: Collection[str]) -> dict[str, dict[str, int]]:
        before: dict[str, dict[str, int]] = {}
        for module, node, line in self._entries("before"):
            if not self._is_module(module, line) or not isinstance(node, Mapping):
                continue
            for milestone, days in yaml_files.pairs(node):
                if milestone not in milestones:
                    self._add_problem(
                        line,
                        "589",
                        sentence("before: no milestone {milestone!r}{hint}", milestone=milestone, hint=nearest(milestone, milestones)),
                    )
                elif type(days) is not int or not 1 <= days <= LONGEST_DAYS:
                    self._add_problem(
                        line,
                        "588",
                        sentence(
                            "before: days of {module!r} must be a whole number from 1 to {longest_days}",
                            module=module,
                            longest_days=LONGEST_DAYS,
                        ),
                    )
                else:
                    before.setdefault(module, {})[milestone] = days
        return before

    def _topics(self) -> dict[str, int]:
        topics: dict[str, int] = {}
        for module, number, line in self._entries("topics"):
            if type(number) is not int or not 1 <= number <= LARGEST_TOPIC:
                self._add_problem(
                    line,
                    "588",
                    sentence(
                        "topics: the number of {module!r} must be a whole number from 1 to {largest_topic}",
                        module=module,
                        largest_topic=LARGEST_TOPIC,
                    ),
                )
            elif number in topics.values():
                self._add_problem(
                    line, "588", sentence("topics: the number {number} stands twice, and codes people printed bear it", number=number)
                )
            elif self._is_module(module, line):
                topics[module] = number
        return topics

    def _interview(self, key: str, node: Any, line: int) -> Interview:
        self._refuse_unknown(node, INTERVIEW_KEYS, line)
        steps = node.get("steps")
        if not isinstance(steps, list) or not steps:
            self._add_problem(
                line, "588", sentence("interview {key!r}: steps: expected a list, each with its words in every language", key=key)
            )
            steps = []
        return Interview(
            key=key,
            title=self._words(node.get("title"), sentence("interview {key!r}: title", key=key), line),
            aim=self._words(node.get("aim"), sentence("interview {key!r}: aim", key=key), line),
            steps=tuple(self._step(one, sentence("interview {key!r}", key=key), line) for one in steps if isinstance(one, Mapping)),
            sources=self._sources(node, line),
        )

    def _step(self, node: Any, what: Sentence, line: int) -> Step:
        at = yaml_files.line_of(node, LANGUAGES[0]) if LANGUAGES[0] in node else line
        self._refuse_unknown(node, STEP_KEYS, at)
        return Step(self._words(node, sentence("a step of {what}", what=what), at), self._sources(node, at))

    def _sources(self, node: Any, line: int) -> tuple[str, ...]:
        keys = yaml_files.strings(node.get("sources"))
        for key in keys:
            if key not in self._structure.references and self._structure.has_read("references"):
                self._add_problem(
                    line,
                    "589",
                    sentence("no source {key!r} in references.yml{hint}", key=key, hint=nearest(key, self._structure.references)),
                )
        return keys

    def _words(self, node: Any, what: Sentence, line: int) -> dict[str, str]:
        """The words in each language; the key of the other language stands in where one is missing, and the file is told so."""
        texts = {
            language: typeset(str(node[language]), language) for language in LANGUAGES if isinstance(node, Mapping) and node.get(language)
        }
        for language in LANGUAGES:
            if language not in texts:
                self._add_problem(line, "011", sentence("{what} has no words in {language!r}", what=what, language=language))
        return {language: texts.get(language) or next(iter(texts.values()), str(what)) for language in LANGUAGES}

    def _is_module(self, key: str, line: int) -> bool:
        known = self._structure.modules
        if key not in known and self._structure.knows_all_modules:
            self._add_problem(line, "589", sentence("no module {key!r}{hint}", key=key, hint=nearest(key, known)))
        return key in known

    def _refuse_unknown(self, node: Any, known: tuple[str, ...], line: int) -> None:
        for key, _ in yaml_files.pairs(node):
            if key not in known:
                self._add_problem(
                    yaml_files.line_of(node, key) or line, "004", sentence("unknown key {key!r}{hint}", key=key, hint=nearest(key, known))
                )

    def _add_problem(self, line: int, code: str, message: Sentence) -> None:
        self._problems.append(Problem(FILE, line, code, message))
