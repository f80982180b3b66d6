"""How the search takes words: letters without accents, no plurals; and the names its register of synonyms may use."""

import re
import unicodedata

REGISTER = "_structure/search.yml"
WORD = re.compile(r"\w+")
PLURAL = re.compile(r"(?<=\w{3})[sx]$")
PLAIN: dict[int, str] = {
    code: unicodedata.normalize("NFKD", chr(code))[0].lower()
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if chr(code).isalpha()
} | {ord("œ"): "oe", ord("æ"): "ae", ord("Œ"): "oe", ord("Æ"): "ae"}
LONGEST_PHRASE = 5
PAGES = (
    "fever", "real-problem", "sheet", "prepare", "play", "courses", "progress", "sources", "accessibility", "your-data", "about",
    "workshop",
)  # fmt: skip
"""The site's own pages by key, as `pages:` of the register names them; lms.finding.site_pages says where each is."""


def fold(text: str) -> str:
    """Small letters without accents, œ as oe. The text is in composed form (NFC), as pages and queries are made here."""
    return text.translate(PLAIN)


def words_of(text: str) -> list[str]:
    """The folded words of a text, without the s or x of a plural."""
    words = WORD.findall(fold(unicodedata.normalize("NFC", text)))
    return [word[:-1] if word[-1] in "sx" and len(word) > 3 else word for word in words]  # as PLURAL, at a quarter of its time
