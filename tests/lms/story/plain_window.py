"""A browser without a screen or scripts: it reads a page's forms, fills fields by their ids, presses buttons and reads squares."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import zxingcpp
from flask import Flask
from PIL import Image, ImageDraw

CELL = 8
STEP = re.compile(r"([Mmh])\s*(-?[\d.]+)(?:[ ,](-?[\d.]+))?")


@dataclass
class Field:
    name: str
    id: str
    kind: str
    value: str
    is_on: bool = True


@dataclass
class PageForm:
    action: str
    method: str
    id: str = ""
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Reading(HTMLParser):
    """What a page holds: its forms, its links, the words of its main part, the squares in it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self.squares: list[str] = []
        self._words: list[str] = []
        self._hidden, self._in_main, self._in_qr, self._select = 0, False, False, ""
        self.feed(page)

    @property
    def words(self) -> str:
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        self._in_main |= tag == "main"
        self._hidden += tag in ("script", "style", "svg")
        self._in_qr |= "qr" in at.get("class", "").split()
        assert tag != "svg" or not self._in_qr or "viewbox" in at, "a square without a viewBox is cut by the page's style sheet"
        if tag == "path" and self._in_qr and "stroke" in at:
            self.squares.append(at["d"])
            self._in_qr = False
        if tag == "a" and "href" in at:
            self.links.append(at["href"])
        if tag == "form":
            self.forms.append(PageForm(at.get("action", ""), at.get("method", "get").lower(), at.get("id", "")))
        if self.forms and tag in ("input", "select", "textarea", "button", "option"):
            self._put(tag, at)
        if tag in ("p", "li", "h1", "h2", "h3", "br", "td", "th", "dd", "dt", "label", "legend", "option", "div", "summary", "caption"):
            self._words.append(" ")

    def _put(self, tag: str, at: dict[str, str]) -> None:
        form = self.forms[-1]
        if tag == "button" and at.get("type", "submit") == "submit":
            owner = next((one for one in self.forms if one.id and one.id == at.get("form")), form)
            owner.buttons.append((at.get("name", ""), at.get("value", "")))
        elif tag == "select":
            form.fields.append(Field(at.get("name", ""), at.get("id", ""), "select", ""))
            self._select = "first"
        elif tag == "option" and self._select and ("selected" in at or self._select == "first"):
            form.fields[-1].value, self._select = at.get("value", ""), "later"
        elif tag in ("input", "textarea"):
            kind = at.get("type", "text")
            is_on = kind not in ("radio", "checkbox") or "checked" in at
            form.fields.append(Field(at.get("name", ""), at.get("id", ""), kind, at.get("value", ""), is_on))

    def handle_endtag(self, tag: str) -> None:
        self._in_main &= tag != "main"
        self._hidden -= tag in ("script", "style", "svg")
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._in_main and not self._hidden:
            self._words.append(data)


class PlainWindow:
    """Somebody in front of a page without scripts. Addresses are those of the site; cookies are kept."""

    def __init__(self, site: Flask, address: str, lang: str) -> None:
        self._client, self._address = site.test_client(), address
        self._client.environ_base["HTTP_ACCEPT_LANGUAGE"] = lang
        self.path, self.page = "", Reading("")

    def close(self) -> None:
        """Nothing is open."""

    def go(self, address: str) -> int:
        """Open a page, over its redirections; gives the status."""
        return self._show(self._client.get(address.removeprefix(self._address)))

    def _show(self, answer: Any) -> int:
        while answer.status_code in (301, 302, 303, 307, 308):
            answer = self._client.get(answer.headers["Location"].removeprefix(self._address))
        self.path, self.page = answer.request.path, Reading(answer.text)
        return int(answer.status_code)

    def words(self) -> str:
        return self.page.words

    def has_form(self, path: str) -> bool:
        return any(form.action == path for form in self.page.forms)

    def fill(self, id: str, value: str) -> None:
        found = [one for one in self._fields() if one.id == id]
        assert found, (id, self.path)
        found[0].value = value

    def choose(self, name: str, value: str) -> None:
        """A radio button or a box of this name."""
        same = [one for one in self._fields() if one.name == name and one.kind in ("radio", "checkbox")]
        wanted = [one for one in same if one.value == value]
        assert wanted, (name, value, self.path)
        for one in same:
            one.is_on = one is wanted[0] or (one.kind == "checkbox" and one.is_on)

    def choose_first(self, name: str) -> None:
        self.choose(name, next(one.value for one in self._fields() if one.name == name))

    def attach(self, id: str, file: Path) -> None:
        self.fill(id, str(file))

    def _fields(self) -> Iterator[Field]:
        return (one for form in self.page.forms for one in form.fields)

    def links(self) -> list[str]:
        return self.page.links

    def has_button(self, name: str, value: str) -> bool:
        return any((name, value) in form.buttons for form in self.page.forms)

    def send(self, path: str, button: tuple[str, str] = ("", ""), field: str = "") -> int:
        """Press a button of the form that goes there; of several such forms, the first that has it, and a field of that id."""
        same = [form for form in self.page.forms if form.action == path and (button in form.buttons or not button[0])]
        form = next(form for form in same if not field or any(one.id == field for one in form.fields))
        data: dict[str, Any] = {}
        for one in form.fields:
            if one.name and one.is_on:
                file = Path(one.value)
                value = (BytesIO(file.read_bytes()), file.name) if one.kind == "file" and one.value else one.value
                data.setdefault(one.name, []).append(value)
        if button[0]:
            data[button[0]] = [button[1]]
        return self._show(self._client.post(path.removeprefix(self._address), data=data))

    def press(self, name: str, value: str) -> None:
        """A button, wherever it stands."""
        self.send(next(form.action for form in self.page.forms if (name, value) in form.buttons), (name, value))

    def download(self, path: str) -> bytes:
        assert path in self.page.links, (path, "is on no link of", self.path)
        answer = self._client.get(path)
        assert answer.status_code == 200
        return answer.data

    def square(self, place: int = 0) -> str:
        """What a camera reads from a square of the page."""
        return read_square(drawn(self.page.squares[place]))


def drawn(path: str) -> Image.Image:
    """The picture of a square that is drawn by horizontal strokes, one module a unit."""
    x = y = 0.0
    strokes: list[tuple[float, float, float]] = []
    for kind, first, second in STEP.findall(path):
        if kind == "M":
            x, y = float(first), float(second)
        elif kind == "m":
            x, y = x + float(first), y + float(second)
        else:
            strokes.append((x, y - 0.5, float(first)))
            x += float(first)
    size = int(max([*(at + length for at, _, length in strokes), *(row + 1 for _, row, _ in strokes)]) + 4) * CELL
    picture = Image.new("L", (size, size), 255)
    pen = ImageDraw.Draw(picture)
    for at, row, length in strokes:
        pen.rectangle([at * CELL, row * CELL, (at + length) * CELL - 1, (row + 1) * CELL - 1], fill=0)
    return picture


def read_square(picture: Image.Image) -> str:
    """The words of the one square of a picture."""
    (square,) = zxingcpp.read_barcodes(picture)
    assert square.format == zxingcpp.BarcodeFormat.QRCode
    return str(square.text)
