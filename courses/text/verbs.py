"""A French verb and the pronoun it is tied to, « dit-on », « dites-lui », kept on one line of a page."""

import re

PRONOUN = "(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|moi|toi|le|la|les|lui|leur|en|y)"
TIED = re.compile(rf"(?<![\w-])[^\W\d_]+(?:-(?:t|{PRONOUN}))*-{PRONOUN}(?![\w-])")
TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
OPENING = re.compile(r"<(\w+)")
LEFT_ALONE = frozenset({"script", "style", "title", "textarea", "option", "code", "pre", "kbd", "svg"})
"""What holds no prose of ours, or no mark of its own: what is typed and sent back must come back as it was."""


def keep_verbs_whole(html: str) -> str:
    """The same page with each tied verb in a span that does not break (`.nb` of the style sheets).

    A browser breaks a line at a hyphen. A sign that forbids it would be copied and searched along; a span is neither.
    """
    if not TIED.search(html):
        return html
    pieces = TAG.split(html)
    closing = ""
    for place, piece in enumerate(pieces):
        if piece.startswith("<"):
            opening = OPENING.match(piece)
            if closing:
                closing = "" if piece.lower().startswith(closing) else closing
            elif opening and opening[1].lower() in LEFT_ALONE and not piece.endswith("/>"):
                closing = f"</{opening[1].lower()}"
        elif not closing:
            pieces[place] = TIED.sub(r'<span class="nb">\g<0></span>', piece)
    return "".join(pieces)
