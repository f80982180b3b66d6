"""Spaces that must not break, and the right apostrophe, as each language's printers set them."""

import re

NO_BREAK = "\u00a0"
BEFORE_SIGN = re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]++(?=[?!;:»%])")
AFTER_QUOTE = re.compile(r"«[ \u00a0\u202f]*")
BEFORE_END_OF_QUOTE = re.compile(r"[ \u00a0\u202f]*»")
BEFORE_UNIT = re.compile(
    r"(?<=\d)[ \u00a0\u202f]+(?=(?:°C|h|min|kg|kcal|mg|µg|ng|g|ml|mL|l|cm|mmHg|mmol|€|SMS|G/L|heures?|jours?|semaines?|mois|ans|kilos?"
    r"|minutes?|hours?|days?|weeks?|months?|years?)\b|[ap]\.m\.|°|€|%)"
)
AFTER_DAY = re.compile(r"(?<=\b[Dd]ay)[ \u00a0](?=\d)|(?<=\b[Jj]our)[ \u00a0](?=\d)")
"""The day of a cycle: “day” at the end of a line and “10” on the next read as two things."""
AFTER_TITLE = re.compile(r"(?<![\w.])(MM?\.|Mme|Mlle|Dr|Mrs?|Ms|St)[ \u00a0](?=[A-ZÀ-Þ])")
"""A name stays beside its title: “Mrs” at the end of a line and “R.” on the next are read twice."""
BEFORE_EMERGENCY_NUMBER = re.compile(r"(?<=\b(?:le|au))[ \u00a0](?=(?:15|112|114|3114)\b)|(?<=\b[Cc]all)[ \u00a0](?=(?:15|112|114|3114)\b)")
BEFORE_STRONG_NUMBER = re.compile(r"(?:(?<=\b(?:le|au))|(?<=\b[Cc]all)) (?=<(?:strong|b)>(?:15|112|114|3114)\b)")
"""The same where the number stands in a mark of its own, on a page."""
STATISTIC = re.compile(r"\b(P|HR|OR|RR)[ \u00a0](?:([=<>])[ \u00a0])?(?=\d)")
"""P = 0.02, HR 0.99: a figure alone at the beginning of a line is read without what it measures."""
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
APOSTROPHE = re.compile(r"(?<=[\w}])'(?=\w)")
PIECE = re.compile(r"(<[^>]*>)")
VERBATIM = ("code", "pre", "kbd")


def typeset(text: str, language: str) -> str:
    """Plain words (no markup) with the language's spaces; doing it twice changes nothing more."""
    text = APOSTROPHE.sub("’", text)
    text = BEFORE_UNIT.sub(NO_BREAK, text)
    text = AFTER_DAY.sub(NO_BREAK, text)
    text = AFTER_TITLE.sub(rf"\1{NO_BREAK}", text)
    text = BEFORE_EMERGENCY_NUMBER.sub(NO_BREAK, text)
    text = STATISTIC.sub(lambda found: NO_BREAK.join((*filter(None, found.groups()), "")), text)
    if language != "fr":
        return text
    text = BEFORE_SIGN.sub(NO_BREAK, text)
    text = THOUSANDS.sub(NO_BREAK, text)
    return AFTER_QUOTE.sub("«" + NO_BREAK, text)


def inside_quotes(text: str) -> str:
    """A title as it stands between quotation marks: its own become the inner ones of its language, “ ” in French and ‘ ’ in English."""
    if "«" in text:
        return AFTER_QUOTE.sub("“", BEFORE_END_OF_QUOTE.sub("”", text))
    return text.replace("“", "‘").replace("”", "’")


def typeset_html(html: str, language: str) -> str:
    """The same for a page's words; tags, and what stands in code, are left alone."""
    inside = 0
    pieces = PIECE.split(BEFORE_STRONG_NUMBER.sub(NO_BREAK, html.replace("&nbsp;", NO_BREAK)))
    for place, piece in enumerate(pieces):
        if piece.startswith("<"):
            name = piece.strip("</> ").split(" ", 1)[0].lower()
            if name in VERBATIM:
                inside += -1 if piece.startswith("</") else 1
        elif piece and inside <= 0:
            pieces[place] = typeset(piece, language)
    return "".join(pieces)
