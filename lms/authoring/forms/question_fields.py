"""The form of one question: what its fields hold, and the question they make; a wrong field says so beside it."""

import math
from collections.abc import Collection
from dataclasses import replace

from flask_babel import gettext as _

from courses.items import spellings
from courses.model.content import URGENCIES, Item, Kind, Option, Verdict
from courses.model.content import Form as Pool
from courses.text.keys import KEY
from lms.web.routing.forms import Form, is_printable, on_one_line

MOST_OPTIONS = 10
FEWEST_ROWS, BLANK = 4, 2
"""Rows that a new question shows; empty rows below the options there are."""
LONGEST = 1_000
KINDS: tuple[Kind, ...] = ("single", "multi", "number", "short", "order", "match", "cloze", "survey")
TRUTH = "truth"
"""True or false: a question of one choice with two options, written by its own form."""
POOLS: tuple[Pool, ...] = ("practice", "A", "B", "C", "final")
WITH_OPTIONS = ("single", "multi", "short", "order", "match", "survey")
CHOSEN = ("single", "multi", "short")
VERDICTS: tuple[Verdict, ...] = ("right", "other", "unsafe")
TRUE = {"fr": ("Vrai", "Faux"), "en": ("True", "False")}


def kind_names() -> dict[str, str]:
    return {
        "single": _("One right answer"),
        "truth": _("True or false"),
        "multi": _("Several right answers"),
        "number": _("A number"),
        "short": _("A few words to type"),
        "order": _("Put in order"),
        "match": _("Match two by two"),
        "cloze": _("Words to choose in a sentence"),
        "survey": _("An opinion, without a right answer"),
    }


def pool_names() -> dict[str, str]:
    return {
        "practice": _("Practice"),
        "A": _("Test, form A"),
        "B": _("Test, form B"),
        "C": _("Test, form C"),
        "final": _("Final test"),
    }


def verdict_names() -> dict[str, str]:
    return {"right": _("right"), "other": _("another one is better"), "unsafe": _("unsafe")}


def spelling_names() -> dict[str, str]:
    return {
        "": _("capitals and accents do not count"),
        "slip": _("and one wrong letter in a word of five or more is let pass"),
        "exact": _("every sign counts"),
    }


def urgency_names() -> dict[str, str]:
    return {"": "–", "emergency": _("15 or 112"), "now": _("the team at once"), "today": _("within 24 hours"), "next": _("next contact")}


def blank(kind: str, language: str, key: str = "") -> Item:
    """A new question of this kind."""
    options: tuple[Option, ...] = ()
    real: Kind = "single" if kind == TRUTH else next(one for one in KINDS if one == kind)
    if kind == TRUTH:
        yes, no = TRUE[language]
        options = (Option("a", yes, "right", "", 0), Option("b", no, "other", "", 0))
    return Item(key, "", real, "", language, "", options=options)


def field_values(item: Item) -> dict[str, str]:
    """What each field holds when the form opens."""
    words = {
        "key": item.key, "question": item.question, "hint": item.hint, "explanation": item.explanation, "pool": item.form,
        "objective": item.objective, "answer": number_text(item.answer), "tolerance": number_text(item.tolerance or None),
        "unit": item.unit, "spelling": item.spelling, "rows": ", ".join(item.rows), "sources": ", ".join(item.references),
        "safety": "yes" if item.is_safety else "", "case": "yes" if item.is_case else "",
        "shuffle": "yes" if item.is_shuffled else "", "srs": "yes" if item.is_review_card else "",
    }  # fmt: skip
    for number, option in enumerate(item.options):
        words |= {
            f"text_{number}": option.text, f"pair_{number}": option.pair, f"mark_{number}": option.verdict,
            f"feedback_{number}": option.feedback, f"urgency_{number}": option.urgency,
        }  # fmt: skip
    return words


def number_text(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def read(posted_form: Form, before: Item, *, taken: Collection[str], objectives: Collection[str], sources: Collection[str]) -> Item:
    """The question that the fields make, over what the form does not show; refuses in `typed` what cannot be taken."""
    key = before.key or posted_form.text("key")
    if not before.key:
        _check_key(posted_form, key, taken)
    question = "\n".join(line.rstrip() for line in posted_form.text("question").replace("\r\n", "\n").split("\n"))
    if not question or len(question) > LONGEST:
        posted_form.refuse("question", _("The question is missing or too long"), _("Up to %(n)s characters.", n=LONGEST))
    item = replace(
        before,
        key=key,
        question=question,
        form=next((pool for pool in POOLS if pool == posted_form.text("pool")), before.form),
        hint=_line(posted_form, "hint"),
        explanation=_line(posted_form, "explanation"),
        references=_sources(posted_form, sources),
        objective=_objective(posted_form, before.kind, objectives),
        rows=_rows(posted_form),
        is_safety=posted_form.text("safety") == "yes",
        is_case=posted_form.text("case") == "yes",
        is_shuffled=posted_form.text("shuffle") == "yes",
        is_review_card=posted_form.text("srs") == "yes",
        options=_options(posted_form, before),
    )
    if before.kind == "number":
        answer, tolerance = _number(posted_form, "answer"), _number(posted_form, "tolerance")
        if answer is None and posted_form.refusal("answer") is None:
            posted_form.refuse("answer", _("The right answer is missing"), _("Write it in digits, like 38 or 0.5."))
        item = replace(item, answer=answer, tolerance=tolerance or 0.0, unit=_line(posted_form, "unit"))
    if before.kind == "short":
        item = replace(item, spelling=next((rule for rule in spellings.RULES if rule == posted_form.text("spelling")), ""))
    if before.kind == "cloze" and "[[" not in question:
        words = _("Put the words to choose from in double brackets, the right one first: [[before|after]].")
        posted_form.refuse("question", _("No word is left open"), words)
    return item


def _line(posted_form: Form, name: str) -> str:
    words = on_one_line(posted_form.text(name))
    if not is_printable(words):
        posted_form.refuse(name, _("There is a character here that is not text"), _("Type this passage again."))
    return words


def _check_key(posted_form: Form, key: str, taken: Collection[str]) -> None:
    if not KEY.fullmatch(key) or len(key) > 60:
        words = _("Lower-case letters and digits joined by hyphens, like mouth-care, up to %(n)s characters.", n=60)
        posted_form.refuse("key", _("The key is not one"), words)
    elif key in taken:
        posted_form.refuse("key", _("This key is taken"), _("Another question of this page has it: choose another one."))


def _sources(posted_form: Form, known_keys: Collection[str]) -> tuple[str, ...]:
    keys = [key.strip() for key in posted_form.text("sources").split(",") if key.strip()]
    if posted_form.text("more_source"):
        keys.append(posted_form.text("more_source"))
    wrong = next((key for key in keys if key not in known_keys), None)
    if wrong is not None:
        words = _("Choose it in the list below, or add it to the sources first.")
        posted_form.refuse("sources", _("There is no source %(key)s", key=wrong), words)
    return tuple(dict.fromkeys(keys))


def _rows(posted_form: Form) -> tuple[str, ...]:
    """Rows of the triage register; one that is chosen takes the place of `none`."""
    keys = [key.strip() for key in posted_form.text("rows").split(",") if key.strip()]
    if posted_form.text("more_row"):
        keys = [*(key for key in keys if key != "none"), posted_form.text("more_row")]
    return tuple(dict.fromkeys(keys))


def _objective(posted_form: Form, kind: Kind, known_keys: Collection[str]) -> str:
    key = posted_form.text("objective")
    if kind != "survey" and key not in known_keys:
        posted_form.refuse("objective", _("The objective is missing"), _("Choose it in the list."))
    return key


def _options(posted_form: Form, before: Item) -> tuple[Option, ...]:
    if before.kind not in WITH_OPTIONS:
        return ()
    options: list[Option] = []
    for number in range(MOST_OPTIONS + BLANK):
        text, old = _line(posted_form, f"text_{number}"), before.options[number] if number < len(before.options) else None
        if not text:
            continue
        mark = posted_form.text(f"mark_{number}")
        verdict: Verdict = next((one for one in VERDICTS if one == mark), "other")
        option = replace(
            old or Option("", "", "other", "", 0),
            text=text,
            verdict=verdict if before.kind in CHOSEN else "none" if before.kind == "survey" else "right",
            feedback=_line(posted_form, f"feedback_{number}"),
            pair=_line(posted_form, f"pair_{number}") if before.kind == "match" else "",
            urgency=next((one for one in URGENCIES if one == posted_form.text(f"urgency_{number}")), ""),
        )
        if before.kind == "match" and not option.pair:
            posted_form.refuse(f"pair_{number}", _("One side is empty"), _("Fill in both sides, or empty both."))
        if option.verdict == "unsafe" and posted_form.text("safety") != "yes":
            posted_form.refuse("safety", _("An unsafe option needs this"), _("Tick it: the question then teaches a red flag."))
        options.append(option)
    _check_options(posted_form, before.kind, options)
    return tuple(options)


def _check_options(posted_form: Form, kind: Kind, options: list[Option]) -> None:
    n_right = sum(option.verdict == "right" for option in options)
    if len(options) < (1 if kind == "short" else 2):
        posted_form.refuse("text_0", _("Options are missing"), _("Write two of them at least."))
    elif kind == "single" and n_right != 1:
        posted_form.refuse("mark_0", _("One option is right, and one alone"), _("Mark one option as right."))
    elif kind in ("multi", "short") and not n_right:
        posted_form.refuse("mark_0", _("No option is right"), _("Mark one option as right."))
    if posted_form.text("safety") == "yes" and kind in CHOSEN:
        for number, option in enumerate(options):
            if not option.feedback:
                posted_form.refuse(f"feedback_{number}", _("The feedback is missing"), _("A red flag answers every option."))


def _number(posted_form: Form, name: str) -> float | None:
    words = posted_form.text(name).replace(",", ".")
    try:
        number = float(words) if words else None
    except ValueError:
        number = math.nan
    if number is not None and not math.isfinite(number):
        posted_form.refuse(name, _("This is not a number"), _("Write it in digits, like 38 or 0.5."))
        return None
    return number
