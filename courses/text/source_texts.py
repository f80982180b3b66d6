"""Where the words of a content folder come from: its files, each read once, under drafts and under texts nobody has saved yet."""

from collections.abc import Mapping
from pathlib import Path

from courses.errors import ContentUnreadable
from courses.sentences import sentence
from courses.text import yaml_files

DRAFTS = "_drafts"


class Texts:
    """over: path -> text that stands in place of the file. with_drafts: a draft beside a page stands in its place too.

    typed_paths: of the texts that stand over files; some of them may not be there yet.
    """

    def __init__(self, folder: Path, over: Mapping[str, str] | None = None, *, with_drafts: bool = False) -> None:
        self.folder = folder
        self._held: dict[str, bytes | ContentUnreadable | None] = {
            path: text.encode("utf-8", "surrogatepass") for path, text in (over or {}).items()
        }
        self.typed_paths = tuple(over or ())
        self._tops = (DRAFTS, "") if with_drafts else ("",)

    def has(self, path: str) -> bool:
        return self._found(path) is not None

    def raw(self, path: str) -> bytes | None:
        """None when there is no such file. Raises ContentUnreadable (009) when it cannot be read or is too long."""
        content = self._found(path)
        if isinstance(content, ContentUnreadable):
            raise content
        return content

    def mark(self, path: str) -> bytes:
        """What tells one state of a file from any other: its bytes, that it is absent, or why it cannot be read."""
        content = self._found(path)
        if isinstance(content, ContentUnreadable):
            return b"!" + str(content).encode()
        return b"-" if content is None else b"+" + content

    def text(self, path: str) -> str | None:
        """Raises ContentUnreadable (009) for bytes that are no text."""
        raw = self.raw(path)
        return None if raw is None else yaml_files.decode(raw, path)

    def readable(self, path: str) -> str | None:
        """None for a file that cannot be read, too: for checks that pass over many files, since its own reader tells of it."""
        try:
            return self.text(path)
        except ContentUnreadable:
            return None

    def needed(self, path: str) -> str:
        """Raises ContentUnreadable (009) when there is no such file, too."""
        text = self.text(path)
        if text is None:
            raise ContentUnreadable(path, 1, "009", sentence("the file cannot be read (there is no such file)"))
        return text

    def _found(self, path: str) -> bytes | ContentUnreadable | None:
        if path not in self._held:
            self._held[path] = self._read(path)
        return self._held[path]

    def _read(self, path: str) -> bytes | ContentUnreadable | None:
        for top in self._tops:
            file = self.folder / top / path
            try:
                return yaml_files.read_raw(file, path)
            except FileNotFoundError:
                continue
            except ContentUnreadable as problem:
                return problem
        return None
