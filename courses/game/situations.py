"""One situation: content/fr/situations/<key>.md holds its structure and French words, content/en the English words of the same keys.

Body: the scene, then `~ the same, said less clearly` (difficulty 2 and 3), `? hint`, `= why`, `! tip for tomorrow`; then `### question`
with its words and `> answer`; then `## choice` with its label, `> feedback`, `>> what comes later`.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courses.errors import ContentUnreadable
from courses.game import yaml_values
from courses.game.words import Words
from courses.model.content import Problem
from courses.model.game import Choice, Question, Situation
from courses.sentences import Sentence, sentence
from courses.text import file_defects, front_matter, yaml_files
from courses.text.front_matter import FrontMatter
from courses.text.suggestions import nearest
from courses.text.yaml_nodes import YamlMap

HEADING = re.compile(r"(##|###)\s+([\w-]+)\s*$")
QUESTION = "?"
"""Before the key of a question, among the parts of a body: a question and a choice may have the same key."""
MARKS = {">> ": "later", "> ": "feedback", "~ ": "vague", "? ": "hint", "= ": "why", "! ": "tip"}
ABOUT_FILE = {"key", "title", "authors", "reviewed", "choices", "questions", "translation", "summary"}
STATES = ("draft", "in_review", "published", "expired", "withdrawn")


@dataclass(slots=True)
class Part:
    """The texts of the head or of one choice: kind -> (text, line)."""

    line: int
    texts: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, kind: str, text: str, line: int) -> None:
        before, first = self.texts.get(kind, ("", line))
        self.texts[kind] = (f"{before}\n{text}" if before else text, first)


def parts_of(matter: FrontMatter) -> dict[str, Part]:
    """The head under "", then each question under its key after QUESTION and each choice under its key, in order."""
    parts = {"": Part(matter.body_line)}
    now = parts[""]
    kind, is_new = "text", True
    for number, line in enumerate(matter.body.split("\n"), matter.body_line):
        heading = HEADING.match(line)
        if heading:
            mark = QUESTION if heading[1] == "###" else ""
            now = parts.setdefault(mark + heading[2], Part(number))
            kind, is_new = "label", True
        elif not line.strip():
            is_new = True
        else:
            mark = next((mark for mark in MARKS if line.startswith(mark)), "")
            if mark:
                kind = MARKS[mark]
            elif is_new:
                kind = "text" if now is parts[""] else "label"
            is_new = False
            now.add(kind, line[len(mark) :].strip(), number)
    return parts


class Reader:
    """Reads the situations of one content folder; a broken file is listed and left out, the others stay."""

    def __init__(self, content: Path, words: Words) -> None:
        self.content, self.words = content, words
        self.problems: list[Problem] = []
        self.situations: dict[str, Situation] = {}
        self.lines: dict[str, tuple[str, Mapping[str, int]]] = {}

    def read(self) -> None:
        for path in sorted((self.content / "fr" / "situations").glob("*.md")):
            before = len(self.problems)
            try:
                self._read(path)
            except ContentUnreadable as error:
                self.problems.append(Problem(error.path, error.line, error.code, error.sentence))
            except yaml_values.Unfit as error:
                self.problems.append(error.problem(self._shown_path(path), 2))
            except Exception as error:  # one situation, never the game
                self.problems.append(file_defects.problem_of(error, self._shown_path(path)))
            if len(self.problems) > before:
                self.situations.pop(path.stem, None)
        keys = {path.stem for path in (self.content / "fr" / "situations").glob("*.md")}
        for path in sorted((self.content / "en" / "situations").glob("*.md")):
            if path.stem not in keys:
                self.problems.append(
                    Problem(self._shown_path(path), 1, "504", sentence("no French file of this name: French is the source"))
                )

    def _read(self, path: Path) -> None:
        shown_path = self._shown_path(path)
        matter = front_matter.split(yaml_files.read_text(path, shown_path), shown_path)
        if matter.text("key") != path.stem:
            self._add_problem(shown_path, matter.line("key"), "005", sentence("key must be the file's name, {stem!r}", stem=path.stem))
            return
        situation = self._structure(path.stem, matter)
        self.lines[path.stem] = (shown_path, matter.lines)
        english = self.content / "en" / "situations" / path.name
        if not english.exists():
            self._add_problem(shown_path, 1, "201", sentence("no English file of this name in content/en/situations"))
            return
        self._texts("fr", situation, matter, shown_path)
        self._english(english, situation)
        self.situations[path.stem] = situation

    def _structure(self, key: str, matter: FrontMatter) -> Situation:
        node = {name: item for name, item in matter.values.items() if name not in ABOUT_FILE}
        for name in node:
            if name not in Situation.__dataclass_fields__:
                names = [one for one in Situation.__dataclass_fields__ if one != "version"]
                raise yaml_values.Unfit(
                    _node(node, matter),
                    name,
                    "502",
                    sentence("unknown key {name!r} in the front matter{hint}", name=name, hint=nearest(name, names)),
                )
        choices, head = matter.values.get("choices"), _node(node, matter)
        if not isinstance(choices, Mapping) or len(choices) < 3:
            raise yaml_values.Unfit(head, "choices", "510", sentence("a situation has at least 3 choices"))
        choices_of_situation = tuple(self._placed_choice(str(name), item, head) for name, item in choices.items())
        if not any(choice.is_safe for choice in choices_of_situation) or all(choice.is_safe for choice in choices_of_situation):
            raise yaml_values.Unfit(head, "choices", "511", sentence("at least one choice is `safe: true` and at least one is not"))
        version = hashlib.sha256(repr(sorted((str(k), repr(v)) for k, v in matter.values.items())).encode() + matter.body.encode())
        questions = self._questions(matter.values.get("questions"), head)
        fit: Situation = yaml_values.build(
            Situation, head, key=key, version=version.hexdigest()[:12], choices=choices_of_situation, questions=questions
        )
        if fit.state not in STATES:
            raise yaml_values.Unfit(
                head,
                "state",
                "501",
                sentence("state must be one of {states}{hint}", states=", ".join(STATES), hint=nearest(fit.state, STATES)),
            )
        if not fit.slots:
            raise yaml_values.Unfit(head, "slots", "503", sentence("slots: names at least one slot of the day"))
        return fit

    def _questions(self, node: Any, head: YamlMap) -> tuple[Question, ...]:
        if node is None:
            return ()
        if not isinstance(node, Mapping) or len(node) < 2:
            raise yaml_values.Unfit(head, "questions", "510", sentence("a situation that may be asked about has at least 2 questions"))
        return tuple(yaml_values.build(Question, {} if item is None else item, key=str(key)) for key, item in node.items())

    def _placed_choice(self, key: str, node: Any, head: YamlMap) -> Choice:
        """A choice; what does not fit in it is told at its own line."""
        try:
            return self._choice(key, node)
        except yaml_values.Unfit as error:
            raise yaml_values.Unfit(
                head, f"choices.{key}", error.code, sentence("{key}: {message}", key=key, message=error.sentence)
            ) from error

    def _choice(self, key: str, node: Any) -> Choice:
        new_names = {"safe": "is_safe", "unsafe": "is_unsafe"}
        node = {} if node is None else node
        if not isinstance(node, Mapping):
            raise yaml_values.Unfit(None, None, "501", sentence("choice {key!r} must be `{{safe: true, …}}`", key=key))
        values = {new_names.get(str(name), str(name)): item for name, item in node.items()}
        return yaml_values.build(Choice, {"is_safe": False, **values}, key=key)

    def _english(self, path: Path, situation: Situation) -> None:
        shown_path = self._shown_path(path)
        matter = front_matter.split(yaml_files.read_text(path, shown_path), shown_path)
        for name in matter.values:
            if name not in ("key", "title", "translation", "state"):
                self._add_problem(
                    shown_path,
                    matter.line(name),
                    "505",
                    sentence("{name!r} stands in the French file alone; the structure is written once", name=name),
                )
        self._texts("en", situation, matter, shown_path)

    def _texts(self, language: str, situation: Situation, matter: FrontMatter, shown_path: str) -> None:
        base = f"situation.{situation.key}"
        parts = parts_of(matter)
        if not matter.text("title"):
            self._add_problem(shown_path, 1, "503", sentence("the front matter lacks 'title'"))
        self.words.add(language, f"{base}.title", matter.text("title"), shown_path, matter.line("title"))
        for kind in ("text", "hint", "why", "tip"):
            self._put(language, f"{base}.{kind}", parts[""], kind, shown_path)
        if "vague" in parts[""].texts:
            self._put(language, f"{base}.vague", parts[""], "vague", shown_path)
        keys = [*(QUESTION + question.key for question in situation.questions), *(choice.key for choice in situation.choices)]
        if list(parts)[1:] != keys:
            what = sentence("the questions and choices") if situation.questions else sentence("the choices")
            text = sentence(
                "{what} must be, in this order: {keys}; here: {names}", what=what, keys=", ".join(keys), names=", ".join(list(parts)[1:])
            )
            self._add_problem(shown_path, matter.body_line, "506", text)
            return
        for question in situation.questions:
            name = f"{base}.question.{question.key}"
            self._put(language, f"{name}.label", parts[QUESTION + question.key], "label", shown_path)
            self._put(language, f"{name}.answer", parts[QUESTION + question.key], "feedback", shown_path)
        for choice in situation.choices:
            name = f"{base}.choice.{choice.key}"
            for kind in ("label", "feedback"):
                self._put(language, f"{name}.{kind}", parts[choice.key], kind, shown_path)
            if choice.later:
                self._put(language, f"{name}.later", parts[choice.key], "later", shown_path)
            elif "later" in parts[choice.key].texts:
                self._add_problem(
                    shown_path,
                    parts[choice.key].line,
                    "507",
                    sentence("{key}: words for later (>>) but no `later:` in the front matter", key=choice.key),
                )

    def _put(self, language: str, key: str, part: Part, kind: str, shown_path: str) -> None:
        if kind not in part.texts:
            self._add_problem(shown_path, part.line, "508", sentence("{value} lacks its {kind}", value=key.rsplit(".", 2)[-2], kind=kind))
            return
        text, line = part.texts[kind]
        self.words.add(language, key, text, shown_path, line)

    def _shown_path(self, path: Path) -> str:
        return path.relative_to(self.content).as_posix()

    def _add_problem(self, path: str, line: int, code: str, message: Sentence) -> None:
        self.problems.append(Problem(path, line, code, message))


def _node(values: Mapping[str, Any], matter: FrontMatter) -> YamlMap:
    """A mapping that knows the lines of the front matter it came from, which begins in line 2."""
    node = YamlMap(0)
    node.update(values)
    node.lines = {key: line - 2 for key, line in matter.lines.items()}
    return node
