"""What a browser without JavaScript sends of a form: boxes, lists with their first entry where none is chosen, ticks that are set."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = ("input", "br", "img", "meta", "link", "hr")


@dataclass
class SentForm:
    """One form of a page. fields: (name, value) in the order of the page, as it would be sent untouched."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def data(self, **changed: str) -> dict[str, list[str]]:
        """The fields for a client of tests; changed: other words in one field each."""
        data: dict[str, list[str]] = {}
        for name, value in self.fields:
            data.setdefault(name, []).append(value)
        for name, value in changed.items():
            assert name == "do" or name in data, name
            data[name] = [value]
        return data

    def value(self, name: str) -> str:
        return next(value for one, value in self.fields if one == name)


class FormReader(HTMLParser):
    """Reads every form of a page. A box keeps its words exactly: one line break behind <textarea> is not part of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[SentForm] = []
        self.area: tuple[str, list[str]] | None = None
        self.options: tuple[str, list[tuple[str, bool]]] | None = None
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(SentForm(given.get("action", "")))
            self.is_open = True
        if not self.is_open or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.forms[-1].fields.append((name, given.get("value", "")))
        elif tag == "textarea" and name:
            self.area = (name, [])
        elif tag == "select" and name:
            self.options = (name, [])
        elif tag == "option" and self.options:
            self.options[1].append((given.get("value", ""), "selected" in given))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            name, parts = self.area
            words = "".join(parts).removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")
            self.forms[-1].fields.append((name, words))
            self.area = None
        elif tag == "select" and self.options:
            name, rows = self.options
            chosen = next((value for value, is_chosen in rows if is_chosen), rows[0][0] if rows else "")
            if rows:
                self.forms[-1].fields.append((name, chosen))
            self.options = None
        elif tag == "form":
            self.is_open = False


def forms_of(page: str) -> list[SentForm]:
    reader = FormReader()
    reader.feed(page)
    return reader.forms


def form_with(page: str, name: str) -> SentForm:
    """The form of the page that holds a field of this name."""
    return next(form for form in forms_of(page) if any(one == name for one, _value in form.fields))
