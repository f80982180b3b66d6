"""One case: content/fr/cases/<key>.md holds its structure and French words, content/en/cases the English words of the same parts.

Body: the scene, then `## ask key`, `## look key`, `## decide key {urgency}`, `## say key {truth …}` and `## truth key`. Below a heading its
words; `> truth: words` what is answered or said of it when that is the truth, `> words` whatever it is; `@ a; b` its sources.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courses.errors import ContentUnreadable
from courses.game import yaml_values
from courses.game.situations import STATES
from courses.game.words import Words
from courses.model.cases import ALL, CHOOSING, MOMENTS, PLACES, PROFESSIONS, Case, CaseDocument, CaseOption, CaseQuestion, CaseTruth
from courses.model.content import URGENCIES, Problem
from courses.sentences import Sentence, sentence
from courses.text import file_defects, front_matter, yaml_files
from courses.text.front_matter import FrontMatter
from courses.text.suggestions import nearest

FOLDER = "cases"
HEADING = re.compile(r"##\s+(ask|look|decide|say|truth)\s+([a-z][a-z0-9-]*)\s*(?:\{([^{}]*)\})?\s*$")
ANSWER = re.compile(r">\s+(?:([a-z][a-z0-9-]*):\s+)?(.*)$")
KEYS = ("key", "title", "state", "expires", "profession", "place", "objective", "module", "truths")
ENGLISH_KEYS = ("key", "title", "translation", "state")
TRUTH_KEYS = ("rows", "right", "unsafe")


class Unfit(Exception):
    """One file does not fit; it is listed and left out, the others stay."""

    def __init__(self, line: int, code: str, message: Sentence) -> None:
        super().__init__(str(message))
        self.line, self.code, self.sentence = line, code, message


@dataclass(slots=True)
class Section:
    """One part of a file as written. words: name of the truth, or ALL -> (text, line); label: its own words; attributes: in braces."""

    kind: str
    key: str
    line: int
    attributes: tuple[str, ...] = ()
    label: str = ""
    words: dict[str, tuple[str, int]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    sources_line: int = 0

    @property
    def name(self) -> tuple[str, str]:
        return self.kind, self.key


def sections_of(matter: FrontMatter, truths: tuple[str, ...]) -> list[Section]:
    """The scene as a section of kind "", then every other in order. Raises Unfit for a heading that is none."""
    sections = [Section("", "", matter.body_line)]
    place = ""
    for number, line in enumerate(matter.body.split("\n"), matter.body_line):
        now = sections[-1]
        if line.startswith("#"):
            heading = HEADING.match(line)
            if heading is None:
                raise Unfit(
                    number, "350", sentence("{line!r} is no part of a case: `## ask key`, look, decide, say or truth", line=line[:40])
                )
            sections.append(Section(heading[1], heading[2], number, tuple((heading[3] or "").split())))
            place = ""
        elif line.startswith("@ "):
            now.sources, now.sources_line = tuple(key.strip() for key in line[2:].split(";") if key.strip()), number
        elif line.startswith("> "):
            answer = ANSWER.match(line)
            assert answer is not None  # noqa: S101 - the expression takes every line that begins so
            is_of_truth = answer[1] in truths
            place = answer[1] if is_of_truth else ALL
            _add(now, place, answer[2] if is_of_truth else line[2:].strip(), number)
        elif not line.strip():
            place = ""
        elif place:
            _add(now, place, line.strip(), number)
        else:
            now.label = f"{now.label} {line.strip()}".strip()
    return sections


def _add(section: Section, place: str, text: str, line: int) -> None:
    before, first = section.words.get(place, ("", line))
    section.words[place] = (f"{before} {text}".strip(), first)


class CaseReader:
    """Reads the cases of one content folder; a broken file is listed and left out, the others stay."""

    def __init__(self, content: Path, words: Words) -> None:
        self.content, self.words = content, words
        self.problems: list[Problem] = []
        self.cases: dict[str, Case] = {}

    def read(self) -> None:
        keys = set()
        for path in sorted((self.content / "fr" / FOLDER).glob("*.md")):
            keys.add(path.stem)
            try:
                self._read(path)
            except ContentUnreadable as error:
                self.problems.append(Problem(error.path, error.line, error.code, error.sentence))
            except Exception as error:  # one case, never the game
                self.problems.append(file_defects.problem_of(error, self._shown_path(path)))
        for path in sorted((self.content / "en" / FOLDER).glob("*.md")):
            if path.stem not in keys:
                self._add_problem(self._shown_path(path), 1, "351", sentence("no French file of this name: French is the source"))

    def _read(self, path: Path) -> None:
        shown_path, english = self._shown_path(path), self.content / "en" / FOLDER / path.name
        try:
            matter = front_matter.split(yaml_files.read_text(path, shown_path), shown_path)
            case, sections = _case(path.stem, matter, shown_path)
        except Unfit as error:
            self._add_problem(shown_path, error.line, error.code, error.sentence)
            return
        except yaml_values.Unfit as error:
            self.problems.append(error.problem(shown_path, 2))
            return
        if not english.exists():
            self._add_problem(shown_path, 1, "351", sentence("no English file of this name in content/en/{folder}", folder=FOLDER))
            return
        translated = self._english(english, sections, tuple(truth.key for truth in case.truths))
        if translated is None:
            return
        for language, title, list_of_parts, file in (
            ("fr", matter.text("title"), sections, shown_path), ("en", translated[0], translated[1], self._shown_path(english)),
        ):  # fmt: skip
            for key, text, line in _texts(case.key, title, list_of_parts):
                self.words.add(language, key, text, file, line)
        self.cases[case.key] = case

    def _english(self, path: Path, sections: list[Section], truths: tuple[str, ...]) -> tuple[str, list[Section]] | None:
        """Title and parts of the English file; None when they are not those of the French one, which is said."""
        shown_path, before = self._shown_path(path), len(self.problems)
        matter = front_matter.split(yaml_files.read_text(path, shown_path), shown_path)
        for name in matter.values:
            if name not in ENGLISH_KEYS:
                self._add_problem(
                    shown_path,
                    matter.line(name),
                    "351",
                    sentence("{name!r} stands in the French file alone; the structure is written once", name=name),
                )
        try:
            mine = sections_of(matter, truths)
        except Unfit as error:
            self._add_problem(shown_path, error.line, error.code, error.sentence)
            return None
        if [one.name for one in mine] != [one.name for one in sections]:
            lack = next((theirs.name for ours, theirs in zip(mine, sections, strict=False) if ours.name != theirs.name), None)
            text = sentence(
                "the parts must be those of the French file, in its order; first that differs: {names}",
                names=" ".join(lack or ("the number", "")),
            )
            self._add_problem(shown_path, matter.body_line, "351", text)
            return None
        for ours, theirs in zip(mine, sections, strict=True):
            if ours.sources or ours.attributes:
                self._add_problem(
                    shown_path, ours.line, "351", sentence("{key}: sources and braces stand in the French file alone", key=ours.key)
                )
            if set(ours.words) != set(theirs.words) or bool(ours.label) != bool(theirs.label):
                text = sentence(
                    "{kind} {key}: its words are not those of the French file ({value})",
                    kind=ours.kind,
                    key=ours.key,
                    value=", ".join(theirs.words) or "none",
                )
                self._add_problem(shown_path, ours.line, "351", text)
        if not matter.text("title"):
            self._add_problem(shown_path, 1, "351", sentence("the front matter lacks 'title'"))
        return (matter.text("title"), mine) if len(self.problems) == before else None

    def _shown_path(self, path: Path) -> str:
        return path.relative_to(self.content).as_posix()

    def _add_problem(self, path: str, line: int, code: str, message: Sentence) -> None:
        self.problems.append(Problem(path, line, code, message))


def _case(key: str, matter: FrontMatter, shown_path: str) -> tuple[Case, list[Section]]:
    """Raises Unfit for what has not the shape of a case."""
    for name in matter.values:
        if name not in KEYS:
            raise Unfit(
                matter.line(name), "350", sentence("unknown key {name!r} in the front matter{hint}", name=name, hint=nearest(name, KEYS))
            )
    for name in KEYS:
        if name not in matter.values:
            raise Unfit(1, "350", sentence("the front matter lacks {name!r}", name=name))
    for name, known in (("profession", PROFESSIONS), ("place", PLACES), ("state", STATES), ("key", (key,))):
        if matter.text(name) not in known:
            raise Unfit(
                matter.line(name),
                "350",
                sentence("{name}: must be one of {known}{hint}", name=name, known=", ".join(known), hint=nearest(matter.text(name), known)),
            )
    nodes = matter.values["truths"]
    if not isinstance(nodes, Mapping) or len(nodes) < 2:
        raise Unfit(matter.line("truths"), "352", sentence("a case has at least 2 truths, of which the seed draws one"))
    truths = tuple(str(name) for name in nodes)
    sections = sections_of(matter, truths)
    by_name = {section.name: section for section in sections}
    if len(by_name) != len(sections):
        twice = next(one for one in sections if by_name[one.name] is not one)
        raise Unfit(twice.line, "350", sentence("{kind} {key} stands twice", kind=twice.kind, key=twice.key))
    version = hashlib.sha256(repr(sorted((str(k), repr(v)) for k, v in matter.values.items())).encode() + matter.body.encode())
    case = Case(
        key=key,
        version=version.hexdigest()[:12],
        state=matter.text("state"),
        expires=str(matter.values["expires"]),
        profession=matter.text("profession"),
        place=matter.text("place"),
        objective=matter.text("objective"),
        module=matter.text("module"),
        truths=tuple(_truth(name, nodes[name], by_name.get(("truth", name)), matter) for name in truths),
        questions=tuple(CaseQuestion(one.key, one.line) for one in sections if one.kind == "ask"),
        documents=tuple(CaseDocument(one.key, one.sources, one.line) for one in sections if one.kind == "look"),
        options=tuple(_option(one, truths) for one in sections if one.kind in CHOOSING),
        path=shown_path,
    )
    return case, sections


def _truth(key: str, node: Any, section: Section | None, matter: FrontMatter) -> CaseTruth:
    line = matter.line(f"truths.{key}")
    if not isinstance(node, Mapping) or set(node) - set(TRUTH_KEYS):
        raise Unfit(line, "350", sentence("truth {key!r} must be `{{rows: […], right: […], unsafe: […]}}`", key=key))
    if section is None:
        raise Unfit(line, "350", sentence("truth {key!r} lacks its last word: `## truth {key}`", key=key))
    lists = {name: yaml_files.strings(node.get(name)) for name in TRUTH_KEYS}
    return CaseTruth(key, lists["rows"], lists["right"], lists["unsafe"], section.sources, section.line)


def _option(section: Section, truths: tuple[str, ...]) -> CaseOption:
    """What stands in braces: the urgency of a decision, the truths in which the option is offered."""
    urgencies = [word for word in section.attributes if word in URGENCIES]
    truths_named = tuple(word for word in section.attributes if word in truths)
    for word in section.attributes:
        if word not in URGENCIES and word not in truths:
            raise Unfit(
                section.line,
                "350",
                sentence("{{{word}}} is neither an urgency nor a truth{hint}", word=word, hint=nearest(word, (*URGENCIES, *truths))),
            )
    if len(urgencies) != (1 if section.kind == "decide" else 0):
        raise Unfit(
            section.line,
            "350",
            sentence(
                "{key}: a decision has one urgency in braces ({urgencies}), other parts none",
                key=section.key,
                urgencies=", ".join(URGENCIES),
            ),
        )
    moment = next(one for one in MOMENTS if one == section.kind)
    urgency = next((one for one in URGENCIES if urgencies == [one]), None)
    return CaseOption(section.key, moment, urgency, truths_named, section.sources, section.line)


def _texts(case: str, title: str, sections: list[Section]) -> Iterator[tuple[str, str, int]]:
    """(key, words, line) of every word of one file."""
    base = f"case.{case}"
    yield f"{base}.title", title, 1
    for section in sections:
        kind = "option" if section.kind in CHOOSING else section.kind
        name = f"{base}.{kind}.{section.key}" if kind else base
        if section.label:
            yield f"{name}.{'label' if kind else 'scene'}", section.label, section.line
        for place, (text, line) in section.words.items():
            yield f"{name}.{place}", text, line
