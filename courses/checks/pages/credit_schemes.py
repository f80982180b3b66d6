"""Credit schemes: each file can be used, its sources are there, and it was looked at again before its day."""

from collections.abc import Iterator

from courses.errors import ContentUnreadable
from courses.library.content_folder import Library
from courses.model.content import Problem
from courses.rules import credit_schemes
from courses.sentences import Sentence, sentence
from courses.text.suggestions import nearest


def check(library: Library) -> Iterator[Problem]:
    """Nothing where there is no scheme."""
    for path in sorted((library.folder / credit_schemes.FOLDER).glob("*.yml")):
        yield from _file(library, f"{credit_schemes.FOLDER}/{path.name}")


def _file(library: Library, shown: str) -> Iterator[Problem]:
    problems: list[Problem] = []

    def add_problem(line: int, code: str, message: Sentence) -> None:
        problems.append(Problem(shown, line, code, message))

    try:
        scheme = credit_schemes.parse(library.texts.needed(shown), shown, add_problem)
    except ContentUnreadable as problem:
        yield Problem(problem.path, problem.line, problem.code, problem.sentence)
        return
    yield from problems
    if scheme is None:
        return
    references = library.structure.references
    for key in scheme.references:
        if key not in references:
            yield Problem(
                shown,
                1,
                "310",
                sentence("unknown source {key!r}{hint} (_structure/references.yml)", key=key, hint=nearest(key, references)),
            )
    if scheme.read_on > library.today:
        yield Problem(shown, 1, "160", sentence("read_on lies in the future"))
    if scheme.expires <= library.today or (scheme.ends is not None and scheme.ends < library.today):
        yield Problem(
            shown, 1, "161", sentence("{key}: past its day; read its sources again, or say until when it was in force", key=scheme.key)
        )
