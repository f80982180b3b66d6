"""content/_structure/cohort-names.yml: words that tell of an illness or a treatment, which no cohort may have in its name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from courses.errors import ContentUnreadable
from courses.sentences import sentence
from courses.text import yaml_files
from courses.text.search_terms import words_of
from courses.text.suggestions import nearest

FILE = "_structure/cohort-names.yml"
WORDING = "_structure/wording.yml"


@dataclass(frozen=True, slots=True)
class NameWords:
    """Folded words and word groups, each as a tuple of words; beginnings and ends of one word."""

    groups: frozenset[tuple[str, ...]]
    beginnings: tuple[str, ...]
    ends: tuple[str, ...]

    def first_in(self, name: str) -> str | None:
        """The first word, or words, of a name that no cohort may have; None when the name may stand."""
        words = words_of(name)
        for at in range(len(words)):
            for length in {len(group) for group in self.groups}:
                if tuple(words[at : at + length]) in self.groups and at + length <= len(words):
                    return " ".join(words[at : at + length])
            if words[at].startswith(self.beginnings) or words[at].endswith(self.ends):
                return words[at]
        return None


def load(content_folder: Path) -> NameWords:
    """Raises ContentUnreadable with the line of what is wrong."""
    names = yaml_files.read_text(content_folder / FILE, FILE)
    return parse(names, yaml_files.read_text(content_folder / WORDING, WORDING))


def parse(text: str, wording: str) -> NameWords:
    """wording: the text of wording.yml, whose brand names count too. Raises ContentUnreadable."""
    whole = yaml_files.parse(text, FILE)
    if not isinstance(whole, Mapping):
        raise ContentUnreadable(FILE, 1, "010", sentence("expected illness:, treatment: and substance:"))
    terms = list(_terms(whole))
    brands = yaml_files.parse(wording, WORDING)
    brands = brands.get("brands", {}) if isinstance(brands, Mapping) else {}
    terms += [str(brand) for brand in brands]
    return NameWords(
        groups=frozenset(tuple(words_of(term)) for term in terms if "*" not in term),
        beginnings=tuple(_whole_word(term.rstrip("*")) for term in terms if term.endswith("*")),
        ends=tuple(_whole_word(term.lstrip("*")) for term in terms if term.startswith("*")),
    )


def _whole_word(term: str) -> str:
    """A beginning or an end as words_of folds it, its last letter kept."""
    return words_of(term + "q")[0][:-1] if term else term


def _terms(whole: Mapping[str, object]) -> Iterator[str]:
    for kind, languages in whole.items():
        line = yaml_files.line_of(whole, kind)
        if not isinstance(languages, Mapping):
            raise ContentUnreadable(FILE, line, "010", sentence("{kind}: expected fr: and en:, each a list of words", kind=kind))
        for language in ("fr", "en"):
            words = languages.get(language)
            if not isinstance(words, list) or not all(isinstance(word, str) and word.strip("* ") for word in words):
                line = yaml_files.line_of(languages, language) if language in languages else line
                raise ContentUnreadable(
                    FILE, line, "010", sentence("{kind}, {language}: expected a list of words", kind=kind, language=language)
                )
            yield from words
        for key in languages:
            if key not in ("fr", "en"):
                at = yaml_files.line_of(languages, key)
                raise ContentUnreadable(
                    FILE, at, "010", sentence("unknown key {key!r}{hint}", key=key, hint=nearest(str(key), ("fr", "en")))
                )
