"""Files moved and texts changed as one commit, kept only when the checks find nothing that they did not find before."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from courses.authoring import text_files
from courses.authoring.registers import changed_folder
from courses.authoring.registers.renaming import Plan
from courses.errors import CoursesError
from courses.model.content import Problem
from courses.text.source_texts import DRAFTS
from lms.authoring import history
from lms.authoring.errors import TextChanged
from lms.authoring.working import Desk


class Breaks(CoursesError):
    """What the checks find after the change, and not before."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(str(problems[0].sentence))
        self.problems = problems


class Refused(CoursesError):
    """why: taken (the new key is there already), shipped, published, answered, used or skill."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The key stays: {why}.")
        self.why = why


def change_key(
    desk: Desk,
    plan_of: Callable[[Path], Plan],
    problems: Collection[Problem],
    *,
    old: str,
    new: str,
    places: int,
    did: str = "rename",
) -> None:
    """places: how many the page showed. problems: what the checks found last. did: what the history says was done.

    Raises TextChanged (another number of places by now), Breaks, ContentBusy, ContentLost, OSError; nothing is changed then.
    """
    own = desk.open()
    with history.only_one(own):
        plan = plan_of(own)
        if len(plan.places) != places:
            raise TextChanged(old)
        after = changed_folder.problems(own, _outside_drafts(plan.over), list(plan.moves), today=desk.today)
        if changed_folder.new_ones(problems, after, (old, new), plan.moves):
            before = changed_folder.problems(own, {}, today=desk.today)  # the problems given may be older than the last save
            if fresh := changed_folder.new_ones(before, after, (old, new), plan.moves):
                raise Breaks(fresh)
        _write(own, plan.over, list(plan.moves), who=desk.who, did=did)


def take_away(
    desk: Desk, paths_of: Callable[[Path], tuple[Mapping[str, str], list[str]]], problems: Collection[Problem], *, did: str = "remove"
) -> None:
    """paths_of: texts that change, and paths that go; what it raises leaves all as it was.

    Raises Breaks, ContentBusy, ContentLost, OSError; nothing is changed then.
    """
    own = desk.open()
    with history.only_one(own):
        texts, paths = paths_of(own)
        after = changed_folder.problems(own, _outside_drafts(texts), list(_outside_drafts(dict.fromkeys(paths, ""))), today=desk.today)
        if changed_folder.new_ones(problems, after):
            before = changed_folder.problems(own, {}, today=desk.today)
            if fresh := changed_folder.new_ones(before, after):
                raise Breaks(fresh)
        _write(own, texts, paths, who=desk.who, did=did)


def _outside_drafts(texts: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if not path.startswith((f"{DRAFTS}/", "_reading/"))}


def _write(own: Path, texts: Mapping[str, str], without: list[str], *, who: str, did: str) -> None:
    paths = list(dict.fromkeys([*texts, *without]))
    before = {path: (own / path).read_bytes() if (own / path).is_file() else None for path in paths}
    try:
        for path, text in texts.items():
            text_files.write(own, path, text)
        for path in without:
            if path not in texts:
                (own / path).unlink(missing_ok=True)
        history.commit(own, paths, who=who, did=did)
    except Exception:
        for path, raw in before.items():
            if raw is None:
                (own / path).unlink(missing_ok=True)
            else:
                (own / path).parent.mkdir(parents=True, exist_ok=True)
                (own / path).write_bytes(raw)
        raise
