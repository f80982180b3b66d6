"""A course by form: what it is called, and for professionals the rule of its final test; only values that differ are written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from courses.authoring.registers import shared_files, yaml_edits
from courses.authoring.registers.yaml_places import CannotEdit, Value, flow
from courses.library import passing_rules, structure_checks
from courses.library.structure import AUDIENCES
from courses.model.content import PROFESSIONALS
from courses.text import yaml_files
from courses.text.keys import LANGUAGES
from courses.text.line_edits import TypedLines
from lms.web.routing import locales
from lms.web.routing.forms import Form, is_printable, on_one_line

LONGEST = 300
LONGEST_VERSION = 20
WHOLE = ("attempts", "valid_months", "minutes", "review_days")
MAY_BE_EMPTY = ("minutes", "review_days")
NEW_RULE = {"percent": "80", "critical": "yes", "attempts": "3", "wait_days": "1, 7", "valid_months": "36"}
"""What the boxes of a rule hold where there is none yet: that of the shipped courses."""
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


def may_have_rule(values: Mapping[str, Any]) -> bool:
    """Whether it is for professionals: nobody else meets a mark."""
    return values.get("audience") in PROFESSIONALS


def _questions(values: Mapping[str, Any]) -> Mapping[str, Any]:
    questions = values["passing"].get("questions") if has_rule(values) else None
    return questions if isinstance(questions, Mapping) else {}


def opening_form(values: Mapping[str, Any]) -> Form:
    """What each box holds when the form opens."""
    return Form(opening_boxes(values))


def opening_boxes(values: Mapping[str, Any]) -> dict[str, str]:
    texts = {f"{name}_{one}": _at(values, (name, one)) for name in ("title", "summary") for one in LANGUAGES}
    boxes = {name: on_one_line(str(words or "")) for name, words in texts.items()}
    boxes["version"] = str(values.get("version") or "1.0")
    boxes["credential"] = str(values.get("credential") or structure_checks.usual_credential(str(values.get("audience"))))
    boxes |= {"has_test": "yes", "obsolete_before": ""} if has_rule(values) else NEW_RULE
    if has_rule(values):
        rule = values["passing"]
        share = rule.get("share")
        boxes |= {name: "" if rule.get(name) is None else str(rule[name]) for name in WHOLE}
        boxes["percent"] = f"{share * 100:g}" if type(share) in (int, float) else ""
        boxes["wait_days"] = ", ".join(map(str, rule.get("wait_days") or ()))
        boxes["critical"] = "yes" if rule.get("critical") == "all" else ""
        boxes["obsolete_before"] = str(rule.get("obsolete_before") or "")
    for row in draw_rows(values):
        draw, safety = _counts(_questions(values)[row.objective])
        boxes |= {row.draw: draw, row.safety: safety}
    return boxes


def _counts(value: Any) -> tuple[str, str]:
    """`{draw: 4, safety: 2}` or `4` as the words of two boxes."""
    draw, safety = (value.get("draw"), value.get("safety")) if isinstance(value, Mapping) else (value, None)
    return str(draw), "" if safety is None else str(safety)


def edited_text(form: Form, text: str, path: str, objectives: Mapping[str, Any]) -> str:
    """The text with the values that differ; refuses in its box what cannot be taken. Raises CannotEdit, ContentUnreadable."""
    values = shared_files.values(text, path)
    before = opening_form(values)
    wanted, rule = [*_words(form, before), *_standing(form, before)], None
    if has_rule(values):
        wanted += [*_rule(form, before), *_draws(form, before, values, objectives)]
    elif form.text("has_test") == "yes" and may_have_rule(values):
        rule = new_rule(form, objectives)
    if not form.is_good:
        return text
    for place, value in wanted:
        text = yaml_edits.set_value(text, place, value)
    if rule is not None:
        text = with_rule(text, rule)
    check_rule(form, text, path)
    return text


def new_rule(form: Form, objectives: Mapping[str, Any]) -> Mapping[str, Value]:
    """The rule of a course that has none yet, of the boxes of the form; refuses in its box what cannot be taken."""
    draws: dict[str, Value] = {str(place[2]): value for place, value in _draws(form, Form(), {}, objectives) if value is not None}
    if not draws and form.refusal("more_objective") is None:
        words = _("Choose what the test asks about, and how many questions.")
        form.refuse("more_objective", _("The objective of the test is missing"), words)
    rule: dict[str, Value] = {
        "share": _whole(form, "percent") / 100,
        "critical": "all" if form.text("critical") == "yes" else "none",
        "unsafe": "block",
        "attempts": _whole(form, "attempts"),
        "wait_days": _days(form),
        "valid_months": _whole(form, "valid_months"),
    }
    rule |= {name: _whole(form, name) for name in MAY_BE_EMPTY if form.text(name)}
    if form.text("obsolete_before"):
        check_version(form, "obsolete_before")
        rule["obsolete_before"] = form.text("obsolete_before")
    return {**rule, "questions": draws}


def with_rule(text: str, rule: Mapping[str, Value]) -> str:
    """The text with the rule above its modules, one value a line. Raises CannotEdit."""
    lines = ["passing:"]
    for name, value in rule.items():
        if isinstance(value, Mapping):
            lines += [f"  {name}:", *(f"    {key}: {flow(one)}" for key, one in value.items())]
        elif value is not None:
            lines.append(f"  {name}: {flow(value)}")
    editor = TypedLines(text)
    place = next((number for number, row in enumerate(editor.plain()) if row.startswith("modules:")), None)
    if place is None:
        raise CannotEdit("the modules do not stand on a line of their own")
    editor.replace(place, place, lines)
    return str(editor)


def _words(form: Form, before: Form) -> Iterator[tuple[Path, Value]]:
    for name in ("title", "summary"):
        for language in LANGUAGES:
            box = f"{name}_{language}"
            words = on_one_line(form.text(box))
            if words == before.text(box):
                continue
            _check_line(form, box, words)
            yield (name, language), words


def check_words(form: Form) -> None:
    """Every title and summary of a new course."""
    for name in ("title", "summary"):
        for language in LANGUAGES:
            box = f"{name}_{language}"
            _check_line(form, box, on_one_line(form.text(box)))


def _check_line(form: Form, box: str, words: str) -> None:
    if not words or len(words) > LONGEST or not is_printable(words):
        names = {
            "title_fr": _("Title, in French"),
            "title_en": _("Title, in English"),
            "summary_fr": _("Summary, in French"),
            "summary_en": _("Summary, in English"),
        }
        title = _("“%(field)s” is missing or too long", field=names[box])
        form.refuse(box, title, _("One line of up to %(n)s characters, in both languages.", n=LONGEST))


def _standing(form: Form, before: Form) -> Iterator[tuple[Path, Value]]:
    version, credential = form.text("version"), form.text("credential")
    if version != before.text("version"):
        check_version(form, "version")
        yield ("version",), version
    if credential != before.text("credential"):
        check_credential(form)
        yield ("credential",), credential


def check_credential(form: Form) -> None:
    if form.text("credential") not in structure_checks.CREDENTIALS:
        form.refuse("credential", _("What finishing it gives is missing"), _("Choose it in the list."))


def check_version(form: Form, box: str) -> None:
    words = form.text(box)
    if not words.isascii() or not passing_rules.VERSION.fullmatch(words) or len(words) > LONGEST_VERSION:
        form.refuse(box, _("The version is not one"), _("Numbers joined by points, like 1.0 or 2.1."))


def _rule(form: Form, before: Form) -> Iterator[tuple[Path, Value]]:
    """Bounds of the values are those of the file: `check_rule` says them."""
    for name in WHOLE:
        if form.text(name) != before.text(name):
            yield ("passing", name), None if name in MAY_BE_EMPTY and not form.text(name) else _whole(form, name)
    if form.text("percent") != before.text("percent"):
        yield ("passing", "share"), _whole(form, "percent") / 100
    if form.text("wait_days") != before.text("wait_days"):
        yield ("passing", "wait_days"), _days(form)
    if form.text("critical") != before.text("critical"):
        yield ("passing", "critical"), "all" if form.text("critical") == "yes" else "none"
    if form.text("obsolete_before") != before.text("obsolete_before"):
        if form.text("obsolete_before"):
            check_version(form, "obsolete_before")
        yield ("passing", "obsolete_before"), form.text("obsolete_before") or None


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


def check_rule(form: Form, text: str, path: str) -> None:
    """What the file itself refuses of the rule, beside the box that holds it."""
    node = yaml_files.parse(yaml_files.decode(text.encode("utf-8", "surrogatepass"), path), path)
    audience = AUDIENCES.get(str(node.get("audience")))
    boxes = {yaml_files.line_of(node["passing"], name): name for name in node.get("passing") or ()}
    names = {"share": "percent", "questions": "more_objective"}
    bounds = _bounds()

    def refuse(line: int, _code: str, sentence: Any) -> None:
        box = boxes.get(line, "more_objective")
        words = bounds.get(box) or sentence.in_language(locales.current())
        form.refuse(names.get(box, box), _("The rule of passing cannot be so"), words)

    if audience is not None:
        passing_rules.read(node, audience, refuse)


def _bounds() -> dict[str, str]:
    """What each value of a rule may be, as its form says it: the sentences of the checks name the keys of the file."""
    draws = _("Each objective: red flags are no more than its questions. Up to %(n)s questions in all.", n=passing_rules.MOST_QUESTIONS)
    return {
        "share": _("A whole number from 1 to %(n)s.", n=100),
        "attempts": _("A whole number from 1 to %(n)s.", n=10),
        "wait_days": _("Numbers of days up to 365, one fewer than the attempts."),
        "valid_months": _("A whole number from 1 to %(n)s.", n=120),
        "minutes": _("A whole number from %(low)s to %(high)s, or nothing.", low=5, high=240),
        "review_days": _("A whole number from %(low)s to %(high)s, or nothing.", low=1, high=30),
        "questions": draws,
        "more_objective": draws,
    }


def _at(values: Any, path: Path) -> Any:
    for step in path:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values
