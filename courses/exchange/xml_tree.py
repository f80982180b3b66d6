"""XML of strangers as a small tree with lines: no DOCTYPE, no entities, nothing fetched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.entities import html5
from io import BytesIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from courses.exchange.errors import BankUnreadable
from courses.exchange.questions import remark

DEEPEST = 100
HTML_NAME = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
OF_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")
VOID = frozenset(["br", "hr", "img", "col", "input"])


@dataclass(slots=True)
class Element:
    """One element. name: without its namespace. children: elements and runs of text in their order. prefix: before its colon."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list["Element | str"] = field(default_factory=list)
    prefix: str = ""

    def all(self, name: str) -> list["Element"]:
        """The children of this name."""
        return [child for child in self.children if isinstance(child, Element) and child.name == name]

    def first(self, name: str) -> "Element | None":
        return next(iter(self.all(name)), None)

    def text(self, *names: str) -> str:
        """The words of the first descendant along these names, or of the element itself; empty without one."""
        element: Element | None = self
        for name in names:
            element = element.first(name) if element is not None else None
        return "" if element is None else "".join(element._words()).strip()

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._words()

    def everywhere(self, *names: str) -> Iterator["Element"]:
        """Every descendant with one of these names, in the order of the file."""
        for child in self.children:
            if isinstance(child, Element):
                if child.name in names:
                    yield child
                yield from child.everywhere(*names)

    def inner_html(self, without: frozenset[str] = frozenset()) -> str:
        """The children as HTML. without: names of elements to leave out with all they hold."""
        return "".join(_html(child, without) for child in self.children)


def _html(child: "Element | str", without: frozenset[str]) -> str:
    if isinstance(child, str):
        return escape(child, quote=False)
    if child.name in without:
        return ""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.attributes.items())
    if child.name in VOID:
        return f"<{child.name}{attributes}>"
    return f"<{child.name}{attributes}>{child.inner_html(without)}</{child.name}>"


def parse(raw: bytes) -> Element:
    """The root. Raises BankUnreadable for what is no well-formed XML, and for a DOCTYPE.

    Names of HTML (`&nbsp;`), which no XML knows and which hand-made banks hold all the same, are read as their signs; a name that HTML
    does not know either stays as it is typed, as a browser shows it.
    """
    builder = _Builder()
    try:
        try:
            _parse(raw, builder)
        except SAXParseException as error:
            plain = HTML_NAME.sub(_by_number, raw)
            if plain == raw or "undefined entity" not in error.getMessage():
                raise
            builder = _Builder()
            _parse(plain, builder)
    except DefusedXmlException as error:
        raise BankUnreadable(remark("xml-doctype", line=builder.line)) from error
    except SAXParseException as error:
        raise BankUnreadable(remark("xml-broken", line=error.getLineNumber() or 1)) from error
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        raise BankUnreadable(remark("not-text")) from error
    if builder.root is None:
        raise BankUnreadable(remark("xml-broken", line=1))
    return builder.root


def _parse(raw: bytes, builder: "_Builder") -> None:
    defusedxml.sax.parse(BytesIO(raw), builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)


def _by_number(match: re.Match[bytes]) -> bytes:
    """By its number a sign is the same in the XML and in the HTML that a CDATA section holds."""
    if match[1] in OF_XML:
        return match[0]
    signs = html5.get(f"{match[1].decode('ascii')};")
    return b"&amp;" + match[0][1:] if signs is None else "".join(f"&#{ord(sign)};" for sign in signs).encode("ascii")


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []
        self._locator: Locator | None = None

    @property
    def line(self) -> int:
        return (self._locator.getLineNumber() if self._locator is not None else None) or 1

    def setDocumentLocator(self, locator: Locator) -> None:
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        if len(self._open) >= DEEPEST:
            raise BankUnreadable(remark("xml-deep", line=self.line, most=DEEPEST))
        prefix, _colon, local = name.rpartition(":")
        element = Element(local, {key.rpartition(":")[2]: value for key, value in attrs.items()}, self.line, prefix=prefix)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def endElement(self, name: str) -> None:
        self._open.pop()

    def characters(self, content: str) -> None:
        children = self._open[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += content
        else:
            children.append(content)
