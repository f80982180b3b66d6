"""After an upgrade: what nobody of this site touched follows the shipped texts, and a page with an old safety block is a draft again.

Each step leaves the folder as it was or as it will be, and running it again goes on: a killed upgrade needs nothing else.
"""

from dataclasses import dataclass
from pathlib import Path

from courses.authoring import text_files
from courses.errors import ContentUnreadable
from courses.library import publication_states
from infrastructure.file_writing import FOR_ALL, write_whole
from lms.authoring import history
from lms.authoring.shipped import waiting
from lms.authoring.shipped.waiting import BASES, Change
from lms.web.site import shipped_notice


@dataclass(frozen=True, slots=True)
class Following:
    """taken: shipped files that took the place of untouched ones. drafts: heads that are drafts again. waiting: pages for an educator."""

    taken: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()


def follow(upstream: Path, own: Path) -> Following:
    """Nothing to do while the site reads the shipped texts themselves. Raises ContentBusy, OSError."""
    if not (own / ".git").is_dir():
        return Following()
    with history.only_one(own):
        all_changes = list(waiting.changes(upstream, own))
        drafts = _back_to_draft(own, [change for change in all_changes if not change.is_untouched])
        automatic = [change for change in all_changes if change.is_untouched or change.is_taken]
        for change in automatic:
            if not change.is_taken:
                _write(own, change.path, change.theirs)
        keep_bases(own, automatic)
        if automatic:
            paths = [change.path for change in automatic]
            history.commit(own, [*paths, *(f"{BASES}/{path}" for path in paths)], who="", did="shipped")
        waiting.write_notice(upstream, own)
    notice = shipped_notice.read(own)
    return Following(
        tuple(change.path for change in automatic), tuple(drafts), tuple(notice.get("waiting", ())), tuple(notice.get("urgent", ()))
    )


def keep_bases(own: Path, changes: list[Change]) -> None:
    """Note that the site's copy of these files now starts from the shipped ones of today."""
    for change in changes:
        _write(own, f"{BASES}/{change.path}", change.theirs)


def _back_to_draft(own: Path, changes: list[Change]) -> list[str]:
    """A published page whose safety block is old is a draft: a real site serves it no more until somebody takes the block over."""
    drafts = []
    for change in changes:
        head = _head(own, change.path)
        if change.stale_blocks and head and text_files.state(own, head) == "published":
            _as_draft(own, head)
            drafts.append(head)
    if drafts:
        history.commit(own, drafts, who="", did="stale")
    return drafts


def _head(own: Path, path: str) -> str:
    head = path.replace(".simple.md", ".md").replace(".items.md", ".md")
    return head if (own / head).is_file() else ""


def _as_draft(own: Path, head: str) -> None:
    text = (own / head).read_bytes().decode("utf-8", "replace")
    try:
        text_files.write(own, head, publication_states.as_draft(text))
    except ContentUnreadable:
        return  # what cannot be read is shown to nobody


def _write(own: Path, path: str, raw: bytes) -> None:
    """In one step: a reader sees the old file or the new one."""
    write_whole(own / path, raw, mode=FOR_ALL, is_durable=False)
