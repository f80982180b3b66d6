"""One module's text file: front matter, then screens made of blocks."""

import re
from dataclasses import dataclass

from courses.model.content import Block, BlockKind, Problem, Screen
from courses.sentences import Sentence, sentence
from courses.text.front_matter import FrontMatter
from courses.text.suggestions import nearest

SCREEN = re.compile(r"##(?!#)\s*(?P<title>.*?)\s*(?:\{#(?P<key>[^}]*)\}\s*)?$")
OPEN = re.compile(r":::\s*(?P<kind>[\w-]+)?\s*(?:\{#(?P<key>[^}]*)\})?\s*(?P<rest>.*)$")
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
A_SCREEN, A_BLOCK, A_SAFETY_BLOCK = sentence("screen"), sentence("block"), sentence("safety block")
KINDS: dict[str, BlockKind] = {"safety": "safety", "note": "note", "good": "good"}
CODE_FENCE = re.compile(r"\s{0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A text file as parsed; kept whole even when it has problems, so that every problem is found at once."""

    path: str
    language: str
    front: FrontMatter
    screens: tuple[Screen, ...]
    problems: tuple[Problem, ...]

    @property
    def safety_blocks(self) -> dict[str, Block]:
        return {block.key: block for screen in self.screens for block in screen.blocks if block.kind == "safety" and block.key}


def parse(path: str, language: str, front: FrontMatter) -> ModuleFile:
    reader = _Reader(path, language)
    for number, line in enumerate(front.body.split("\n"), front.body_line):
        reader.take(line, number)
    reader.finish(front.body_line)
    return ModuleFile(path, language, front, tuple(reader.screens), tuple(reader.problems))


class _Reader:
    """Takes a body line by line; knows the open screen and the open block."""

    def __init__(self, path: str, language: str) -> None:
        self.path, self.language = path, language
        self.screens: list[Screen] = []
        self.problems: list[Problem] = []
        self._title: tuple[str, str, int] | None = None
        self._blocks: list[Block] = []
        self._kind: BlockKind = "text"
        self._key = ""
        self._opened = self._first = 1
        self._lines: list[str] = []
        self._code = ""
        self._keys: set[str] = set()

    def take(self, line: str, number: int) -> None:
        if ("```" in line or "~~~" in line) and (fence := CODE_FENCE.match(line)):
            self._code = "" if self._code == fence[1] else self._code or fence[1]
        elif not self._code and line.startswith("##") and (heading := SCREEN.match(line)):
            self._open_screen(heading["title"], heading["key"], number)
            return
        elif not self._code and line.startswith(":::"):
            self._fence_line(line, number)
            return
        if not self._lines:
            if not line.strip():
                return
            self._first = number
            self._begin_anyway(number)
        self._lines.append(line)

    def finish(self, first_line: int) -> None:
        self._close_screen()
        if not self.screens:
            self._add_problem(first_line, "121", sentence("no screen; begin one with `## Title {#key}`"))

    def _begin_anyway(self, number: int) -> None:
        """Text without a screen is said once and kept on a screen of its own, so that what follows is still read."""
        if self._title is None:
            self._add_problem(number, "121", sentence("text before the first screen; begin with `## Title {#key}`"))
            self._title = ("", "before", number)

    def _open_screen(self, title: str, key: str | None, number: int) -> None:
        self._close_screen()
        screen_key = (key or "").strip() or f"screen-{len(self.screens) + 1}"
        if not title:
            self._add_problem(number, "122", sentence("a screen without a title"))
        if key is None:
            self._add_problem(
                number, "122", sentence("a screen without a key; end its heading with one, like {#call-now}, the same in every language")
            )
        self._check_key(A_SCREEN, screen_key, number)
        self._title = (title, screen_key, number)

    def _close_screen(self) -> None:
        if self._kind != "text":
            self._add_problem(
                self._opened, "123", sentence("the block `::: {kind}` is not closed; put a line ::: after it", kind=self._kind)
            )
        self._close_block()
        if self._title is not None:
            title, key, line = self._title
            self.screens.append(Screen(key, title, tuple(self._blocks), line))
        self._title, self._blocks, self._code = None, [], ""

    def _fence_line(self, line: str, number: int) -> None:
        match = OPEN.match(line)
        kind = (match["kind"] or "") if match else ""
        if not kind:
            if self._kind == "text":
                self._add_problem(number, "123", sentence("::: closes a block that was never opened"))
            self._close_block()
            return
        if self._kind != "text":
            self._add_problem(number, "123", sentence("a block inside `::: {kind}`; close the first one with :::", kind=self._kind))
        self._close_block()
        self._begin_anyway(number)
        if kind not in KINDS:
            self._add_problem(number, "124", sentence("unknown block {kind!r}{hint}", kind=kind, hint=nearest(kind, KINDS)))
        if match and match["rest"]:
            self._add_problem(number, "124", sentence("the line that opens a block holds only its kind and its key"))
        self._kind, self._opened = KINDS.get(kind, "note"), number
        self._key = ((match["key"] if match else "") or "").strip()
        if self._kind == "safety" or self._key:
            self._check_key(A_SAFETY_BLOCK if self._kind == "safety" else A_BLOCK, self._key, number)

    def _check_key(self, what: Sentence, key: str, number: int) -> None:
        code = "122" if what == A_SCREEN else "125"
        if not KEY.fullmatch(key):
            self._add_problem(
                number,
                code,
                sentence("{what}: the key must be lower-case words joined by -, like {{#call-now}}; found {key!r}", what=what, key=key),
            )
        elif key in self._keys:
            self._add_problem(number, code, sentence("the key {key!r} is used twice in this file", key=key))
        self._keys.add(key)

    def _close_block(self) -> None:
        text = "\n".join(self._lines).rstrip()
        if text:
            self._blocks.append(Block(self._kind, text, self._first, self.language, self._key))
        elif self._kind != "text":
            self._add_problem(self._opened, "123", sentence("the block `::: {kind}` is empty", kind=self._kind))
        self._kind, self._key, self._lines = "text", "", []

    def _add_problem(self, line: int, code: str, message: Sentence) -> None:
        self.problems.append(Problem(self.path, line, code, message))
