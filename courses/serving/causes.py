"""What is wrong, without what only follows from it: a register that cannot be read is one problem, and not one for each that names it."""

from collections.abc import Iterable

from courses.model.content import Problem

UNREAD = frozenset({"001", "002", "003", "009", "140"})
"""A file with one of these is not read any further."""
CUT_SHORT = {"course.yml": UNREAD | {"010", "012"}, "triage.yml": UNREAD | {"010"}, "symptoms.yml": UNREAD | {"583"}}
"""In these a value of another shape leaves out the whole file, or the entry that others name."""
FOLLOWING: tuple[tuple[str, frozenset[str]], ...] = (
    ("references.yml", frozenset({"310", "318", "353", "354", "509", "571", "586", "589"})),
    ("objectives.yml", frozenset({"104", "152", "353", "509"})),
    ("course.yml", frozenset({"171", "202", "203", "205", "304", "353", "516", "576", "584", "589", "591", "595"})),
    ("triage.yml", frozenset({"355", "356", "358", "573", "576", "578", "584", "595"})),
    ("glossary.yml", frozenset({"591"})),
    ("symptoms.yml", frozenset({"591"})),
    ("game/campaigns.yml", frozenset({"515"})),
    ("game/cards.yml", frozenset({"508", "533"})),
    ("game/signs.yml", frozenset({"576"})),
)
"""End of a register's path -> codes that name what it holds: they are judged once it can be read."""
CAMPAIGNS = "_structure/game/campaigns.yml"
SHAPE_OF_GAME = "501"
"""What is said of a situation that names a campaign, and of much else in the game."""


def alone(problems: Iterable[Problem]) -> list[Problem]:
    """By file and line, first the files that cannot be read; without what follows from a register or a French situation that cannot."""
    rows = list(problems)
    unread = {problem.path for problem in rows if problem.code in CUT_SHORT.get(problem.path.rpartition("/")[2], UNREAD)}
    closed = {problem.path for problem in rows if problem.code in UNREAD}
    following = {code for end, codes in FOLLOWING if any(path.endswith(f"/{end}") for path in unread) for code in codes}
    left_out = {
        problem.path.partition("/")[2] for problem in rows if problem.path.startswith("fr/situations/") and problem.severity == "error"
    }
    wanting = (
        problem
        for problem in rows
        if problem.code not in following and not _is_twin(problem, left_out) and not _follows_in_place(problem, closed)
    )
    return sorted(wanting, key=lambda problem: (problem.code not in UNREAD, problem.path, problem.line, problem.code, problem.message))


def _follows_in_place(problem: Problem, closed: set[str]) -> bool:
    """What is said to be missing in a file that was not read, and what situations name of campaigns that were not."""
    if problem.path in closed and problem.path.endswith(".yml"):
        return problem.code not in UNREAD
    return CAMPAIGNS in closed and problem.code == SHAPE_OF_GAME and "/situations/" in problem.path


def _is_twin(problem: Problem, left_out: set[str]) -> bool:
    """The English words of a situation whose French file is left out have nothing to stand beside (520)."""
    return problem.code == "520" and problem.path.partition("/")[2] in left_out
