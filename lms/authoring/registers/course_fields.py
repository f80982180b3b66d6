"""A course by form: what it is called, and for professionals the rule of its final test; only values that differ are written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from courses.authoring.registers import shared_files, yaml_edits
from courses.authoring.registers.yaml_edits import Value
from courses.library import passing_rules
from courses.library.structure import AUDIENCES
from courses.text import yaml_files
from courses.text.keys import LANGUAGES
from lms.web.routing import locales
from lms.web.routing.forms import Form, is_printable, on_one_line

LONGEST = 300
WHOLE = ("attempts", "valid_months", "minutes")
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class DrawRow:
    """How many questions of an objective the final test draws. draw, safety: the names of their boxes."""

    objective: str
    draw: str
    safety: str


def draw_rows(values: Mapping[str, Any]) -> list[DrawRow]:
    """One for each objective of the rule, in its order."""
    return [DrawRow(key, f"draw_{place}", f"safety_{place}") for place, key in enumerate(_questions(values))]


def has_rule(values: Mapping[str, Any]) -> bool:
    return isinstance(values.get("passing"), Mapping)


def _questions(values: Mapping[str, Any]) -> Mapping[str, Any]:
    questions = values["passing"].get("questions") if has_rule(values) else None
    return questions if isinstance(questions, Mapping) else {}


def opening_form(values: Mapping[str, Any]) -> Form:
    """What each box holds when the form opens."""
    texts = {f"{name}_{one}": _at(values, (name, one)) for name in ("title", "summary") for one in LANGUAGES}
    boxes = {name: on_one_line(str(words or "")) for name, words in texts.items()}
    if has_rule(values):
        rule = values["passing"]
        share = rule.get("share")
        boxes |= {name: "" if rule.get(name) is None else str(rule[name]) for name in WHOLE}
        boxes["percent"] = f"{share * 100:g}" if type(share) in (int, float) else ""
        boxes["wait_days"] = ", ".join(map(str, rule.get("wait_days") or ()))
        boxes["critical"] = "yes" if rule.get("critical") == "all" else ""
    for row in draw_rows(values):
        draw, safety = _counts(_questions(values)[row.objective])
        boxes |= {row.draw: draw, row.safety: safety}
    return Form(boxes)


def _counts(value: Any) -> tuple[str, str]:
    """`{draw: 4, safety: 2}` or `4` as the words of two boxes."""
    draw, safety = (value.get("draw"), value.get("safety")) if isinstance(value, Mapping) else (value, None)
    return str(draw), "" if safety is None else str(safety)


def edited_text(form: Form, text: str, path: str, objectives: Mapping[str, Any]) -> str:
    """The text with the values that differ; refuses in its box what cannot be taken. Raises CannotEdit, ContentUnreadable."""
    values = shared_files.values(text, path)
    before = opening_form(values)
    wanted = [*_words(form, before)]
    if has_rule(values):
        wanted += [*_rule(form, before), *_draws(form, before, values, objectives)]
    if not form.is_good:
        return text
    for place, value in wanted:
        text = yaml_edits.set_value(text, place, value)
    _check_rule(form, text, path)
    return text


def _words(form: Form, before: Form) -> Iterator[tuple[Path, Value]]:
    for name in ("title", "summary"):
        for language in LANGUAGES:
            box = f"{name}_{language}"
            words = on_one_line(form.text(box))
            if words == before.text(box):
                continue
            if not words or len(words) > LONGEST or not is_printable(words):
                form.refuse(box, _("Words are missing"), _("One line of up to %(n)s characters, in both languages.", n=LONGEST))
            yield (name, language), words


def _rule(form: Form, before: Form) -> Iterator[tuple[Path, Value]]:
    """Bounds of the values are those of the file: `_check_rule` says them."""
    for name in WHOLE:
        if form.text(name) != before.text(name):
            yield ("passing", name), None if name == "minutes" and not form.text(name) else _whole(form, name)
    if form.text("percent") != before.text("percent"):
        yield ("passing", "share"), _whole(form, "percent") / 100
    if form.text("wait_days") != before.text("wait_days"):
        yield ("passing", "wait_days"), _days(form)
    if form.text("critical") != before.text("critical"):
        yield ("passing", "critical"), "all" if form.text("critical") == "yes" else "none"


def _draws(form: Form, before: Form, values: Mapping[str, Any], objectives: Mapping[str, Any]) -> Iterator[tuple[Path, Value]]:
    for row in draw_rows(values):
        if (form.text(row.draw), form.text(row.safety)) != (before.text(row.draw), before.text(row.safety)):
            yield ("passing", "questions", row.objective), _draw(form, row.draw, row.safety)
    more = form.text("more_objective")
    if not more:
        return
    if more not in objectives or more in _questions(values):
        form.refuse("more_objective", _("This objective cannot be added"), _("Choose one that the test does not draw from yet."))
    yield ("passing", "questions", more), _draw(form, "more_draw", "more_safety")


def _draw(form: Form, draw: str, safety: str) -> Value:
    """None for 0 questions: the objective goes from the rule."""
    count = _whole(form, draw)
    if not count:
        return None
    return {"draw": count, "safety": _whole(form, safety)} if form.text(safety) else count


def _whole(form: Form, name: str) -> int:
    words = form.text(name)
    if words.isascii() and words.isdecimal() and len(words) <= 4:
        return int(words)
    form.refuse(name, _("This is not a whole number"), _("Digits alone, like 3."))
    return 1


def _days(form: Form) -> Sequence[int]:
    words = [one.strip() for one in form.text("wait_days").split(",") if one.strip()]
    if all(one.isascii() and one.isdecimal() and len(one) <= 3 for one in words):
        return [int(one) for one in words]
    form.refuse("wait_days", _("These are not days"), _("Whole numbers joined by commas, like 1, 7."))
    return []


def _check_rule(form: Form, text: str, path: str) -> None:
    """What the file itself refuses of the rule, beside the box that holds it."""
    node = yaml_files.parse(yaml_files.decode(text.encode("utf-8", "surrogatepass"), path), path)
    audience = AUDIENCES.get(str(node.get("audience")))
    boxes = {yaml_files.line_of(node["passing"], name): name for name in node.get("passing") or ()}
    names = {"share": "percent", "questions": "more_objective"}

    def refuse(line: int, _code: str, sentence: Any) -> None:
        box = boxes.get(line, "more_objective")
        words = sentence.in_language(locales.current())
        form.refuse(names.get(box, box), _("The rule of passing cannot be so"), words)

    if audience is not None:
        passing_rules.read(node, audience, refuse)


def _at(values: Any, path: Path) -> Any:
    for step in path:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values
