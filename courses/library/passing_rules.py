"""`passing:` of a course.yml as a rule: each value at its line, and no rule at all when one of them cannot be read."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from courses.model.content import PROFESSIONALS, Audience
from courses.model.passing import Draw, PassingRule
from courses.sentences import Sentence, sentence
from courses.text import yaml_files
from courses.text.suggestions import nearest

KEYS = (
    "share", "critical", "unsafe", "attempts", "wait_days", "valid_months", "minutes", "obsolete_before", "review_days", "questions",
)  # fmt: skip
NEEDED = ("share", "critical", "unsafe", "attempts", "wait_days", "valid_months", "questions")
VERSION = re.compile(r"\d+(?:\.\d+)*")
MOST_QUESTIONS = 60

AddProblem = Callable[[int, str, Sentence], None]
"""Takes a line, a code and a sentence."""


def draw_lines(node: Any) -> dict[str, int]:
    """The line of each objective that a course's final test is drawn from."""
    passing = node.get("passing")
    questions = passing.get("questions") if isinstance(passing, Mapping) else None
    return {objective: yaml_files.line_of(questions, objective) for objective, _ in yaml_files.pairs(questions)}


def read(node: Any, audience: Audience, add_problem: AddProblem) -> PassingRule | None:
    """The rule below `passing:` of a course's mapping; None when there is none, or when a value in it was refused by `add_problem`."""
    value = node.get("passing")
    if value is None:
        if "passing" in node:
            add_problem(yaml_files.line_of(node, "passing"), "150", sentence("passing: is empty; write its values, or delete the line"))
        return None
    line = yaml_files.line_of(node, "passing")
    if audience not in PROFESSIONALS:
        add_problem(
            line,
            "151",
            sentence("a course for {audience}s has no `passing:`; patients and caregivers never meet a mark. Delete it", audience=audience),
        )
        return None
    if not isinstance(value, Mapping):
        add_problem(line, "150", sentence("passing: must hold `share:`, `attempts:` and the other values, each on its own line below it"))
        return None
    return _Reader(value, line, add_problem).rule()


class _Reader:
    def __init__(self, node: Any, line: int, add_problem: AddProblem) -> None:
        self._node, self._line, self._add_problem = node, line, add_problem
        self._is_good = True

    def rule(self) -> PassingRule | None:
        for name, _ in yaml_files.pairs(self._node):
            if name not in KEYS:
                self._refuse(name, sentence("unknown key {name!r}{hint}", name=name, hint=nearest(name, KEYS)))
        for name in NEEDED:
            if name not in self._node:
                self._is_good = False
                self._add_problem(self._line, "150", sentence("passing: lacks `{name}:`", name=name))
        attempts = self._whole("attempts", 1, 10, 1)
        rule = PassingRule(
            percent=self._percent(),
            needs_critical=self._one_of("critical", ("all", "none")) == "all",
            attempts=attempts,
            wait_days=self._waits(attempts),
            valid_months=self._whole("valid_months", 1, 120, 1),
            draws=self._draws(),
            minutes=None if self._node.get("minutes") is None else self._whole("minutes", 5, 240, 5),
            obsolete_before=self._version(),
            review_days=self._whole("review_days", 1, 30, 10),
        )
        self._one_of("unsafe", ("block",))
        if self._is_good and rule.questions > MOST_QUESTIONS:
            self._refuse(
                "questions",
                sentence(
                    "{questions} {questions:question|questions} in all; {most_questions} at most",
                    questions=rule.questions,
                    most_questions=MOST_QUESTIONS,
                ),
            )
        return rule if self._is_good else None

    def _refuse(self, name: str, message: Sentence) -> None:
        self._is_good = False
        self._add_problem(yaml_files.line_of(self._node, name), "150", sentence("passing: {message}", message=message))

    def _percent(self) -> int:
        """`0.8` as 80; shares are compared as whole hundredths, so that no rounding decides."""
        value = self._node.get("share")
        if value is None:
            return 100
        hundredths = round(value * 100) if type(value) in (int, float) else 0
        if not 1 <= hundredths <= 100 or abs(value * 100 - hundredths) > 1e-6:
            self._refuse(
                "share",
                sentence("share: {value} must be a share from 0.01 to 1, in hundredths, like 0.8", value=yaml_files.scalar_text(value)),
            )
            return 100
        return hundredths

    def _whole(self, name: str, least: int, most: int, usual: int) -> int:
        value = self._node.get(name, usual)
        if type(value) is not int or not least <= value <= most:
            self._refuse(
                name,
                sentence(
                    "{name}: {value} must be a whole number from {least} to {most}",
                    name=name,
                    value=yaml_files.scalar_text(value),
                    least=least,
                    most=most,
                ),
            )
            return usual
        return value

    def _one_of(self, name: str, known: tuple[str, ...]) -> str:
        value = self._node.get(name, known[0])
        if value not in known:
            self._refuse(
                name,
                sentence(
                    "{name}: {value} must be {known}{hint}",
                    name=name,
                    value=yaml_files.scalar_text(value),
                    known=" or ".join(known),
                    hint=nearest(str(value), known),
                ),
            )
            return known[0]
        return str(value)

    def _waits(self, attempts: int) -> tuple[int, ...]:
        value = self._node.get("wait_days", [0] * (attempts - 1))
        are_days = isinstance(value, list) and all(type(one) is int and 0 <= one <= 365 for one in value)
        if not are_days or len(value) != attempts - 1:
            text = sentence(
                "wait_days: must list {value} whole {value:number|numbers} of days, "
                "one between each two of {attempts} {attempts:attempt|attempts}",
                value=attempts - 1,
                attempts=attempts,
            )
            self._refuse("wait_days", text)
            return (0,) * (attempts - 1)
        return tuple(value)

    def _version(self) -> str:
        value = self._node.get("obsolete_before")
        if value is None:
            return ""
        if not isinstance(value, str) or not VERSION.fullmatch(value):
            self._refuse(
                "obsolete_before",
                sentence('obsolete_before: {value} must be a version in quotes, like "1.0"', value=yaml_files.scalar_text(value)),
            )
            return ""
        return value

    def _draws(self) -> tuple[Draw, ...]:
        value = self._node.get("questions")
        if value is None:
            return ()
        if not isinstance(value, Mapping) or not value:
            self._refuse("questions", sentence("questions: must hold one `objective: number` or `objective: {draw: 4, safety: 2}` a line"))
            return ()
        return tuple(draw for key, one in yaml_files.pairs(value) if (draw := self._draw(key, one, value)) is not None)

    def _draw(self, objective: str, value: Any, parent: Any) -> Draw | None:
        count, safety = (value.get("draw"), value.get("safety")) if isinstance(value, Mapping) else (value, None)
        unknown = [name for name, _ in yaml_files.pairs(value) if name not in ("draw", "safety")]
        is_part = safety is None or (type(safety) is int and safety >= 0)
        if unknown or type(count) is not int or not 1 <= count <= MOST_QUESTIONS or not is_part or (safety or 0) > count:
            self._is_good = False
            text = sentence(
                "passing: questions of {objective!r} must be a number, or {{draw: 4, safety: 2}} with safety no more than draw",
                objective=objective,
            )
            self._add_problem(yaml_files.line_of(parent, objective), "150", text)
            return None
        return Draw(objective, count, safety)
