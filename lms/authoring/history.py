"""The site's own content folder as a git repository: each save a commit by a pseudonym. The one file that knows dulwich."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dulwich.objects import Blob, Commit
from dulwich.repo import Repo

from infrastructure.errors import InUse
from infrastructure.locks import FileLock
from lms.authoring.errors import ContentBusy, ContentLost
from lms.settings import CONTENT_BEGUN

US = b"Hors les murs <content@hors-les-murs.invalid>"
LONGEST_WAIT = 10.0
"""Seconds: how long a save waits for another."""
MOST = 200
"""Versions of a page that are listed."""


@dataclass(frozen=True, slots=True)
class Version:
    """One commit. who: the pseudonym of its author, empty for the shipped content. did: save, restore, review, publish, …"""

    key: str
    who: str
    did: str
    at: datetime


def working_copy(original: Path, own: Path) -> Path:
    """The folder the site writes: a copy of the shipped content, made at the first save, whole or not at all.

    Raises ContentLost when there was one and it is gone, OSError.
    """
    start_mark = own.with_name(CONTENT_BEGUN)
    if (own / ".git").is_dir() and start_mark.is_file():
        return own
    with only_one(own):
        if not (own / ".git").is_dir():
            if start_mark.is_file():
                raise ContentLost
            new = own.with_name(".content-new")
            shutil.rmtree(new, ignore_errors=True)
            shutil.copytree(original, new, ignore=shutil.ignore_patterns(".git", ".*", "__pycache__"))
            with Repo.init(str(new)) as repo:
                tree, names = repo.get_worktree(), (path.relative_to(new) for path in new.rglob("*") if path.is_file())
                tree.stage(sorted(name.as_posix() for name in names if name.parts[0] != ".git"))
                tree.commit(message=b"Take over the shipped content\n\nDid: shipped", author=US, committer=US, no_verify=True)
            new.replace(own)
        start_mark.touch()
    return own


@contextmanager
def only_one(own: Path) -> Iterator[None]:
    """One writer at a time, over all processes of the site; a killed process gives the right back at once. Raises ContentBusy."""
    lock = FileLock(own.with_name("content.lock"), "save")
    try:
        lock.take(wait=LONGEST_WAIT)
    except InUse:
        raise ContentBusy from None
    try:
        yield
    finally:
        lock.free()


def commit(own: Path, paths: list[str], *, who: str, did: str) -> None:
    """Commit these files, written or taken away, in the name of a pseudonym; without one in ours. Call it inside `only_one`."""
    person = f"{who} <{who}@hors-les-murs.invalid>".encode() if who else US
    with Repo(str(own)) as repo:
        tree = repo.get_worktree()
        tree.stage(paths)
        words = f"{did.capitalize()} {paths[0]}\n\nDid: {did}"
        tree.commit(message=words.encode(), author=person, committer=person, no_verify=True)


def versions(own: Path, paths: list[str]) -> list[Version]:
    """The commits that touched any of these files, the newest first."""
    if not (own / ".git").is_dir():
        return []
    with Repo(str(own)) as repo:
        walker = repo.get_walker(paths=[path.encode() for path in paths], max_entries=MOST)
        return [_version(entry.commit) for entry in walker]


def _version(commit: Commit) -> Version:
    who = commit.author.decode("utf-8", "replace").partition(" <")[0]
    did = commit.message.decode("utf-8", "replace").rpartition("Did: ")[2].strip()
    return Version(commit.id.decode("ascii"), "" if commit.author == US else who, did, datetime.fromtimestamp(commit.commit_time, UTC))


def first_version(own: Path) -> str:
    """The commit that took over the shipped content."""
    with Repo(str(own)) as repo:
        return _first(repo).id.decode("ascii")


def first_files(own: Path) -> dict[str, bytes]:
    """Path -> key of its bytes, of every file the site's folder began with."""
    with Repo(str(own)) as repo:
        entries = repo.object_store.iter_tree_contents(_first(repo).tree)
        return {entry.path.decode("utf-8", "replace"): entry.sha for entry in entries}


def blob_key(raw: bytes) -> bytes:
    """The key git gives these bytes: two files with one key are the same."""
    return Blob.from_string(raw).id


def _first(repo: Repo) -> Commit:
    commit = repo[repo.head()]
    while isinstance(commit, Commit) and commit.parents:
        commit = repo[commit.parents[0]]
    assert isinstance(commit, Commit)  # noqa: S101 - a head and the parents of a commit are commits
    return commit


def text_at(own: Path, version: str, path: str) -> str | None:
    """A file as it was in a version; None when there is no such version, or it did not hold the file."""
    raw = raw_at(own, version, path)
    return None if raw is None else raw.decode("utf-8", "replace")


def raw_at(own: Path, version: str, path: str) -> bytes | None:
    """The same as bytes."""
    if not (own / ".git").is_dir() or len(version) != 40 or not all(sign in "0123456789abcdef" for sign in version):
        return None
    with Repo(str(own)) as repo:
        try:
            commit = repo[version.encode()]
            if not isinstance(commit, Commit):
                return None
            _mode, blob_key = repo[commit.tree].lookup_path(repo.__getitem__, path.encode())  # type: ignore[attr-defined]  # dulwich types the object too widely
            blob = repo[blob_key]
        except KeyError:
            return None
        return blob.data if isinstance(blob, Blob) else None
