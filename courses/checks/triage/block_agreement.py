"""Safety blocks and screens of simple versions against the rows of the triage register they are keyed to."""

from collections.abc import Iterator, Sequence

from courses.checks.triage import delays
from courses.library.content_folder import Files, Library
from courses.model.content import Problem, Urgency
from courses.sentences import sentence
from courses.text.suggestions import nearest
from courses.triage.register import FILE, Block, Register, Row


def places(register: Register, library: Library) -> Iterator[Problem]:
    """What can be said of the blocks without their words: those are compared with their module, whose findings are kept."""
    for block in register.blocks:
        for key in block.rows:
            row = register.rows.get(key)
            if row is None:
                yield Problem(
                    FILE,
                    block.line,
                    "576",
                    sentence("blocks: {place}: no row {key!r}{hint}", place=block.place, key=key, hint=nearest(key, register.rows)),
                )
            elif not _agree(block.urgency, row.urgency):
                yield Problem(
                    FILE,
                    block.line,
                    "572",
                    sentence(
                        "blocks: {place} says {urgency}, row {key!r} says {row_urgency}",
                        place=block.place,
                        urgency=block.urgency,
                        key=row.key,
                        row_urgency=row.urgency,
                    ),
                )
        if library.structure.modules and module_of(block) not in library.structure.modules:
            yield _no_such(block)


def _agree(of_block: Urgency, of_row: Urgency) -> bool:
    """A block is as urgent as its row; one that says `now` may send its worst sign to 15 in its own words."""
    return of_block == of_row or (of_block == "now" and of_row == "emergency")


def _no_such(block: Block) -> Problem:
    return Problem(FILE, block.line, "576", sentence("blocks: there is no {place}", place=block.place))


def module_of(block: Block) -> str:
    return block.place.partition("#")[0].partition(".simple")[0]


def rows_of(block: Block, register: Register) -> list[Row]:
    """The rows whose words the block must say."""
    rows = [register.rows[key] for key in block.rows if key in register.rows]
    if block.is_list_for_15:
        rows += [row for row in register.rows.values() if row.is_core and row not in rows]
    return rows


def of_block(block: Block, register: Register, sides: Sequence[Files]) -> Iterator[Problem]:
    name, _, key = block.place.partition("#")
    is_there = False
    rows = rows_of(block, register)
    for files in sides:
        language = files.language
        for path, line, text in texts_of_block(files, key, is_simple=".simple" in name):
            is_there = True
            for row in rows:
                marks = row.marks.get(language, ())
                if marks and not any(mark.casefold() in text.casefold() for mark in marks):
                    code = "575" if block.is_list_for_15 else "576"
                    yield Problem(
                        path,
                        line,
                        code,
                        sentence(
                            "{key}: does not say {value!r} (row {row_key!r}, {file}:{line})",
                            key=key,
                            value=row.words.get(language, row.key),
                            row_key=row.key,
                            file=FILE,
                            line=row.line,
                        ),
                    )
        for path, line, text in parts_of_block(files, key, is_simple=".simple" in name):
            yield from _put_off(block, register, text, language, path, line)
    if not is_there:
        yield _no_such(block)


def _put_off(block: Block, register: Register, text: str, language: str, path: str, first: int) -> Iterator[Problem]:
    """Lines that act later than the block's urgency, or send what is for 15 to somebody else."""
    for number, line in enumerate(text.split("\n"), first):
        is_urgent = block.urgency in ("emergency", "now")
        delay = delays.of_safety_line(line, language, register) if is_urgent else delays.find(line, language, block.urgency)
        words = delay.words if delay else None
        if words is None and block.urgency == "emergency":
            words = delays.sends_elsewhere(line, language)
        if words is not None:
            message = sentence(
                "{key}: {words!r} puts off what the register says is {urgency} ({file}:{line})",
                key=block.place.partition("#")[2],
                words=words,
                urgency=block.urgency,
                file=FILE,
                line=block.line,
            )
            yield Problem(path, number, "574", message)


def texts_of_block(files: Files, key: str, *, is_simple: bool) -> Iterator[tuple[str, int, str]]:
    """(path, line, words) of a safety block, or of a whole screen of the simple version."""
    parts = list(parts_of_block(files, key, is_simple=is_simple))
    if not is_simple:
        yield from parts
    elif parts and files.simple is not None:
        line = next(screen.line for screen in files.simple.screens if screen.key == key)
        yield files.simple.path, line, "\n".join(text for _, _, text in parts)


def parts_of_block(files: Files, key: str, *, is_simple: bool) -> Iterator[tuple[str, int, str]]:
    """(path, line, words) of each block that makes it up: of a screen of the simple version, all."""
    file = files.simple if is_simple else files.text
    if file is None:
        return
    for screen in file.screens:
        for block in screen.blocks:
            if screen.key == key if is_simple else block.kind == "safety" and block.key == key:
                yield file.path, block.line, block.markdown
