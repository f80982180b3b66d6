"""What a course, a module of its list and the address of a source must look like."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from courses.model.content import PROFESSIONALS, Credential
from courses.sentences import Sentence, sentence
from courses.text import yaml_files
from courses.text.keys import LANGUAGES
from courses.text.suggestions import nearest
from courses.text.typography import typeset

CREDENTIALS: dict[str, Credential] = {"attestation": "attestation", "certificate": "certificate"}
COURSE_KEYS = ("key", "audience", "title", "summary", "version", "public", "credential", "passing", "modules")
MODULE_KEYS = ("key", "minutes", "critical", "objectives", "requires", "mirrors")
WEB = re.compile(r"https?://[^\s/<>\"'\\]+\.[^\s<>\"\\]+")
DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"]+")
Refuse = Callable[[str, int, str, Sentence], None]


def usual_credential(audience: str) -> Credential:
    """What finishing a course gives where the course does not say it."""
    return "certificate" if audience in PROFESSIONALS else "attestation"


def web_address(value: object) -> str:
    """The address of a page; empty for anything a reader's browser should not follow."""
    return value if isinstance(value, str) and WEB.fullmatch(value) else ""


def refuse_odd_address(key: str, node: Any, shown_path: str, refuse: Refuse) -> None:
    url, doi = node.get("url"), node.get("doi")
    if url is not None and not web_address(url):
        refuse(
            shown_path,
            yaml_files.line_of(node, "url"),
            "316",
            sentence("{key!r}: url: must be an address like https://example.org/page", key=key),
        )
    if doi is not None and not DOI.fullmatch(str(doi)):
        line = yaml_files.line_of(node, "doi")
        refuse(shown_path, line, "316", sentence("{key!r}: doi: stands without an address before it, like 10.1000/182", key=key))


def refuse_odd_course(node: Any, folder: str, shown_path: str, refuse: Refuse) -> None:
    for name in unknown_keys(node, COURSE_KEYS):
        refuse(
            shown_path,
            yaml_files.line_of(node, name),
            "004",
            sentence("unknown key {name!r}{hint}", name=name, hint=nearest(name, COURSE_KEYS)),
        )
    if str(node.get("key")) != folder:
        refuse(shown_path, yaml_files.line_of(node, "key"), "005", sentence("key: must be the folder's name, {folder!r}", folder=folder))
    if node.get("credential") is not None and str(node.get("credential")) not in CREDENTIALS:
        refuse(
            shown_path,
            yaml_files.line_of(node, "credential"),
            "012",
            sentence("credential: must be one of {credentials}", credentials=", ".join(CREDENTIALS)),
        )


def refuse_odd_entry(entry: Any, shown_path: str, line: int, refuse: Refuse) -> None:
    # A value of another kind would be passed over: `critical: yes` is a word in YAML, and the module would not count as a red flag.
    if not isinstance(entry.get("critical", False), bool):
        refuse(shown_path, line, "012", sentence("critical of {key!r} must be true or false", key=entry["key"]))
    for name in [name for name in ("objectives", "requires", "mirrors") if not yaml_files.is_list_of_words(entry.get(name, []))]:
        refuse(shown_path, line, "012", sentence("{name} of {key!r} must be a list of keys, like [fever]", name=name, key=entry["key"]))


def unknown_keys(node: Any, keys: tuple[str, ...]) -> list[str]:
    return [key for key, _ in yaml_files.pairs(node) if key not in keys]


def words_of(value: object) -> str:
    """What an author wrote as text; empty for a list, a mapping, a number, a truth or nothing."""
    return str(value).strip() if isinstance(value, str) else ""


def words_for_professionals(key: str, node: Any, shown_path: str, refuse: Refuse) -> Mapping[str, str]:
    """An objective's words for GPs and pharmacists by language, both or none."""
    own = node.get("professional")
    if own is None:
        return {}
    written = {language: words_of(own.get(language)) for language in LANGUAGES} if isinstance(own, Mapping) else {}
    for language in LANGUAGES:
        if not written.get(language):
            line = yaml_files.line_of(node, "professional")
            message = sentence("objective {key!r} has words for professionals, but none in {language!r}", key=key, language=language)
            refuse(shown_path, line, "011", message)
    return {language: typeset(words, language) for language, words in written.items()} if all(written.values()) else {}
