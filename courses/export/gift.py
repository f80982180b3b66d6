"""Items to GIFT and back: the text format of Moodle's question banks.

Source: docs.moodle.org, “GIFT format”. Question, options, feedback, explanation and key have a place in GIFT. `[!]`, sources and
objective have none: they go into comments that we read back; other programs leave them out. Hints and `when=` are lost.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from courses.items import syntax
from courses.items.syntax import LETTERS
from courses.model.content import Form, Item, Kind, Option, Verdict

SPECIAL = re.compile(r"([\\~=#{}:])")
ESCAPES = re.compile(r"\\([\\~=#{}:n])")
TITLE = re.compile(r"::(?P<title>(?:[^:\\]|\\.)*)::")
ANSWER = re.compile(
    r"(?P<mark>[=~])(?:%(?P<share>-?[0-9]*\.?[0-9]+)%)?(?P<text>(?:[^\\=~#]|\\.)*)(?:#(?!#)(?P<feedback>(?:[^\\=~#]|\\.)*))?"
)
NOTE = re.compile(r"//\s*hlm:\s*(?P<key>\w+)=(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class SkippedQuestion:
    """A question of a GIFT file that we cannot take over, with its line and why."""

    line: int
    why: str


def write(items: Sequence[Item]) -> str:
    """GIFT text of every item; order and cloze become what GIFT has: matching of places, and missing words."""
    return "\n\n".join(_question_text(item) for item in items) + "\n"


def _question_text(item: Item) -> str:
    notes = [f"// hlm: kind={item.kind}", f"// hlm: objective={item.objective}", f"// hlm: references={'; '.join(item.references)}"]
    notes += [f"// hlm: unsafe={','.join(sorted(item.unsafe_keys))}"] if item.unsafe_keys else []
    head = f"::{_escape(item.key)}::{_escape(item.question)}"
    explanation = f"####{_escape(item.explanation)}" if item.explanation else ""
    return "\n".join([*notes, f"{head} {{{_answers(item)}{explanation}}}"])


def _answers(item: Item) -> str:
    if item.kind == "number":
        return f"#{item.answer:g}:{item.tolerance:g}"
    if item.kind == "match":
        return "".join(f"\n={_escape(option.text)} -> {_escape(option.pair)}" for option in item.options) + "\n"
    if item.kind == "order":
        return "".join(f"\n={place} -> {_escape(option.text)}" for place, option in enumerate(item.options, 1)) + "\n"
    if item.kind == "cloze":
        return "".join(f"\n={place} -> {_escape(gap.choices[0])}" for place, gap in enumerate(item.gaps, 1)) + "\n"
    if item.kind == "survey":
        return ""
    right = len(item.right_keys)
    return "".join(f"\n{_mark(item, option, right)}{_escape(option.text)}{_feedback(option)}" for option in item.options) + "\n"


def _mark(item: Item, option: Option, right: int) -> str:
    if item.kind == "single":
        return "=" if option.verdict == "right" else "~"
    return f"~%{100 / right:.5f}%" if option.verdict == "right" else f"~%-{100 / right:.5f}%"


def _feedback(option: Option) -> str:
    return f"#{_escape(option.feedback)}" if option.feedback else ""


def read(text: str, *, module: str, language: str, form: Form = "practice") -> tuple[list[Item], list[SkippedQuestion]]:
    """The items we have kinds for (choices, numbers, matching), and what had to be left, each with its line."""
    items: list[Item] = []
    skipped_questions: list[SkippedQuestion] = []
    keys: set[str] = set()
    for line, block in _blocks(text):
        notes = {match["key"]: match["value"].strip() for match in NOTE.finditer(block)}
        body = "\n".join(row for row in block.split("\n") if not row.startswith("//")).strip()
        if not body or body.startswith("$CATEGORY"):
            continue
        item = _question(body, notes, module, language, form, line)
        if isinstance(item, SkippedQuestion):
            skipped_questions.append(item)
        elif item.key in keys:
            skipped_questions.append(SkippedQuestion(line, f"a second question {item.key!r}"))
        else:
            keys.add(item.key)
            items.append(item)
    return items, skipped_questions


def _blocks(text: str) -> list[tuple[int, str]]:
    """Runs of lines between empty ones, outside braces, with the line each starts at."""
    blocks: list[tuple[int, str]] = []
    lines: list[str] = []
    depth, start = 0, 1
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip() and depth <= 0:
            if lines:
                blocks.append((start, "\n".join(lines)))
            lines, depth = [], 0
            continue
        if not lines:
            start = number
        lines.append(line)
        if not line.startswith("//"):
            plain = re.sub(r"\\.", "", line)
            depth += plain.count("{") - plain.count("}")
    return [*blocks, (start, "\n".join(lines))] if lines else blocks


def _question(body: str, notes: dict[str, str], module: str, language: str, form: Form, line: int) -> Item | SkippedQuestion:
    title = TITLE.match(body)
    rest = body[title.end() :] if title else body
    match = re.search(r"(?<!\\)\{(?P<inside>(?:[^{}\\]|\\.)*)\}\s*(?P<after>.*)$", rest, re.DOTALL)
    if match is None:
        return SkippedQuestion(line, "no {…} of answers")
    after = f" ____ {match['after']}" if match["after"].strip() else ""
    question = _plain(re.sub(r"^\[\w+\]", "", rest[: match.start()].strip()) + after)
    key = _key(_plain(title["title"]) if title else question)
    inside, _, explanation = match["inside"].partition("####")
    item = Item(
        key=key,
        module=module,
        kind="single",
        question=question,
        language=language,
        version="",
        form=form,
        explanation=_plain(explanation),
        objective=notes.get("objective", ""),
        references=tuple(part for part in re.split(r";\s*", notes.get("references", "")) if part),
        line=line,
    )
    return _with_answers(item, inside.strip(), notes, line)


def _with_answers(item: Item, inside: str, notes: dict[str, str], line: int) -> Item | SkippedQuestion:
    if inside.startswith("#"):
        number = re.match(r"#\s*=?(-?\d*\.?\d+)\s*(?::\s*(\d*\.?\d+))?$", inside, re.ASCII)
        if number is None:
            return SkippedQuestion(line, "a number with more than one answer")
        return replace(item, kind="number", answer=float(number[1]), tolerance=float(number[2] or 0))
    answers = list(ANSWER.finditer(inside))
    if not answers:
        why = "true or false" if re.match(r"(T|F|TRUE|FALSE)\b", inside, re.IGNORECASE) else "an essay or a survey, which has no answers"
        return SkippedQuestion(line, f"{why}: write it as a single item")
    if all("->" in answer["text"] for answer in answers):
        return _with_pairs(item, [answer["text"] for answer in answers], notes)
    unsafe = notes.get("unsafe", "").split(",")
    is_shared = any(answer["share"] for answer in answers) and not any(answer["mark"] == "=" for answer in answers)
    kind: Kind = "multi" if is_shared else "single"
    if kind == "single" and sum(answer["mark"] == "=" for answer in answers) != 1:
        return SkippedQuestion(line, "a question with several right answers to type: write it as a single or multi item")
    options = []
    for place, answer in enumerate(answers):
        letter = LETTERS[place % 26]
        is_right = answer["mark"] == "=" or float(answer["share"] or 0) > 0
        verdict: Verdict = "right" if is_right else "unsafe" if letter in unsafe else "other"
        options.append(Option(letter, _plain(answer["text"]), verdict, _plain(answer["feedback"] or ""), line))
    return replace(item, kind=kind, options=tuple(options), is_safety=any(option.verdict == "unsafe" for option in options))


def _with_pairs(item: Item, rows: list[str], notes: dict[str, str]) -> Item:
    sides = [[_plain(side) for side in row.split("->", 1)] for row in rows]
    if notes.get("kind") == "cloze" and len(gaps := syntax.gaps(item.question)) == len(rows):
        return replace(item, kind="cloze", gaps=gaps)
    if notes.get("kind") == "order":
        options = [Option(LETTERS[place], right, "right", "", item.line) for place, (_, right) in enumerate(sides)]
        return replace(item, kind="order", options=tuple(options))
    options = [Option(LETTERS[place], one, "right", "", item.line, pair=right) for place, (one, right) in enumerate(sides)]
    return replace(item, kind="match", options=tuple(options))


def _key(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.lower().translate(str.maketrans("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu")))
    return "-".join(words[:8]) or "item"


def _escape(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")


def _plain(text: str) -> str:
    return ESCAPES.sub(lambda match: "\n" if match[1] == "n" else match[1], text).strip()
