"""An items file: pools, items, options, as authors type them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from courses.items.attributes import Words, a_kind, read_option_words, read_words
from courses.model.content import Form, Gap, Item, Kind, Option, Problem, Verdict
from courses.sentences import Sentence, sentence
from courses.text.front_matter import LONGEST_LINE, too_long
from courses.text.suggestions import nearest

POOLS: dict[str, Form] = {"practice": "practice", "form a": "A", "form b": "B", "form c": "C", "final": "final"}
NUMBERED = re.compile(r"\d+\.\s+(?P<text>.*)$")
MATCHED = re.compile(r"- (?P<left>.+?)\s*=>\s*(?P<right>.*)$")
SURVEYED = re.compile(r"- (?:\[ ?\]\s*)?(?P<text>[^\[].*)$")
OPTION_END = re.compile(r"(?<!\{)\{(?P<words>\w+=[^{}]*)\}$")
GAP = re.compile(r"\[\[(?P<choices>[^\[\]]*)\]\]")
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CITATION = re.compile(r"[;,\s]+")
VERDICTS: dict[str, Verdict] = {"x": "right", "X": "right", " ": "other", "!": "unsafe"}
NO_WORDS: Mapping[str, str] = {}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class ItemsFile:
    """Every item that has at least a key and a kind, in the order written, and what is wrong with any."""

    path: str
    language: str
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    text: str = ""


class Head(NamedTuple):
    """The line that begins an item. key, question: empty when they are not there; words: what stands in the braces, None without any."""

    key: str
    question: str
    words: str | None


def head_of(line: str) -> Head | None:
    """The parts of a line `## key Question {words}`; None for a line that begins with anything else than two #.

    By hand: an expression with a shortest match in its middle tries every place of the line, and this runs for each item of each start.
    """
    if line[:2] != "##" or line[2:3] == "#":
        return None
    key, *rest = line[2:].split(None, 1) or ("",)
    question, words = rest[0].rstrip() if rest else "", None
    if question[-1:] == "}":
        opening = question.rfind("{")
        inside = question[opening + 1 : -1]
        if opening >= 0 and "}" not in inside:
            question, words = question[:opening].rstrip(), inside
    return Head(key, question, words)


@dataclass(slots=True)
class _OptionDraft:
    """An option while its lines are being read; an Option is frozen, and making one anew for each line of feedback costs more."""

    key: str
    text: str
    verdict: Verdict
    line: int
    pair: str = ""
    miss: str = ""
    urgency: str = ""
    row: str = ""
    feedback: str = ""


@dataclass(slots=True)
class _Draft:
    """An item while its lines are being read."""

    line: int
    key: str
    form: Form
    words: Words
    question: list[str] = field(default_factory=list)
    options: list[_OptionDraft] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=lambda: {"?": "", "=": "", "@": ""})
    note_lines: dict[str, int] = field(default_factory=dict)
    last: str = "question"


def parse(path: str, language: str, module: str, text: str) -> ItemsFile:
    reader = _Reader(path, language, module)
    lines = text.split("\n")
    has_long_line = max(map(len, lines)) > LONGEST_LINE
    for number, raw_line in enumerate(lines, 1):
        line = raw_line.rstrip()
        if has_long_line and len(raw_line) > LONGEST_LINE:
            reader.refuse(number, "009", too_long(raw_line))
        elif (draft := reader.draft) is not None and line[:1] != "#":
            reader.take_inside(draft, line, number)
        else:
            reader.take(line, number)
    reader.close()
    return ItemsFile(path, language, tuple(reader.items), tuple(reader.problems), text)


class _Reader:
    def __init__(self, path: str, language: str, module: str) -> None:
        self.path, self.language, self.module = path, language, module
        self.items: list[Item] = []
        self.problems: list[Problem] = []
        self._form: Form = "practice"
        self.draft: _Draft | None = None
        self._is_lost = False

    def take(self, line: str, number: int) -> None:
        """A line that begins something, or stands outside of any item."""
        if line.startswith("# "):
            self.close()
            self._open_pool(line[2:].strip(), number)
        elif line.startswith("##") and not line.startswith("###"):
            self.close()
            self._open_item(line, number)
        elif self.draft is not None:
            self.take_inside(self.draft, line, number)
        elif line.strip() and not self._is_lost:
            self._is_lost = True
            self.refuse(number, "101", sentence("text outside an item; begin one with `## key Question {single}`"))

    def close(self) -> None:
        draft, self.draft, self._is_lost = self.draft, None, False
        if draft is not None:
            self.items.append(_item(draft, self.module, self.language))

    def _open_pool(self, name: str, number: int) -> None:
        pool = POOLS.get(" ".join(name.lower().split()))
        if pool is None:
            self.refuse(number, "102", sentence("unknown pool {name!r}{hint}", name=name, hint=nearest(name.lower(), POOLS)))
            return
        self._form = pool

    def _open_item(self, line: str, number: int) -> None:
        head = head_of(line)
        key = head.key if head else ""
        if head is None or not KEY.fullmatch(key):
            self.refuse(
                number,
                "101",
                sentence("an item begins with `## key Question {{single}}`; {key!r} is no key of lower-case words joined by -", key=key),
            )
            self._is_lost = True
            return
        words, wrong = read_words(head.words)
        for message in wrong:
            self.refuse(number, "103", message)
        self.draft = _Draft(number, key, self._form, words, [head.question] if head.question else [])

    def take_inside(self, draft: _Draft, line: str, number: int) -> None:
        if not line:
            if draft.last == "question":
                draft.question.append("")
        elif line[:2] == "  ":
            self._take_continuation(draft, line.strip(), number)
        elif line[0] in draft.notes and (len(line) == 1 or line[1] == " "):
            self._take_note(draft, line, number)
        elif (option := self._option(draft, line, number)) is not None:
            draft.options.append(option)
            draft.last = "option"
        elif line[:2] == "- " or NUMBERED.match(line):
            draft.last = "option"
        elif not draft.options and draft.last == "question":
            draft.question.append(line.strip())
        elif line.startswith(">"):
            self.refuse(number, "106", sentence("feedback must be indented by two spaces below its option: `  > …`"))
        else:
            self.refuse(number, "106", sentence("this line is neither an option, `? hint`, `= explanation` nor `@ source`"))

    def _take_note(self, draft: _Draft, line: str, number: int) -> None:
        if draft.notes[line[0]]:
            self.refuse(
                number, "106", sentence("a second line `{line}` in this item; continue the first one, indented by two spaces", line=line[0])
            )
        draft.notes[line[0]] = line[1:].strip()
        draft.note_lines[line[0]] = number
        draft.last = line[0]

    def _take_continuation(self, draft: _Draft, text: str, number: int) -> None:
        if draft.last == "option" and draft.options:
            option = draft.options[-1]
            if text[:1] == ">":
                words = text[1:].strip()
                option.feedback = f"{option.feedback} {words}".rstrip() if option.feedback else words
            elif option.feedback:
                option.feedback = f"{option.feedback} {text}"
            else:
                option.text = f"{option.text} {text}"
        elif draft.last in draft.notes:
            draft.notes[draft.last] = f"{draft.notes[draft.last]} {text}".strip()
        elif draft.last == "question" and not text.startswith(">"):
            draft.question.append(text)
        else:
            self.refuse(number, "106", sentence("an indented line must follow an option, a hint, an explanation or the question"))

    def _option(self, draft: _Draft, line: str, number: int) -> _OptionDraft | None:
        if line[0] != "-" and not NUMBERED.match(line):
            return None
        count, kind = len(draft.options), draft.words.kind
        key = LETTERS[count] if count < 26 else f"o{count + 1}"
        bare, words = line, NO_WORDS
        if line[-1] == "}" and (end := OPTION_END.match(line, max(line.rfind("{"), 0))):
            bare, words = line[: end.start()].rstrip(), self._option_words(end["words"], number)
        option = None
        if kind in ("single", "multi", "short"):
            if bare[:3] == "- [" and bare[4:5] == "]" and bare[3] in VERDICTS:
                option = _OptionDraft(key, bare[5:].strip(), VERDICTS[bare[3]], number, "", words.get("miss", ""), words.get("urgency", ""))
                if "row" in words:
                    self.refuse(number, "103", sentence("row= behind an option is for match items; here it stands in the item's braces"))
        elif kind == "order" and (match := NUMBERED.match(bare)):
            option = _OptionDraft(key, match["text"].strip(), "right", number)
        elif kind == "match" and (match := MATCHED.match(bare)):
            option = _OptionDraft(key, match["left"].strip(), "right", number, match["right"].strip())
            option.urgency, option.row = words.get("urgency", ""), words.get("row", "")
        elif kind == "survey" and (match := SURVEYED.match(bare)):
            option = _OptionDraft(key, match["text"].strip(), "none", number)
        if option is None and (bare[:2] == "- " or bare[0] != "-"):
            self.refuse(
                number, "105", sentence("not an option of {kind} item; write it {examples}", kind=a_kind(kind), examples=EXAMPLES[kind])
            )
        if option is not None and (not option.text or (kind == "match" and not option.pair)):
            self.refuse(number, "105", sentence("an option without words; write it {examples}", examples=EXAMPLES[kind]))
        return option

    def _option_words(self, text: str, number: int) -> Mapping[str, str]:
        words, wrong = read_option_words(text)
        for message in wrong:
            self.refuse(number, "103", message)
        return words

    def refuse(self, line: int, code: str, message: Sentence) -> None:
        self.problems.append(Problem(self.path, line, code, message))


EXAMPLES: dict[Kind, Sentence] = {
    "single": sentence("`- [x] right`, `- [ ] other` or `- [!] unsafe`"),
    "multi": sentence("`- [x] right`, `- [ ] other` or `- [!] unsafe`"),
    "order": sentence("`1. first`, `2. second`"),
    "match": sentence("`- left => right`"),
    "survey": sentence("`- text`"),
    "short": sentence("`- [x] accepted spelling`"),
    "number": sentence("in the braces only: `{number answer=38}`"),
    "cloze": sentence("in the question only: `[[right|other]]`"),
}


def gaps(question: str) -> tuple[Gap, ...]:
    """The gaps of a cloze, in the order they stand."""
    choices_of_gaps = [tuple(choice.strip() for choice in match["choices"].split("|")) for match in GAP.finditer(question)]
    return tuple(Gap(f"g{number}", choices) for number, choices in enumerate(choices_of_gaps, 1))


def _option(draft: _OptionDraft) -> Option:
    return Option(draft.key, draft.text, draft.verdict, draft.feedback, draft.line, draft.pair, draft.miss, draft.urgency, draft.row)


def _item(draft: _Draft, module: str, language: str) -> Item:
    words = draft.words
    question = "\n".join(draft.question).strip()
    return Item(
        key=draft.key,
        module=module,
        kind=words.kind,
        question=question,
        language=language,
        version="",
        form=draft.form,
        options=tuple([_option(one) for one in draft.options]),
        gaps=gaps(question) if words.kind == "cloze" else (),
        answer=words.answer,
        tolerance=words.tolerance,
        unit=words.unit,
        hint=draft.notes["?"],
        explanation=draft.notes["="],
        references=tuple(key.lstrip("@") for key in CITATION.split(draft.notes["@"]) if key.strip("@")),
        objective=words.objective,
        is_safety=words.is_safety,
        is_review_card=words.is_review_card,
        is_case=words.is_case,
        is_shuffled=words.is_shuffled,
        only_when=words.only_when,
        reading=words.reading,
        expect=words.expect,
        rows=words.rows,
        spelling=words.spelling,
        line=draft.line,
        note_lines=draft.note_lines,
    )
