"""Authors' Markdown as safe HTML: no author's tag passes, what is left is cleaned, links are ours or https."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt

from courses.model.content import Block, Screen
from courses.text.placeholders import substitute
from courses.text.typography import typeset_html

log = logging.getLogger(__name__)
Resolve = Callable[[str], str]

TAGS = {
    "p", "br", "hr", "strong", "em", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "a", "img", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
SCHEMES = {"https", "tel", "sms", "mailto", "module", "page", "media"}
OUR_LINK = re.compile(r'(href|src)="((?:module|page|media):[^"]*)"(?: rel="[^"]*")?')
OUR_PICTURE = re.compile(r'<img [^>]*src="media:[^>]*>')
ADDRESSLESS_PICTURE = re.compile(r"<img (?![^>]*src=)[^>]*>")
WORD_JOINER = "\u2060"
BREAKABLE_END = re.compile(r"[?!»”’…—–)](?:</\w+>)*$")
LONGEST_END = 40
CITATION = re.compile(r"(?<!\s)\s*+\[(@[a-z0-9-]+(?:[;,]\s*@[a-z0-9-]+)*)\]")
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["autolink", "html_inline", "html_block"])
"""CommonMark with tables, linear in its input: a text typed into the preview by anybody is parsed at each pause (tests count its steps)."""
CLASSES = {"safety": "callout care", "note": "callout", "good": "callout good"}


def render(markdown: str, values: Mapping[str, str] | None = None, language: str = "fr", *, resolve: Resolve | None = None) -> str:
    """A run of Markdown as HTML without screens or blocks.

    values: what `{{…}}` stands for. resolve: gives the address of `module:fever#call`, `page:when-i-call` or `media:x.svg`; without
    it such links keep their words and lose their address, such pictures are left out. Citations are left out too.
    """
    return _finish(_clean(substitute(markdown, values or {}), language), resolve, (), "")


def render_inline(text: str, language: str = "fr") -> str:
    """An option or a question as HTML without the paragraph round it. One line holds no block: “1.” and “> 38” are words there."""
    html = _finish(_clean(text, language, is_line="\n" not in text.strip()), None, (), "").strip()
    is_one = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[3:-4] if is_one else html


def render_screen(
    screen: Screen,
    language: str,
    values: Mapping[str, str] | None = None,
    *,
    resolve: Resolve | None = None,
    references: Sequence[str] = (),
    sources_at: str = "",
) -> str:
    """A screen's blocks, without its title.

    references: the module's keys in order; a citation becomes its number there, linked to `<sources_at>#source-<key>`;
    without references citations are left out. With sources_at the lines of a safety block carry no footnote, which a numb
    finger would hit: one link to the sources stands below them. A block in another language than `language` (a stale
    translation replaced by its source) says so in `lang`.
    """
    return "\n".join(_block(block, language, values or {}, resolve, references, sources_at) for block in screen.blocks)


def _block(
    block: Block, language: str, values: Mapping[str, str], resolve: Resolve | None, references: Sequence[str], sources_at: str
) -> str:
    is_urgent = block.kind == "safety" and bool(sources_at)  # paper has no finger to mislead: its numbers stay
    html = _clean(substitute(block.markdown, values), block.language)
    cites = is_urgent and any(_places(match[1], references) for match in CITATION.finditer(html))
    html = _finish(html, resolve, () if is_urgent else references, sources_at)
    if cites:
        html += f'\n<p class="small"><a href="{escape(sources_at)}">Sources</a></p>'
    attribute = f' lang="{block.language}"' if block.language != language else ""
    if block.kind == "text":
        return f"<div{attribute}>{html}</div>" if attribute else html
    anchor = f' id="{block.key}"' if block.key else ""
    return f'<div class="{CLASSES[block.kind]}"{anchor}{attribute}>\n{html}\n</div>'


@lru_cache(maxsize=8192)
def _clean(markdown: str, language: str, *, is_line: bool = False) -> str:
    """The costly part, remembered: rendered when first asked for, not when content is loaded."""
    try:
        html = MARKDOWN.renderInline(markdown.strip()) if is_line else MARKDOWN.render(markdown).strip()
    except Exception as error:  # the words as they were typed are better than a page that fails
        log.error("a text is shown without its layout (%s)", type(error).__name__)
        html = escape(markdown) if is_line else f"<p>{escape(markdown)}</p>"
    clean_html = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_keep_attribute,
        link_rel="noopener noreferrer",
    )
    return typeset_html(ADDRESSLESS_PICTURE.sub("", clean_html), language)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    """Pictures are ours alone; an address on another machine would tell it who reads."""
    if name == "src" and not value.startswith("media:"):
        return None
    if name == "href" and value.startswith(("media:", "//", "/", "\\")):
        return None
    return value


def _finish(html: str, resolve: Resolve | None, references: Sequence[str], sources_at: str) -> str:
    html = CITATION.sub(lambda match: _glue(html, match.start()) + _citation(match[1], references, sources_at), html)
    if resolve is None:
        return OUR_LINK.sub("", OUR_PICTURE.sub("", html))
    return OUR_LINK.sub(lambda link: f'{link[1]}="{escape(resolve(unescape(link[2])))}"', html)


def _glue(html: str, at: int) -> str:
    """What keeps a footnote on the line of the word before it: after ? and its like a line may break even without a space."""
    return WORD_JOINER if BREAKABLE_END.search(html, max(0, at - LONGEST_END), at) else ""


def _places(keys: str, references: Sequence[str]) -> list[str]:
    """The cited keys that the caller knows."""
    return [key for key in (key.strip().lstrip("@") for key in re.split("[;,]", keys)) if key in references]


def _citation(keys: str, references: Sequence[str], sources_at: str) -> str:
    places = sorted({references.index(key) for key in _places(keys, references)})
    links = [f'<a href="{escape(sources_at)}#source-{references[place]}">{place + 1}</a>' for place in places]
    return f'<sup class="cite">{", ".join(links)}</sup>' if links else ""
