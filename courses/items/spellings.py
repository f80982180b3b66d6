"""Which of its spellings a typed answer is: by the words alone, whatever capitals, accents, spaces and marks around them.

`courses/packages/static/spellings.js` says the same for pages that leave the site; a test holds both together.
"""

import re
import unicodedata

from courses.model.content import Item, Option, Spelling

LONGEST = 100
"""Signs of an answer that are looked at."""
SHORTEST_WITH_A_SLIP = 5
"""Letters of a spelling in which one wrong letter is a slip of the hand; in a shorter one it may be another word."""
RULES: tuple[Spelling, ...] = ("", "exact", "slip")
"""As said above; every sign counts but spaces; one wrong letter is let pass."""
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")
"""Of Markdown, before a sign that it takes away its meaning."""
EDGES = " .,;:!?…\"'«»“”()"


def match_of(item: Item, typed: str) -> Option | None:
    """The spelling that was typed; None for other words. One that is written exactly so comes before one that a slip leads to."""
    words = plain(typed[:LONGEST], item.spelling)
    if not words:
        return None
    spellings = [(option, plain(without_marks(option.text), item.spelling)) for option in item.options]
    same = next((option for option, spelling in spellings if spelling == words), None)
    if same is not None or item.spelling != "slip":
        return same
    near = [option for option, spelling in spellings if option.verdict == "right" and is_one_slip(words, spelling)]
    return near[0] if near else None


def without_marks(text: str) -> str:
    """A spelling as people type it: an author may have written signs of Markdown behind backslashes."""
    return BACKSLASH.sub(r"\1", text)


def plain(text: str, rule: Spelling) -> str:
    """The words as they are compared."""
    words = " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())
    if rule == "exact":
        return words
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words.lower()) if not unicodedata.combining(sign))
    return " ".join(bare.translate(LIGATURES).replace("-", " ").split()).strip(EDGES)


def is_one_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, added, changed or turned round with its neighbour; never in a word with a figure."""
    if len(other) < SHORTEST_WITH_A_SLIP or abs(len(one) - len(other)) > 1 or any(sign.isdigit() for sign in one + other):
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    mine, theirs = one[start:], other[start:]
    if len(mine) == len(theirs):
        return mine[1:] == theirs[1:] or (mine[2:] == theirs[2:] and mine[:2] == theirs[1::-1])
    return mine[1:] == theirs if len(mine) > len(theirs) else theirs[1:] == mine
