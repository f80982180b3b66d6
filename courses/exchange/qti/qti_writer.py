"""Items as a package of QTI 2.1 or 3.0: basic interactions alone, marks and feedback by response processing.

Source: 1EdTech, QTI 2.1 and 3.0 information models. What QTI has no place for stands as keywords in the manifest.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from courses.exchange import notes, packages
from courses.exchange.losses import ExportRow, rows_of
from courses.exchange.qti import qti_names, qti_words
from courses.exchange.qti.qti_marks import processing
from courses.exchange.questions import Remark, remark
from courses.items.spellings import without_marks
from courses.items.syntax import GAP
from courses.model.content import Item
from courses.text import number_text

TARGETS = {"2.1": "QTI 2.1", "3.0": "QTI 3.0"}
NATIVE = frozenset(["hint", "unit", "shuffle"])
LOM = "http://ltsc.ieee.org/xsd/LOM"


def write(items: Sequence[Item], version: str) -> tuple[bytes, list[ExportRow]]:
    """The package, and a row for each item. version: 2.1 or 3.0."""
    files: dict[str, bytes] = {"imsmanifest.xml": b""}
    resources = []
    for item in items:
        path = f"items/{item.key}.xml"
        files[path] = _file(_item(item, version), version)
        resources.append(_resource(item, path, version))
    files["imsmanifest.xml"] = _manifest(resources, version)

    def losses(item: Item) -> Iterator[Remark]:
        if item.kind in ("order", "match") and any(option.feedback for option in item.options):
            yield remark("out-row-feedback", target=TARGETS[version])

    rows = rows_of([item for item in items if item.kind != "survey"], TARGETS[version], losses)
    by_key = {row.key: row for row in rows}
    whole = [by_key.get(item.key) or ExportRow(item.key, item.question.split("\n")[0], ()) for item in items]
    return packages.write(files), whole


def _item(item: Item, version: str) -> Element:
    root = Element(
        "assessmentItem", xmlns=qti_names.ITEM_SPACE[version], identifier=_identifier(item.key), title=item.key,
        adaptive="false", timeDependent="false",
    )  # fmt: skip
    root.set("xml:lang", item.language)
    _responses(root, item)
    for name, base in (("SCORE", "float"), *((outcome, "identifier") for outcome in _outcomes(item))):
        cardinality = "multiple" if name == "FEEDBACK" and item.kind == "multi" else "single"
        SubElement(root, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=base)
    _body(SubElement(root, "itemBody"), item)
    processing(root, item)
    for outcome, identifier, words in _feedback(item):
        holder = SubElement(root, "modalFeedback", outcomeIdentifier=outcome, identifier=identifier, showHide="show")
        qti_words.fill(SubElement(holder, "contentBody") if version == "3.0" else holder, words)
    return root


def _identifier(key: str) -> str:
    """QTI's identifiers begin with a letter."""
    return key if key[:1].isalpha() else f"i-{key}"


def _feedback(item: Item) -> Iterator[tuple[str, str, str]]:
    """Outcome, identifier and words of everything shown after an answer."""
    if item.kind in ("single", "multi"):
        yield from (("FEEDBACK", option.key, option.feedback) for option in item.options if option.feedback)
    if item.hint:
        yield "HINT", "hint", item.hint
    if item.explanation:
        yield "EXPLANATION", "explanation", item.explanation


def _outcomes(item: Item) -> list[str]:
    return list(dict.fromkeys(outcome for outcome, _, _ in _feedback(item)))


def _responses(root: Element, item: Item) -> None:
    if item.kind == "cloze":
        for number, _ in enumerate(item.gaps, 1):
            _declare(root, f"RESPONSE{number}", "single", "identifier", ["c1"])
        return
    cardinality = {"multi": "multiple", "match": "multiple", "order": "ordered"}.get(item.kind, "single")
    base = {"number": "float", "short": "string", "match": "directedPair"}.get(item.kind, "identifier")
    right = {
        "number": [number_text.write(item.answer or 0.0)],
        "match": [f"{option.key} {option.key}-right" for option in item.options],
        "order": [option.key for option in item.options],
        "survey": [],
        "short": [qti_words.clean(without_marks(option.text)) for option in item.options if option.verdict == "right"][:1],
    }.get(item.kind, sorted(item.right_keys))
    declaration = _declare(root, "RESPONSE", cardinality, base, right)
    if item.kind == "short":
        mapping = SubElement(declaration, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
        for option in item.options:
            entry = SubElement(
                mapping,
                "mapEntry",
                mapKey=qti_words.clean(without_marks(option.text)),
                mappedValue="1" if option.verdict == "right" else "0",
            )
            entry.set("caseSensitive", "true" if item.spelling == "exact" else "false")
    if item.kind == "multi":
        share = 1 / max(1, len(item.right_keys))
        mapping = SubElement(declaration, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
        for option in item.options:
            if option.verdict != "possible":
                worth = share if option.verdict == "right" else -share
                SubElement(mapping, "mapEntry", mapKey=option.key, mappedValue=number_text.write(round(worth, 6)))


def _declare(root: Element, identifier: str, cardinality: str, base: str, right: Sequence[str]) -> Element:
    declaration = SubElement(root, "responseDeclaration", identifier=identifier, cardinality=cardinality, baseType=base)
    if right:
        correct = SubElement(declaration, "correctResponse")
        for value in right:
            SubElement(correct, "value").text = value
    return declaration


def _body(body: Element, item: Item) -> None:
    if item.kind == "cloze":
        qti_words.fill_with_gaps(body, item.question, [gap.choices for gap in item.gaps], GAP)
        return
    qti_words.fill(body, item.question, is_block=True)
    if item.kind == "number":
        line = SubElement(body, "p")
        SubElement(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
        if item.unit:
            SubElement(line, "span", {"class": "unit"}).text = qti_words.clean(item.unit)
    elif item.kind == "short":
        SubElement(SubElement(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="30")
    elif item.kind == "match":
        interaction = SubElement(
            body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations=str(len(item.options))
        )
        for side, end in (("text", ""), ("pair", "-right")):
            holder = SubElement(interaction, "simpleMatchSet")
            for option in item.options:
                choice = SubElement(holder, "simpleAssociableChoice", identifier=option.key + end, matchMax="1")
                qti_words.fill(choice, getattr(option, side))
    else:
        name = "orderInteraction" if item.kind == "order" else "choiceInteraction"
        shuffle = "true" if item.is_shuffled or item.kind == "order" else "false"
        interaction = SubElement(body, name, responseIdentifier="RESPONSE", shuffle=shuffle)
        if item.kind != "order":
            interaction.set("maxChoices", "0" if item.kind == "multi" else "1")
        for option in item.options:
            qti_words.fill(SubElement(interaction, "simpleChoice", identifier=option.key), option.text)


def _resource(item: Item, path: str, version: str) -> Element:
    resource = Element("resource", identifier=f"R-{_identifier(item.key)}", type=qti_names.RESOURCE[version], href=path)
    rows = notes.of_item(item, NATIVE)
    general = SubElement(SubElement(SubElement(resource, "metadata"), "lom", xmlns=LOM), "general")
    for name, value in rows:
        SubElement(SubElement(general, "keyword"), "string", language="x-none").text = qti_words.clean(f"{notes.MARK}{name}={value}")
    SubElement(resource, "file", href=path)
    return resource


def _manifest(resources: Sequence[Element], version: str) -> bytes:
    root = Element("manifest", xmlns=qti_names.PACKAGE_SPACE[version], identifier="hors-les-murs-items")
    metadata = SubElement(root, "metadata")
    schema, number = qti_names.SCHEMA[version]
    SubElement(metadata, "schema").text = schema
    SubElement(metadata, "schemaversion").text = number
    SubElement(root, "organizations")
    SubElement(root, "resources").extend(resources)
    return _bytes(root)


def _file(root: Element, version: str) -> bytes:
    if version == "3.0":
        _as_3_0(root)
    return _bytes(root)


def _as_3_0(element: Element) -> None:
    """The names of 3.0; HTML keeps its own."""
    if not qti_words.is_html(element.tag):
        element.tag = qti_names.PREFIX + qti_names.kebab(element.tag)
        element.attrib = {qti_names.kebab(name) if name != "xml:lang" else name: value for name, value in element.attrib.items()}
    for child in element:
        _as_3_0(child)


def _bytes(root: Element) -> bytes:
    raw = ElementTree.tostring(root, encoding="utf-8")
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        + re.sub(rb"(?<=>)(?=<(?:/?(?:qti-)?(?:assessment|response|outcome|item-?[bB]ody|modal|resource)))", b"\n", raw)
        + b"\n"
    )
