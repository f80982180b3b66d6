"""What an item has and a target has no place for, as small `name=value` notes: comments of GIFT, tags of Moodle, keywords of QTI."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from courses.items.attributes import CONDITIONS, KINDS, MEANINGS, SPELLINGS
from courses.model.content import Item, Kind, Option, Verdict
from courses.text import number_text

MARK = "hlm:"
"""What each note begins with, so that other comments, tags and keywords are told apart."""
ALWAYS: frozenset[str] = frozenset()


def of_item(item: Item, native: Collection[str] = ALWAYS) -> list[tuple[str, str]]:
    """Name and value of each. What the triage register says of an item never leaves the site: it sorts no call for anybody.

    native: names that the target holds by itself and that need no note."""
    return [(name, value) for name, value in _all(item) if value and name.split(".")[0] not in native]


def _all(item: Item) -> Iterator[tuple[str, str]]:
    yield "kind", item.kind
    yield "objective", item.objective
    for key in item.references:
        yield "source", key
    yield "unsafe", ",".join(sorted(item.unsafe_keys))
    flags = {"safety": item.is_safety, "srs": item.is_review_card, "case": item.is_case, "shuffle": item.is_shuffled}
    yield from ((name, "yes") for name, is_set in flags.items() if is_set)
    yield "when", item.only_when
    yield "reading", "" if item.reading is None else number_text.write(item.reading)
    yield "expect", item.expect
    yield "unit", item.unit
    yield "spelling", item.spelling
    yield "hint", " ".join(item.hint.split())
    for option in item.options:
        yield f"miss.{option.key}", option.miss
        if item.kind in ("order", "match", "survey", "short"):
            yield f"feedback.{option.key}", " ".join(option.feedback.split())


def read(rows: Collection[tuple[str, str]]) -> dict[str, str]:
    """Notes by name; several sources are joined, as an author joins them."""
    values: dict[str, str] = {}
    for name, value in rows:
        name = "source" if name == "references" else name
        values[name] = f"{values[name]}; {value}" if name == "source" and name in values else value.strip()
    return values


def put_back(item: Item, values: Mapping[str, str]) -> Item:
    """An item with what its notes say. A value that nobody could have written here is passed over."""
    unsafe = [key for key in values.get("unsafe", "").split(",") if key]
    options = tuple(_option(option, values, unsafe) for option in item.options)
    expect, when = values.get("expect", ""), values.get("when", "")
    return replace(
        item,
        options=options,
        objective=_word(values.get("objective", "")),
        references=tuple(key for part in values.get("source", "").split(";") if (key := _word(part.strip()))),
        is_safety="safety" in values or any(option.verdict == "unsafe" for option in options),
        is_review_card="srs" in values,
        is_case="case" in values,
        spelling=SPELLINGS.get(values.get("spelling", ""), item.spelling) if item.kind == "short" else "",
        is_shuffled="shuffle" in values or item.is_shuffled,
        only_when=when if when in CONDITIONS else "",
        reading=number_text.read(values.get("reading", "")),
        expect=expect if expect in MEANINGS else "",
        unit=values.get("unit", "") or item.unit,
        hint=values.get("hint", "") or item.hint,
    )


def _option(option: Option, values: Mapping[str, str], unsafe: Collection[str]) -> Option:
    verdict: Verdict = "unsafe" if option.key in unsafe and option.verdict == "other" else option.verdict
    return replace(
        option,
        verdict=verdict,
        miss=_word(values.get(f"miss.{option.key}", "")),
        feedback=option.feedback or values.get(f"feedback.{option.key}", ""),
    )


def _word(text: str) -> str:
    """A key as it may stand in an item's braces; empty for anything else."""
    return text if text and not set(text) & set(' \t\n{}"=,;@[]') else ""


def kind_of(values: Mapping[str, str]) -> Kind | None:
    """The kind our own export wrote."""
    return KINDS.get(values.get("kind", ""))
