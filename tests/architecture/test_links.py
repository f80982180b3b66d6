"""Every link of every page of the documentation leads somewhere: to a file of the repository, and to a heading of it."""

import re
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^()\s<>]+(?:\([^()]*\))?[^()\s<>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"(?m)^ {0,3}\[[^\]]+\]:\s+(\S+)")
HEADING = re.compile(r"(?m)^#{1,6}\s+(.+?)\s*#*\s*$")
FENCED = re.compile(r"(?ms)^( *)(```|~~~).*?^\1\2\s*$")
CODE = re.compile(r"`+[^`]*`+")


def pages() -> list[Path]:
    """Tracked or new, but not what authors write for learners: `content check` looks at the links of those."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"]
    stdout = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    apart = ("content/fr/", "content/en/", "tests/")
    return [ROOT / name for name in stdout.split("\0") if name and not name.startswith(apart) and (ROOT / name).is_file()]


def links(text: str) -> list[str]:
    prose = CODE.sub("", FENCED.sub("", text))
    return [*LINK.findall(prose), *REFERENCE.findall(prose)]


def anchors(text: str) -> set[str]:
    """As hosting sites make them: small letters, marks left out, spaces as hyphens, a number behind the second of a name."""
    seen: Counter[str] = Counter()
    found = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))
    for title in HEADING.findall(FENCED.sub("", text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "").strip().lower()
        kept = "".join(sign for sign in words if sign in "-_ " or unicodedata.category(sign)[0] in "LN")
        anchor = kept.replace(" ", "-")
        found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def broken(page: Path, text: str) -> list[str]:
    found = []
    for link in links(text):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue  # another site: no test depends on the network
        place, _, anchor = unquote(link).partition("#")
        target = (page.parent / place).resolve() if place else page
        if place and not (target.exists() and target.is_relative_to(ROOT)):
            found.append(f"{link}: no such file")
        elif anchor and target.suffix == ".md" and anchor not in anchors(text if target == page else target.read_text("utf-8")):
            found.append(f"{link}: no such heading")
    return found


def test_every_link_leads_to_a_file_and_a_heading() -> None:
    found = [f"{page.relative_to(ROOT)}: {what}" for page in pages() for what in broken(page, page.read_text("utf-8"))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("[a](nowhere.md)", 1),
        ("[a](../README.md) ![b](screenshots/none.png)", 1),
        ("[a](architecture.md#no-such-heading)", 1),
        ("# One `two`\n[a](#one-two) [b](#one)", 1),
        ("[a]: nowhere.md", 1),
        ("```\n[a](nowhere.md)\n```\nand `[b](nowhere.md)`, [c](https://example.org/x)", 0),
    ],
)
def test_a_planted_dead_link_is_found(words: str, count: int) -> None:
    assert len(broken(ROOT / "docs/planted.md", words)) == count


def test_every_page_of_the_documentation_is_linked_from_another() -> None:
    every = {page: page.read_text("utf-8") for page in pages()}
    reached = {(page.parent / unquote(link).partition("#")[0]).resolve() for page, text in every.items() for link in links(text)}
    docs = [page for page in every if page.is_relative_to(ROOT / "docs") and not page.is_relative_to(ROOT / "docs/reviews")]
    lonely = [str(page.relative_to(ROOT)) for page in docs if page not in reached and page.parent not in reached]
    assert not lonely


def test_each_decision_has_a_number_of_its_own() -> None:
    """A title that bears a number, as those from 0022 on do, bears the file's."""
    titles = {page.name: page.read_text(encoding="utf-8").partition("\n")[0] for page in sorted((ROOT / "docs/decisions").glob("*.md"))}
    numbers = [name[:4] for name in titles]
    assert sorted(set(numbers)) == numbers, [number for number in numbers if numbers.count(number) > 1]
    numbered = {name: match[1] for name, title in titles.items() if (match := re.match(r"# (\d{4}) ", title))}
    assert {name: number for name, number in numbered.items() if not name.startswith(number)} == {}
