"""What a platform reads first: imsmanifest.xml of SCORM 1.2 and 2004 4th edition, cmi5.xml.

Sources: SCORM 1.2 Content Aggregation Model 2.3; SCORM 2004 4th edition Content Aggregation Model 3 and 5; cmi5 Quartz, section 13.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

XSI = "http://www.w3.org/2001/XMLSchema-instance"
CMI5 = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
CP_12, ADL_12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2"
CP_2004, ADL_2004 = "http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.adlnet.org/xsd/adlcp_v1p3"
SEQUENCING = "http://www.imsglobal.org/xsd/imsss"


@dataclass(frozen=True, slots=True)
class Part:
    """One module of a package. href: its page; files: everything the page needs, itself included, by path in the archive."""

    key: str
    title: str
    summary: str
    href: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A course as a package names it. identity: an IRI for cmi5. pass_percent: None where no score leaves (patients, caregivers)."""

    key: str
    identity: str
    language: str
    title: str
    summary: str
    version: str
    parts: Sequence[Part]
    pass_percent: int | None = None


def scorm_12(outline: Outline) -> bytes:
    """imsmanifest.xml of SCORM 1.2: one SCO a module, each resource with all its files."""
    root = Xml.Element("manifest", {"identifier": _name("course", outline.key), "version": "1.0", "xmlns": CP_12, "xmlns:adlcp": ADL_12})
    _schema(root, "1.2")
    _organization, items = _outline_of(root, outline)
    resources = Xml.SubElement(root, "resources")
    for part, item in zip(outline.parts, items, strict=True):
        _title(item, part.title)
        _resource(resources, part, "adlcp:scormtype")
    return _bytes(root)


def scorm_2004(outline: Outline) -> bytes:
    """imsmanifest.xml of SCORM 2004 4th edition: free choice of modules; each page says itself what was done, and whether it was passed."""
    spaces = {"xmlns": CP_2004, "xmlns:adlcp": ADL_2004, "xmlns:imsss": SEQUENCING}
    root = Xml.Element("manifest", {"identifier": _name("course", outline.key), "version": "1", **spaces})
    _schema(root, "2004 4th Edition")
    organization, items = _outline_of(root, outline)
    resources = Xml.SubElement(root, "resources")
    for part, item in zip(outline.parts, items, strict=True):
        _title(item, part.title)
        sequencing = Xml.SubElement(item, "imsss:sequencing")
        if outline.pass_percent is None:  # no score of a patient's course counts for anything
            measure = {"rollupObjectiveSatisfied": "false", "rollupProgressCompletion": "true", "objectiveMeasureWeight": "0"}
            Xml.SubElement(sequencing, "imsss:rollupRules", measure)
        Xml.SubElement(sequencing, "imsss:deliveryControls", {"completionSetByContent": "true", "objectiveSetByContent": "true"})
        _resource(resources, part, "adlcp:scormType")
    sequencing = Xml.SubElement(organization, "imsss:sequencing")
    Xml.SubElement(sequencing, "imsss:controlMode", {"choice": "true", "flow": "true"})
    return _bytes(root)


def cmi5(outline: Outline) -> bytes:
    """cmi5.xml: one assignable unit a module. Patients and caregivers move on once it is completed, professionals once it is passed too."""
    root = Xml.Element("courseStructure", {"xmlns": CMI5})
    course = Xml.SubElement(root, "course", {"id": f"{outline.identity}/{outline.version}"})
    _strings(course, "title", outline.title, outline.language)
    _strings(course, "description", outline.summary, outline.language)
    for part in outline.parts:
        terms = {"id": f"{outline.identity}/{part.key}", "launchMethod": "AnyWindow", "moveOn": "Completed"}
        if outline.pass_percent is not None:
            terms |= {"moveOn": "CompletedAndPassed", "masteryScore": f"{outline.pass_percent / 100:g}"}
        unit = Xml.SubElement(root, "au", terms)
        _strings(unit, "title", part.title, outline.language)
        _strings(unit, "description", part.summary, outline.language)
        Xml.SubElement(unit, "url").text = part.href
    return _bytes(root)


def _name(kind: str, key: str) -> str:
    """An identifier of XML: begins with a letter."""
    return f"{kind}-{key}"


def _schema(root: Xml.Element, version: str) -> None:
    metadata = Xml.SubElement(root, "metadata")
    Xml.SubElement(metadata, "schema").text = "ADL SCORM"
    Xml.SubElement(metadata, "schemaversion").text = version


def _outline_of(root: Xml.Element, outline: Outline) -> tuple[Xml.Element, list[Xml.Element]]:
    """The course's organization and its item elements, still empty."""
    name = _name("organization", outline.key)
    organizations = Xml.SubElement(root, "organizations", {"default": name})
    organization = Xml.SubElement(organizations, "organization", {"identifier": name})
    _title(organization, outline.title)
    return organization, [
        Xml.SubElement(organization, "item", {"identifier": _name("item", part.key), "identifierref": _name("page", part.key)})
        for part in outline.parts
    ]


def _title(parent: Xml.Element, text: str) -> None:
    Xml.SubElement(parent, "title").text = text


def _resource(resources: Xml.Element, part: Part, kind: str) -> None:
    terms = {"identifier": _name("page", part.key), "type": "webcontent", kind: "sco", "href": part.href}
    resource = Xml.SubElement(resources, "resource", terms)
    for path in part.files:
        Xml.SubElement(resource, "file", {"href": path})


def _strings(parent: Xml.Element, tag: str, text: str, language: str) -> None:
    Xml.SubElement(Xml.SubElement(parent, tag), "langstring", {"lang": language}).text = text


def _bytes(root: Xml.Element) -> bytes:
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
