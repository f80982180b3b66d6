"""Items written as authors type them; reading that text again gives the same items."""

from collections.abc import Iterator, Sequence

from courses.model.content import Item, Option
from courses.text import number_text

MARKS = {"right": "x", "other": " ", "possible": " ", "unsafe": "!", "none": " "}
POOLS = {"practice": "practice", "A": "form A", "B": "form B", "C": "form C", "final": "final"}


def write(items: Sequence[Item]) -> str:
    """An items file's text, pools in the order practice, A, B, C, final."""
    parts = []
    for form, title in POOLS.items():
        pool = [item for item in items if item.form == form]
        if pool:
            parts += [f"# {title}", *("\n".join(_lines(item)) for item in pool)]
    return "\n\n".join(parts) + "\n"


def _lines(item: Item) -> Iterator[str]:
    first, *more = item.question.split("\n")
    yield f"## {item.key} {first} {{{' '.join(_words(item))}}}"
    yield from (line if line.startswith(">") else f"  {line}".rstrip() for line in more)  # indented, no line begins an item or an option
    if more:
        yield ""
    for place, option in enumerate(item.options, 1):
        yield from _option(item, option, place)
    for sign, text in (("?", item.hint), ("=", item.explanation), ("@", "; ".join(item.references))):
        if text:
            yield f"{sign} {' '.join(text.split())}"


def _words(item: Item) -> Iterator[str]:
    yield item.kind
    flags = {"safety": item.is_safety, "srs": item.is_review_card, "case": item.is_case, "shuffle": item.is_shuffled}
    yield from (name for name, is_set in flags.items() if is_set)
    settings: dict[str, object] = {
        "answer": item.answer,
        "tolerance": item.tolerance or None,
        "unit": item.unit,
        "when": item.only_when,
        "reading": item.reading,
        "expect": item.expect,
        "objective": item.objective,
        "row": ",".join(item.rows),
        "spelling": item.spelling,
    }
    for name, value in settings.items():
        if value not in (None, ""):
            text = number_text.write(value) if isinstance(value, float) else str(value)
            yield f'{name}="{text}"' if " " in text else f"{name}={text}"


def _option(item: Item, option: Option, place: int) -> Iterator[str]:
    text = " ".join(option.text.split())
    words = " ".join(
        f"{name}={value}" for name, value in (("miss", option.miss), ("urgency", option.urgency), ("row", option.row)) if value
    )
    end = f" {{{words}}}" if words else ""
    if item.kind == "order":
        yield f"{place}. {text}"
    elif item.kind == "match":
        yield f"- {text} => {' '.join(option.pair.split())}{end}"
    elif item.kind == "survey":
        yield f"- {text}"
    else:
        yield f"- [{MARKS[option.verdict]}] {text}{end}"
    if option.feedback:
        yield f"  > {' '.join(option.feedback.split())}"
