"""Words of other programs (plain, HTML, Markdown) as our Markdown, and ours as XHTML."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from courses.exchange.questions import Remark, remark

HTML = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|a|img|ul|ol|li|sub|sup|table|tbody|thead|tr|td|th|h[1-6]|pre|code|font|hr|script|style|audio|video|"
    r"source|iframe|object|embed|center|blockquote|small|big|strike|s|tt|code|kbd|dl|dt|dd|input|button|label)\b[^<>]*>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
TEX = re.compile(r"\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""Signs that an XML file cannot hold, or that the check refuses because nobody sees them."""
LINE_START = re.compile(r"^(?:(#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|={1,}(?=\s*$)|-{2,}(?=\s*$)|`{3,}|~{3,})|(\d{1,9})([.)])(?=\s|$))")
EMPHASIS = re.compile(r"\*+|_+|`+")
SUPERIORS = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
INFERIORS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "li",
        "ul",
        "ol",
        "pre",
        "blockquote",
        "table",
        "dl",
        "dt",
        "dd",
        "center",
        "section",
        "article",
        "figure",
        "hr",
    ]
)
WITHOUT_WORDS = frozenset(["script", "style", "title", "head"])
MEDIA = frozenset(["audio", "video", "iframe", "object", "embed"])
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
LONGEST_EXCERPT = 60


def excerpt(text: str, most: int = LONGEST_EXCERPT) -> str:
    """The beginning of a text on one line, to name it by."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def clean(text: str) -> str:
    """Without signs nobody sees; \\n as the only line end."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def looks_like_html(text: str) -> bool:
    return HTML.search(text) is not None


def from_plain(text: str) -> str:
    """Plain words as Markdown that shows the same signs. Single line ends stay, empty lines part paragraphs."""
    lines = [escape_line(" ".join(line.split())) for line in clean(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def from_html(text: str) -> tuple[str, tuple[Remark, ...]]:
    """HTML as Markdown, and what is lost of it."""
    reader = _HtmlReader()
    reader.feed(clean(text))
    reader.close()
    return reader.markdown(), tuple(dict.fromkeys(reader.remarks))


def from_any(text: str, kind: str) -> tuple[str, tuple[Remark, ...]]:
    """kind: html, markdown, plain, or auto (plain words in which tags may stand)."""
    if kind == "html" or (kind == "auto" and (looks_like_html(text) or ENTITY.search(text))):
        markdown, remarks = from_html(text if kind == "html" else text.replace("\n", "<br>" if "<br" not in text.lower() else "\n"))
    elif kind == "markdown":
        markdown, remarks = _from_markdown(clean(text).strip())
    else:
        markdown, remarks = from_plain(text), ()
    if kind != "markdown" and (formulas := TEX.findall(text)):  # a backslash before a bracket is Markdown's own
        remarks = (*remarks, remark("math", text=excerpt(formulas[0])))
    return markdown, remarks


def _from_markdown(text: str) -> tuple[str, tuple[Remark, ...]]:
    """Markdown stays as it is, but for tags in it, which are read as HTML would be, and for pictures."""
    remarks: list[Remark] = []

    def without_picture(match: re.Match[str]) -> str:
        remarks.append(remark("picture", words=_in_brackets(match["words"])))
        return ""

    text = re.sub(r"!\[(?P<words>[^\]]*)\]\([^)]*\)", without_picture, text)
    if looks_like_html(text):
        text, more = _tags_of_markdown(text)
        remarks += more
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip(), tuple(remarks)


def _tags_of_markdown(text: str) -> tuple[str, tuple[Remark, ...]]:
    reader = _HtmlReader(escape=lambda words: words, keep_lines=True)
    reader.feed(text)
    reader.close()
    return reader.markdown(), tuple(dict.fromkeys(reader.remarks))


def on_one_line(markdown: str) -> str:
    """For an option, a hint or an explanation, which are one line here. List marks at the start of lines become commas of words."""
    return " ".join(line.strip() for line in markdown.split("\n") if line.strip())


def escape_words(text: str) -> str:
    """Words with the signs that Markdown would read put behind a backslash; the start of a line is not looked at."""
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", text)
    text = EMPHASIS.sub(lambda run: _escape_run(run, text), text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "< ", text)  # the check takes the sign before a letter for HTML, escaped or not
    text = ENTITY.sub(lambda entity: "& " + entity[0][1:], text)
    text = text.replace("{{", "{\\{").replace("}}", "}\\}")
    return text.replace("](", "]\\(").replace("[@", "(@")


def _escape_run(run: re.Match[str], text: str) -> str:
    before = text[run.start() - 1] if run.start() else " "
    after = text[run.end()] if run.end() < len(text) else " "
    signs = run[0]
    if before.isspace() and after.isspace() and signs[0] != "`":
        return signs
    if signs[0] == "_" and (len(signs) > 1 or (before.isalnum() and after.isalnum())) and (before.isspace() or before.isalnum()):
        return signs
    return "".join("\\" + sign for sign in signs)


def escape_line(text: str) -> str:
    """One line of plain words as Markdown."""
    return escape_start(escape_words(text))


def escape_start(line: str) -> str:
    """A line whose first signs would begin a list, a heading or a quote, without that meaning."""
    match = LINE_START.match(line)
    if match is None:
        return line
    if match[2]:
        return f"{match[2]}\\{line[match.end(2) :]}"
    return "\\" + line


def _in_brackets(words: str | None) -> str:
    return f" ({excerpt(words)})" if words and words.strip() else ""


class _HtmlReader(HTMLParser):
    """Collects blocks of Markdown. Every element opens a frame of words; its end closes it into the one below."""

    def __init__(self, escape: Callable[[str], str] = escape_words, *, keep_lines: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.remarks: list[Remark] = []
        self._escape, self._keeps_lines = escape, keep_lines
        self._frames: list[tuple[str, list[str], str]] = [("", [], "")]
        self._blocks: list[str] = []
        self._lists: list[int | None] = []
        self._mark = ""
        self._without_words = 0

    def markdown(self) -> str:
        while len(self._frames) > 1:
            self._close_frame()
        self._end_block()
        text = ""
        for block in self._blocks:
            is_row = block.startswith(("- ", "\x01"))
            between = "\n" if text and is_row and text.rsplit("\n", 1)[-1].startswith(("- ", "\x01")) else "\n\n"
            text += (between if text else "") + block
        return text.replace("\x01", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in WITHOUT_WORDS:
            self._without_words += 1
            if tag in ("script", "style"):
                self.remarks.append(remark("script"))
        elif tag == "br":
            self._add("\n" if self._keeps_lines else "\n\n")
        elif tag == "img":
            self.remarks.append(remark("picture", words=_in_brackets(attributes.get("alt"))))
        elif tag in MEDIA:
            self.remarks.append(remark("media"))
        elif tag in BLOCKS:
            self._start_block(tag)
        elif tag in ("td", "th") and "".join(self._frames[-1][1]).strip():
            self._add(" – ")
        elif tag in MARKS or tag in ("a", "sub", "sup", "code", "tt", "kbd"):
            self._frames.append((tag, [], attributes.get("href") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "img", "hr") and tag not in MEDIA:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in WITHOUT_WORDS:
            self._without_words = max(0, self._without_words - 1)
        elif tag in BLOCKS:
            self._end_block()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
        elif any(name == tag for name, _, _ in self._frames[1:]):
            while self._frames[-1][0] != tag:
                self._close_frame()
            self._close_frame()

    def handle_data(self, data: str) -> None:
        if not self._without_words:
            in_code = any(name in ("code", "tt", "kbd") for name, _, _ in self._frames)
            words = data if self._keeps_lines else re.sub(r"[ \t\n\f]+", " ", data.replace("\u00a0", " "))
            self._add(words if in_code else self._escape(words))

    def _add(self, words: str) -> None:
        self._frames[-1][1].append(words)

    def _start_block(self, tag: str) -> None:
        self._end_block()
        if tag in ("ul", "ol"):
            self._lists.append(None if tag == "ul" else 0)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            if number is None:
                self._mark = "- "
            else:
                self._lists[-1] = number + 1
                self._mark = f"\x01{number + 1}. "
        elif tag == "table":
            self.remarks.append(remark("table"))

    def _end_block(self) -> None:
        while len(self._frames) > 1:  # a block inside bold words ends them: Markdown has no bold paragraph
            self._close_frame()
        words = "".join(self._frames[0][1])
        self._frames[0][1].clear()
        mark, self._mark = self._mark, self._mark
        for part in re.split(r"\n\s*\n" if not self._keeps_lines else r"\n(?=\n)", words):
            text = part.strip() if self._keeps_lines else " ".join(part.split())
            if text:
                self._blocks.append(mark + (text if self._keeps_lines else escape_start(text)))
                mark = self._mark = ""

    def _close_frame(self) -> None:
        name, parts, address = self._frames.pop()
        words = "".join(parts)
        inner = words.strip()
        lead, trail = (words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]) if inner else (words, "")
        if inner and name in MARKS and "\n" not in inner:
            inner = f"{MARKS[name]}{inner}{MARKS[name]}"
        elif inner and name == "sup":
            inner = inner.translate(SUPERIORS) if not inner.translate(SUPERIORS).strip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ") else inner
        elif inner and name == "sub":
            inner = inner.translate(INFERIORS) if not inner.translate(INFERIORS).strip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎") else inner
        elif inner and name in ("code", "tt", "kbd"):
            inner = f"`{inner}`" if "`" not in inner else inner
        elif inner and name == "a":
            inner = self._link(inner, address)
        self._frames[-1][1].append(f"{lead}{inner}{trail}")

    def _link(self, words: str, address: str) -> str:
        if address.startswith(("https://", "mailto:")) and not re.search(r"[\s()<>]", address):
            return f"[{words}]({address})"
        if address:
            self.remarks.append(remark("link", address=excerpt(address)))
        return words
