"""Words tied by a hyphen that stay on one line of a page: a French verb and its pronoun, « dit-on », and a name such as 5-FU."""

import re

PRONOUN = "(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|moi|toi|le|la|les|lui|leur|en|y)"
NAME = r"(?:\d+-[A-Z]|[A-Z]{2,}-[A-Z\d])[A-Z\d]*"
"""5-FU, PD-L1, COVID-19."""
PATTERNS = {
    "fr": re.compile(rf"(?<![\w-])(?:[^\W\d_]+(?:-(?:t|{PRONOUN}))*-{PRONOUN}|{NAME})(?![\w-])"),
    "en": re.compile(rf"(?<![\w-]){NAME}(?![\w-])"),
}
SPACES = " \t\r\n"
TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
START_TAG = re.compile(r"<(\w+)")
LEFT_ALONE = frozenset({"script", "style", "title", "textarea", "option", "code", "pre", "kbd", "svg"})
"""What holds no prose of ours, or no mark of its own: what is typed and sent back must come back as it was."""


def keep_tied_words(html: str, language: str) -> str:
    """The same page with each tied word in an element that does not break (`.nb` of the style sheets).

    A browser breaks a line at a hyphen. A sign that forbids it would be copied and searched along; an element is neither.
    """
    pattern = PATTERNS[language]
    if not pattern.search(html):
        return html
    pieces = TAG.split(html)
    end_tag = ""
    for place, piece in enumerate(pieces):
        if piece.startswith("<"):
            start = START_TAG.match(piece)
            if end_tag:
                end_tag = "" if piece.lower().startswith(end_tag) else end_tag
            elif start and start[1].lower() in LEFT_ALONE and not piece.endswith("/>"):
                end_tag = f"</{start[1].lower()}"
        elif not end_tag:
            pieces[place] = _with_marks(piece, pattern)
    return "".join(pieces)


def _with_marks(words: str, pattern: re.Pattern[str]) -> str:
    """The words between two tags. They stay one element: a flex box would take each part for a box of its own and drop the space between.

    A bdi, since no style sheet speaks of it as of a span.
    """
    new = pattern.sub(r'<bdi class="nb">\g<0></bdi>', words)
    core = new.strip(SPACES)
    if new == words or pattern.fullmatch(words.strip(SPACES)):
        return new
    before, after = new.split(core, 1)
    return f"{before}<bdi>{core}</bdi>{after}"
