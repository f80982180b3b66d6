"""The names of QTI 2.1 and 3.0: the same elements, camelCase in one, `qti-` and hyphens in the other.

Source: 1EdTech, QTI 3.0 “Migration guide from 2.x”; inside this package the names of 2.1 are used.
"""

import re

from courses.exchange.xml_tree import Element

ITEM_SPACE = {"2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1", "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"}
PACKAGE_SPACE = {"2.1": "http://www.imsglobal.org/xsd/imscp_v1p1", "3.0": "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"}
SCHEMA = {"2.1": ("QTIv2.1 Package", "1.0.0"), "3.0": ("QTI Package", "3.0.0")}
RESOURCE = {"2.1": "imsqti_item_xmlv2p1", "3.0": "imsqti_item_xmlv3p0"}
PREFIX = "qti-"


def camel(name: str) -> str:
    """`qti-choice-interaction` as `choiceInteraction`; anything without the prefix stays, but for hyphens of attributes."""
    plain = name.removeprefix(PREFIX)
    return re.sub(r"-([a-z])", lambda match: match[1].upper(), plain)


def kebab(name: str) -> str:
    """`choiceInteraction` as `choice-interaction`."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: f"-{match[1].lower()}", name)


def as_2_1(element: Element) -> Element:
    """A tree of 3.0 with the names of 2.1; one of 2.1 comes out as it was."""
    is_3 = element.name.startswith(PREFIX)
    name = camel(element.name) if is_3 else element.name
    attributes = {camel(key) if is_3 else key: value for key, value in element.attributes.items()}
    children = [child if isinstance(child, str) else as_2_1(child) for child in element.children]
    return Element(name, attributes, element.line, children)
