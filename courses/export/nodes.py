"""Our own safe HTML as a tree of plain values, for writers of other formats."""

from html.parser import HTMLParser
from typing import Any

EMPTY = ("br", "hr", "img")
KEPT_ATTRIBUTES = ("href", "src", "alt", "class", "id", "lang", "start")
Node = dict[str, Any] | str


def parse(html: str) -> list[Node]:
    """[{"tag": "p", "href": …, "children": […]} or words]; empty lines between blocks are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Node] = []
        self._open: list[tuple[str, list[Node]]] = [("", self.root)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: dict[str, Any] = {"tag": tag, "children": []} | {key: value or "" for key, value in attrs if key in KEPT_ATTRIBUTES}
        self._open[-1][1].append(node)
        if tag not in EMPTY:
            self._open.append((tag, node["children"]))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open[1:]):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() or (data and "\n" not in data):
            self._open[-1][1].append(data)
