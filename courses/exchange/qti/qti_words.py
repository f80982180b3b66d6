"""Our Markdown as the XHTML that stands in QTI: the same reader as the pages have, no tag and no picture of an author."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from defusedxml.ElementTree import fromstring
from markdown_it import MarkdownIt

from courses.exchange.foreign_text import CONTROL
from courses.exchange.losses import without_our_links

MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable("table").disable(["autolink", "html_inline", "html_block", "image"])
)
HTML = frozenset(
    ["p", "br", "hr", "strong", "em", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "pre",
     "table", "thead", "tbody", "tr", "th", "td", "span", "div"]
)  # fmt: skip
PLACE = re.compile("\ue010(\\d+)\ue011")


def is_html(name: str) -> bool:
    return name in HTML


def clean(text: str) -> str:
    """Without the signs an XML file cannot hold."""
    return CONTROL.sub("", text)


def _tree(markdown: str) -> Element:
    """One line holds no block, as on the pages: “1.” and “> 38” are words there."""
    words = clean(without_our_links(markdown)).strip()
    html = MARKDOWN.render(words) if "\n" in words else f"<p>{MARKDOWN.renderInline(words)}</p>"
    tree: Element = fromstring(f"<div>{html}</div>")
    for holder in tree.iter():
        for child in list(holder):
            if child.tag == "a" and not child.get("href", "").startswith(("https://", "mailto:")):
                child.tag, child.attrib = "span", {}
    return tree


def fill(parent: Element, markdown: str, *, is_block: bool = False) -> None:
    """The words as children of an element; one paragraph stands there without its `<p>`, but in a block."""
    tree = _tree(markdown)
    children = list(tree)
    if len(children) == 1 and children[0].tag == "p" and not is_block:
        parent.text = children[0].text
        parent.extend(list(children[0]))
    else:
        for child in children:
            child.tail = None
        parent.extend(children)


def fill_with_gaps(body: Element, question: str, gaps: Sequence[Sequence[str]], gap: re.Pattern[str]) -> None:
    """The words with an inline choice in each gap, the right word first."""
    numbers = iter(range(len(gaps)))
    tree = _tree(gap.sub(lambda _: f"\ue010{next(numbers)}\ue011", question))
    for child in list(tree):
        child.tail = None
    _place(tree, gaps)
    body.extend(list(tree))


def _place(element: Element, gaps: Sequence[Sequence[str]]) -> None:
    for child in list(element):
        _place(child, gaps)
    pieces: list[str | Element] = []
    for part in (element.text, *[piece for child in list(element) for piece in (child, child.tail)]):
        pieces += _split(part, gaps) if isinstance(part, str) else [] if part is None else [part]
    for child in list(element):
        element.remove(child)
    element.text = None
    last: Element | None = None
    for piece in pieces:
        if isinstance(piece, Element):
            piece.tail = None
            element.append(piece)
            last = piece
        elif last is None:
            element.text = (element.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece


def _split(text: str, gaps: Sequence[Sequence[str]]) -> list[str | Element]:
    pieces: list[str | Element] = []
    for place, part in enumerate(PLACE.split(text)):
        pieces.append(_choice(int(part), gaps[int(part)]) if place % 2 else part)
    return pieces


def _choice(number: int, choices: Sequence[str]) -> Element:
    interaction = Element("inlineChoiceInteraction", responseIdentifier=f"RESPONSE{number + 1}", shuffle="true")
    for place, words in enumerate(choices, 1):
        SubElement(interaction, "inlineChoice", identifier=f"c{place}").text = _plain(words)
    return interaction


def _plain(markdown: str) -> str:
    """Words without marks: an inline choice holds no element."""
    return " ".join("".join(_tree(markdown).itertext()).split())
