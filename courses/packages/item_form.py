"""A practice item as a form of a package's page, and what its script needs to mark it."""

from collections.abc import Mapping
from html import escape
from typing import Any

from courses.items import responses
from courses.items.interaction import KINDS
from courses.items.syntax import GAP
from courses.model.content import Item
from courses.text import safe_html

CHANCE = "package"
"""Every learner of a package sees options in one order: the pages are made once."""
GAP_SIGN = "\ue000{}\ue001"


def marks(item: Item) -> dict[str, Any]:
    """What player.js marks by: the same facts as `courses.items.marking`, ready for JSON."""
    document: dict[str, Any] = {
        "key": item.key,
        "kind": item.kind,
        "type": KINDS[item.kind],
        "isSafety": item.is_safety,
        "right": sorted(item.right_keys),
        "unsafe": sorted(item.unsafe_keys),
        "possible": sorted(item.possible_keys),
    }
    if item.kind == "number":
        document |= {"answer": item.answer, "tolerance": item.tolerance}
    if item.kind == "short":
        document["spelling"] = item.spelling
        document["spellings"] = [{"key": one.key, "text": one.text, "isRight": one.verdict == "right"} for one in item.options]
    if item.kind in ("order", "match"):
        document["rows"] = [option.key for option in item.options]
    if item.kind == "cloze":
        document["gaps"] = {gap.key: gap.choices[0] for gap in item.gaps}
    return document


def form(item: Item, number: int, words: Mapping[str, str]) -> str:
    """The form, named `item-<number>`; feedback stands in it and is hidden until the script opens it."""
    label = f"{words['question']} {number}"
    body = {"number": _number, "short": _short, "order": _order, "match": _match, "cloze": _nothing}.get(item.kind, _choices)(
        item, number, words
    )
    why = safe_html.render(item.explanation, language=item.language) if item.explanation else ""
    return (
        f'<form id="item-{number}" class="item" data-item="{number}">\n<fieldset>\n<legend>{escape(label)}</legend>\n'
        f"{_question(item, number, words)}\n{body}\n</fieldset>\n"
        f'<p class="say" role="status"></p>\n<button class="check">{escape(words["check"])}</button>\n'
        f'<div class="why" hidden>\n{_feedback(item, words)}{why}\n</div>\n</form>'
    )


def _question(item: Item, number: int, words: Mapping[str, str]) -> str:
    if item.kind != "cloze":
        return safe_html.render(item.question, language=item.language)
    gaps = iter(item.gaps)
    text = GAP.sub(lambda _match: GAP_SIGN.format(next(gaps).key), item.question)
    html = safe_html.render(text, language=item.language)
    for place, gap in enumerate(item.gaps, 1):
        choices = responses.shown_choices(item, gap.key, CHANCE)
        name = f"{words['your_answer']} {number}.{place}"
        html = html.replace(GAP_SIGN.format(gap.key), _select(f"gap-{gap.key}", [(one, one) for one in choices], name, words))
    return html


def _nothing(_item: Item, _number: int, _words: Mapping[str, str]) -> str:
    return ""


def _choices(item: Item, number: int, _words: Mapping[str, str]) -> str:
    kind = "checkbox" if item.kind == "multi" else "radio"
    return "\n".join(
        f'<label class="choice"><input type="{kind}" name="choice-{number}" value="{escape(option.key)}"> '
        f"<span>{safe_html.render_inline(option.text, item.language)}</span></label>"
        for option in responses.shown_options(item, CHANCE)
    )


def _number(item: Item, number: int, words: Mapping[str, str]) -> str:
    unit = f" {escape(item.unit)}" if item.unit else ""
    field = f'<input name="choice-{number}" inputmode="decimal" autocomplete="off" size="8">'
    return f"<label>{escape(words['your_answer'])} {field}{unit}</label>"


def _short(_item: Item, number: int, words: Mapping[str, str]) -> str:
    field = f'<input name="choice-{number}" autocomplete="off" autocapitalize="none" spellcheck="false" size="24" maxlength="100">'
    return f"<label>{escape(words['your_answer'])} {field}</label>"


def _order(item: Item, _number: int, words: Mapping[str, str]) -> str:
    places = [(str(place), str(place)) for place in range(1, len(item.options) + 1)]
    return "\n".join(
        f'<p class="row">{_select(f"order-{option.key}", places, words["place"] + ": " + option.text, words)} '
        f"<span>{safe_html.render_inline(option.text, item.language)}</span></p>"
        for option in responses.shown_options(item, CHANCE)
    )


def _match(item: Item, _number: int, words: Mapping[str, str]) -> str:
    pairs = [(option.key, option.pair) for option in responses.shown_pairs(item, CHANCE)]
    return "\n".join(
        f'<p class="row"><span>{safe_html.render_inline(option.text, item.language)}</span> '
        f"{_select('match-' + option.key, pairs, option.text, words)}</p>"
        for option in item.options
    )


def _select(name: str, choices: list[tuple[str, str]], label: str, words: Mapping[str, str]) -> str:
    options = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in choices)
    return f'<select name="{escape(name)}" aria-label="{escape(label)}"><option value="">{escape(words["pick"])}</option>{options}</select>'


def _feedback(item: Item, words: Mapping[str, str]) -> str:
    """One line an option, shown for those that were chosen and for those to remember; the answer of the other kinds in a line."""
    if item.kind in ("single", "multi", "survey"):
        other = "other" if item.is_safety else "fits"
        return "".join(
            f'<p data-option="{escape(option.key)}" class="{option.verdict}"><strong>{safe_html.render_inline(option.text, item.language)}'
            f"</strong>{_verdict(other if option.verdict == 'other' else option.verdict, words)} "
            f"{safe_html.render_inline(option.feedback, item.language)}</p>"
            for option in item.options
        )
    lines = {
        "number": lambda: [f"{_decimal(item)} {item.unit}".strip()],
        "short": lambda: [option.text for option in item.options if option.verdict == "right"],
        "order": lambda: [option.text for option in item.options],
        "match": lambda: [f"{option.text} → {option.pair}" for option in item.options],
        "cloze": lambda: [gap.choices[0] for gap in item.gaps],
    }[item.kind]()
    tag = "ol" if item.kind == "order" else "ul"
    shown_lines = "".join(f"<li>{safe_html.render_inline(line, item.language)}</li>" for line in lines)
    return f'<p class="right"><strong>{escape(words["right"])}</strong></p>\n<{tag}>{shown_lines}</{tag}>\n'


def _verdict(verdict: str, words: Mapping[str, str]) -> str:
    return f" — <em>{escape(words[verdict])}.</em>" if verdict in words else ""


def _decimal(item: Item) -> str:
    number = f"{item.answer:g}" if item.answer is not None else ""
    return number.replace(".", ",") if item.language == "fr" else number
