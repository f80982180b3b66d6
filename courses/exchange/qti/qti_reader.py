"""Items of QTI 2.1, 2.2 and 3.0 as questions: choice, several choices, order, match, inline choice, text entry with numbers.

Source: 1EdTech, QTI 2.1 “Assessment Test, Section and Item Information Model”, and QTI 3.0.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from courses.exchange import foreign_text, notes
from courses.exchange.choices import spellings_of, weights_of
from courses.exchange.foreign_text import excerpt, on_one_line
from courses.exchange.qti import qti_names
from courses.exchange.questions import Answer, LeftOut, Question, Remark, remark
from courses.exchange.xml_tree import Element
from courses.model.content import Spelling
from courses.text import number_text

ITEMS = ("assessmentItem", "qti-assessment-item")
ON_PICTURE = frozenset(
    ["hotspotInteraction", "graphicOrderInteraction", "graphicAssociateInteraction", "graphicGapMatchInteraction",
     "positionObjectInteraction", "selectPointInteraction", "drawingInteraction"]
)  # fmt: skip
APART = frozenset(
    ["rubricBlock", "feedbackBlock", "feedbackInline", "stylesheet", "endAttemptInteraction", "templateBlock", "templateInline",
     "infoControl"]
)  # fmt: skip
"""What stands in a body and is no part of the question's words."""
WEIGHTLESS = 1e-9


def read_item(root: Element, values: Mapping[str, str]) -> Question | LeftOut:
    """One item. values: notes of our own export."""
    item = qti_names.as_2_1(root)
    title = item.attributes.get("title") or item.attributes.get("identifier", "")
    body = item.first("itemBody")
    if body is None:
        return LeftOut(item.line, title, remark("empty"))
    if item.first("templateDeclaration") is not None:
        return LeftOut(item.line, title, remark("formula"))
    interactions = [one for one in body.everywhere(*_interaction_names(body)) if one.name != "endAttemptInteraction"]
    outcome = _by_interactions(_Item(item, body, interactions, values))
    if isinstance(outcome, Remark):
        return LeftOut(interactions[0].line if interactions else item.line, title, outcome)
    return replace(outcome, line=item.line, title=title, notes=values)


def _interaction_names(body: Element) -> list[str]:
    names: set[str] = set()

    def collect(element: Element) -> None:
        for child in element.children:
            if isinstance(child, Element):
                if child.name.endswith("Interaction"):
                    names.add(child.name)
                collect(child)

    collect(body)
    return sorted(names)


class _Item:
    """One item while it is read."""

    def __init__(self, item: Element, body: Element, interactions: list[Element], values: Mapping[str, str]) -> None:
        self.item, self.body, self.interactions, self.values = item, body, interactions, values
        self.remarks: list[Remark] = []

    def declaration(self, interaction: Element) -> Element:
        identifier = interaction.attributes.get("responseIdentifier", "RESPONSE")
        matches = [one for one in self.item.all("responseDeclaration") if one.attributes.get("identifier") == identifier]
        return matches[0] if matches else Element("responseDeclaration", {}, interaction.line)

    def right(self, interaction: Element) -> list[str]:
        """The right values in their order; where only a mapping gives marks, those with the most."""
        declaration = self.declaration(interaction)
        correct = declaration.first("correctResponse")
        if correct is not None and correct.all("value"):
            return [value.text() for value in correct.all("value")]
        weights = self.weights(interaction)
        best = max(weights.values(), default=0.0)
        several = declaration.attributes.get("cardinality") in ("multiple", "ordered")
        return [key for key, weight in weights.items() if weight > WEIGHTLESS and (several or weight == best)]

    def weights(self, interaction: Element) -> dict[str, float]:
        mapping = self.declaration(interaction).first("mapping")
        entries = mapping.all("mapEntry") if mapping is not None else []
        return {entry.attributes.get("mapKey", ""): number_text.read(entry.attributes.get("mappedValue", "0")) or 0.0 for entry in entries}

    def spelling(self, interaction: Element) -> Spelling:
        """exact where every spelling of the mapping minds capitals."""
        mapping = self.declaration(interaction).first("mapping")
        entries = mapping.all("mapEntry") if mapping is not None else []
        return "exact" if entries and all(one.attributes.get("caseSensitive") == "true" for one in entries) else ""

    def words(self, html: str) -> str:
        markdown, remarks = foreign_text.from_html(html)
        self.remarks += remarks
        return markdown

    def question_words(self) -> str:
        """Everything of the body but the interactions, with their prompts; what a marker alone reads is told."""
        prompts = "".join(f"<p>{prompt.inner_html()}</p>" for one in self.interactions for prompt in one.all("prompt"))
        names = frozenset(one.name for one in self.interactions)
        for block in self.body.everywhere("rubricBlock"):
            if "candidate" in block.attributes.get("view", "candidate"):
                prompts = f"<p>{block.inner_html()}</p>{prompts}"
            elif comment := self.words(block.inner_html()):
                self.remarks.append(remark("rubric", text=excerpt(comment)))
        if any(True for _ in self.body.everywhere("feedbackBlock", "endAttemptInteraction")):
            self.remarks.append(remark("adaptive"))
        return self.words(self.body.inner_html(APART | names) + prompts)

    def feedback(self) -> dict[str, str]:
        """By outcome and identifier, joined by a dot: the words shown after an answer."""
        comment = {}
        for one in self.item.all("modalFeedback"):
            words = on_one_line(self.words(one.inner_html()))
            if words:
                comment[f"{one.attributes.get('outcomeIdentifier', '')}.{one.attributes.get('identifier', '')}"] = words
        return comment


def _by_interactions(item: _Item) -> Question | Remark:
    names = {one.name for one in item.interactions}
    if not names:
        return remark("description")
    if names <= {"inlineChoiceInteraction", "textEntryInteraction"} and (len(item.interactions) > 1 or "inlineChoiceInteraction" in names):
        question = _gaps(item)
    elif len(item.interactions) > 1:
        return remark("several-parts", parts=len(item.interactions))
    else:
        name = next(iter(names))
        reader = READERS.get(name)
        if reader is None:
            return _why_not(name)
        question = reader(item, item.interactions[0])
    if isinstance(question, Remark):
        return question
    return _with_feedback(item, question).saying(*item.remarks)


def _why_not(name: str) -> Remark:
    if name == "extendedTextInteraction":
        return remark("essay")
    return remark("on-picture") if name in ON_PICTURE else remark("kind", kind=name)


def _with_feedback(item: _Item, question: Question) -> Question:
    """Explanation and hint as our own export names them; other feedback is told."""
    comment = item.feedback()
    explanation = comment.pop("EXPLANATION.explanation", "")
    hint = comment.pop("HINT.hint", "")
    keys = {key: at for at, key in enumerate(_choice_keys(item))}
    answers = list(question.answers)
    for name, words in comment.items():
        at = keys.get(name.partition(".")[2])
        if at is not None and at < len(answers) and question.shape in ("choice", "choices") and not answers[at].feedback:
            answers[at] = replace(answers[at], feedback=words)
        else:
            item.remarks.append(remark("overall-feedback", text=excerpt(words)))
    return replace(question, answers=tuple(answers), explanation=explanation, hint=hint)


def _choice_keys(item: _Item) -> list[str]:
    return [one.attributes.get("identifier", "") for one in item.interactions[0].everywhere("simpleChoice")]


def _choice(item: _Item, interaction: Element) -> Question | Remark:
    right, weights = item.right(interaction), item.weights(interaction)
    is_several = item.declaration(interaction).attributes.get("cardinality") == "multiple"
    answers = []
    for one in interaction.all("simpleChoice"):
        key = one.attributes.get("identifier", "")
        comment = [on_one_line(item.words(inline.inner_html())) for inline in one.everywhere("feedbackInline")]
        words = on_one_line(item.words(one.inner_html(frozenset(["feedbackInline"]))))
        share = weights.get(key, 0.0) if is_several and weights else 1.0 if key in right else 0.0
        answers.append(Answer(words, share if key not in right or share > 0 else 1.0, " ".join(part for part in comment if part)))
        if not is_several and weights.get(key, 0.0) > 0 and key not in right:
            item.remarks.append(remark("partial", text=words, share=f"{weights[key] * 100:g}"))
    question = Question(
        0, "choices" if is_several else "choice", item.question_words(), answers=tuple(answers),
        is_shuffled=interaction.attributes.get("shuffle") == "true",
    )  # fmt: skip
    if not right and notes.kind_of(item.values) == "survey":
        return replace(question, shape="survey", is_shuffled=False)
    return question.saying(*weights_of(question.answers)) if is_several and weights else question


def _order(item: _Item, interaction: Element) -> Question | Remark:
    choices = {one.attributes.get("identifier", ""): on_one_line(item.words(one.inner_html())) for one in interaction.all("simpleChoice")}
    right = item.right(interaction)
    if sorted(right) != sorted(choices):
        return remark("no-answer-key")
    return Question(0, "order", item.question_words(), answers=tuple(Answer(choices[key], 1.0) for key in right))


def _match(item: _Item, interaction: Element) -> Question | Remark:
    sets = [
        {one.attributes.get("identifier", ""): on_one_line(item.words(one.inner_html())) for one in side.all("simpleAssociableChoice")}
        for side in interaction.all("simpleMatchSet")
    ]
    pairs = [value.split() for value in item.right(interaction)]
    if len(sets) != 2 or not pairs or any(len(pair) != 2 or pair[0] not in sets[0] or pair[1] not in sets[1] for pair in pairs):
        return remark("no-answer-key")
    rights: dict[str, list[str]] = {}
    for left_side, right in pairs:
        rights.setdefault(left_side, []).append(sets[1][right])
    if any(len(words) > 1 for words in rights.values()):
        return remark("kind", kind="matchInteraction (n-n)")
    used_keys = {right for _, right in pairs}
    if extra := [words for key, words in sets[1].items() if key not in used_keys]:
        item.remarks.append(remark("extra-pairs", text=", ".join(extra)))
    answers = tuple(Answer(sets[0][left_side], 1.0, "", words[0]) for left_side, words in rights.items())
    return Question(0, "match", item.question_words(), answers=answers)


def _text_entry(item: _Item, interaction: Element) -> Question | Remark:
    right = item.right(interaction)
    is_number = item.declaration(interaction).attributes.get("baseType") in ("float", "integer")
    if not right:
        return remark("no-answer-key")
    if not is_number:
        words = item.question_words()
        weights = item.weights(interaction)
        shares = {**{key: 1.0 for key in right if key not in weights}, **weights}
        spellings, remarks = spellings_of([Answer(foreign_text.from_plain(key), min(share, 1.0)) for key, share in shares.items()])
        return Question(0, "short", words, answers=spellings, spelling=item.spelling(interaction)).saying(*remarks)
    value = number_text.read(right[0])
    if value is None:
        return remark("no-number", text=excerpt(right[0]))
    unit = next((span.text() for span in item.body.everywhere("span") if span.attributes.get("class") == "unit"), "")
    for holder in [item.body, *item.body.everywhere("p", "div")]:
        holder.children = [child for child in holder.children if isinstance(child, str) or child.attributes.get("class") != "unit"]
    return Question(0, "number", item.question_words(), value=value, tolerance=_tolerance(item, value), unit=unit)


def _tolerance(item: _Item, value: float) -> float:
    """What the response processing allows; nothing where it asks for the number itself."""
    for equal in item.item.everywhere("equal"):
        sides = [number_text.read(part) or 0.0 for part in equal.attributes.get("tolerance", "").split()]
        if sides and equal.attributes.get("toleranceMode") == "absolute":
            return abs(max(sides))
        if sides and equal.attributes.get("toleranceMode") == "relative":
            half = round(abs(value) * max(sides) / 100, 12)
            item.remarks.append(remark("percent-tolerance", half=number_text.write(half)))
            return half
    return 0.0


def _gaps(item: _Item) -> Question | Remark:
    """Each interaction in the words becomes a gap of ours; what was typed has no other choice yet."""
    gaps: list[str] = []

    def mark(element: Element) -> None:
        for at, child in enumerate(element.children):
            if isinstance(child, Element) and child.name.endswith("Interaction"):
                gaps.append(_gap(item, child, len(gaps) + 1))
                element.children[at] = f"\ue010{len(gaps) - 1}\ue011"
            elif isinstance(child, Element):
                mark(child)

    mark(item.body)
    text = re.sub("\ue010(\\d+)\ue011", lambda match: gaps[int(match[1])], item.question_words())
    return Question(0, "cloze", text)


def _gap(item: _Item, interaction: Element, number: int) -> str:
    right = item.right(interaction)
    if interaction.name == "textEntryInteraction":
        item.remarks.append(remark("typed-gap", gap=number))
        words = [foreign_text.from_plain(one) for one in right[:1]]
    else:
        choices = {one.attributes.get("identifier", ""): one.text() for one in interaction.all("inlineChoice")}
        in_order = [*(key for key in choices if key in right), *(key for key in choices if key not in right)]
        if not any(key in right for key in choices):
            item.remarks.append(remark("no-right"))
        words = [on_one_line(foreign_text.from_plain(choices[key])) for key in in_order]
    plain = [re.sub(r"\s+", " ", word.replace("|", "/").replace("[", "(").replace("]", ")")) for word in words]
    if plain != words:
        item.remarks.append(remark("signs"))
    return f"[[{'|'.join(plain)}]]"


READERS: dict[str, Callable[[_Item, Element], Question | Remark]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "textEntryInteraction": _text_entry,
}
