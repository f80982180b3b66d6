"""Common Cartridge: courses as links alone, which open this site by LTI; nothing of a course is in the file.

Two editions with the same links: thin Common Cartridge 1.3, and Common Cartridge 1.1, the newest that Moodle reads. Source: the XML schemas
of IMS (1EdTech), Common Cartridge 1.1 and Basic LTI 1.0; the names of 1.3 as public writers of it have them. A link of LTI 1.3 stands in
the same file as one of 1.0: the platform knows the tool by the host of its address, and its keys by the registration (docs/connecting.md).
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from urllib.parse import quote
from xml.etree import ElementTree as Xml

Edition = Literal["thin-cc-1.3", "cc-1.1"]
EDITIONS: tuple[Edition, ...] = get_args(Edition)
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PLACE = "http://www.imsglobal.org/profile/cc"
LTI_PLACE = "http://www.imsglobal.org/xsd/lti"
PARTS = {"blti": "imsbasiclti_v1p0", "lticm": "imslticm_v1p0", "lticp": "imslticp_v1p0"}
"""Parts of a link's file, which are the same in both editions."""
LAUNCH_PATH = "/lti/launch"
VENDOR = "hors-les-murs"
VENDOR_NAME = "Hors les murs"


@dataclass(frozen=True, slots=True)
class Names:
    """What an edition calls its parts. number: of the version, as `1.3`."""

    schema: str
    number: str
    link_space: str
    link_type: str

    @property
    def short(self) -> str:
        return f"v{self.number.replace('.', 'p')}"

    @property
    def space(self) -> str:
        return f"http://www.imsglobal.org/xsd/imscc{self.short}/imscp_v1p1"

    @property
    def lom(self) -> str:
        return f"http://ltsc.ieee.org/xsd/imscc{self.short}/LOM/manifest"


NAMES: dict[Edition, Names] = {
    "thin-cc-1.3": Names("IMS Thin Common Cartridge", "1.3", "http://www.imsglobal.org/xsd/imslticc_v1p3", "imsbasiclti_xmlv1p3"),
    "cc-1.1": Names("IMS Common Cartridge", "1.1", "http://www.imsglobal.org/xsd/imslticc_v1p0", "imsbasiclti_xmlv1p0"),
}
LINK_SCHEMAS: dict[Edition, str] = {"thin-cc-1.3": "ltiv1p3/imslticc_v1p3.xsd", "cc-1.1": "ltiv1p0/imslticc_v1p0p1.xsd"}


@dataclass(frozen=True, slots=True)
class Link:
    """wish: what it opens, as a launch names it (`course/KEY`, `module/COURSE/KEY`, `campaign/KEY`)."""

    wish: str
    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """One course, or the game: a heading with its links."""

    title: str
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Cartridge:
    """origin: of the site that the links open, without a slash at its end. on: the day it is made."""

    title: str
    language: str
    origin: str
    on: date
    folders: Sequence[Folder]


def pack(cartridge: Cartridge, edition: Edition) -> bytes:
    """The file (.imscc); the same links and day give the same bytes."""
    files = {"imsmanifest.xml": manifest(cartridge, edition)}
    for folder in cartridge.folders:
        files |= {_path(link): link_file(link, cartridge.origin, edition) for link in folder.links}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (cartridge.on.year, cartridge.on.month, cartridge.on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def launch_address(origin: str, wish: str) -> str:
    """What is opened stands in the address: platforms drop the parameters that a cartridge brings beside it."""
    return f"{origin}{LAUNCH_PATH}?open={quote(wish, safe='/')}"


def manifest(cartridge: Cartridge, edition: Edition) -> bytes:
    """imsmanifest.xml: a heading for each course, below it its links."""
    names = NAMES[edition]
    schemas = {
        names.space: f"{PLACE}/cc{names.short}/cc{names.short}_imscp_v1p2_v1p0.xsd",
        names.lom: f"{PLACE}/cc{names.short}/LOM/cc{names.short}_lommanifest_v1p0.xsd",
    }
    spaces = {"xmlns": names.space, "xmlns:lomimscc": names.lom, "xmlns:xsi": XSI, "xsi:schemaLocation": _locations(schemas)}
    root = Xml.Element("manifest", {"identifier": "hors-les-murs", **spaces})
    metadata = Xml.SubElement(root, "metadata")
    Xml.SubElement(metadata, "schema").text = names.schema
    Xml.SubElement(metadata, "schemaversion").text = f"{names.number}.0"
    general = Xml.SubElement(Xml.SubElement(metadata, "lomimscc:lom"), "lomimscc:general")
    title = Xml.SubElement(general, "lomimscc:title")
    Xml.SubElement(title, "lomimscc:string", {"language": cartridge.language}).text = cartridge.title
    organizations = Xml.SubElement(root, "organizations")
    shape = {"identifier": "organization", "structure": "rooted-hierarchy"}
    top = Xml.SubElement(Xml.SubElement(organizations, "organization", shape), "item", {"identifier": "root"})
    resources = Xml.SubElement(root, "resources")
    for number, folder in enumerate(cartridge.folders, 1):
        heading = Xml.SubElement(top, "item", {"identifier": f"folder-{number}"})
        Xml.SubElement(heading, "title").text = folder.title
        for link in folder.links:
            name = _name(link)
            item = Xml.SubElement(heading, "item", {"identifier": f"item-{name}", "identifierref": f"link-{name}"})
            Xml.SubElement(item, "title").text = link.title
            resource = Xml.SubElement(resources, "resource", {"identifier": f"link-{name}", "type": names.link_type})
            Xml.SubElement(resource, "file", {"href": _path(link)})
    return _bytes(root)


def link_file(link: Link, origin: str, edition: Edition) -> bytes:
    """One link. No icon, no name of a person, no address beside the one of launches."""
    names = NAMES[edition]
    schemas = {names.link_space: f"{LTI_PLACE}/{LINK_SCHEMAS[edition]}"}
    schemas |= {f"http://www.imsglobal.org/xsd/{part}": f"{LTI_PLACE}/ltiv1p0/{_schema_of(part)}" for part in PARTS.values()}
    spaces = {f"xmlns:{short}": f"http://www.imsglobal.org/xsd/{part}" for short, part in PARTS.items()}
    head = {"xmlns": names.link_space, **spaces, "xmlns:xsi": XSI, "xsi:schemaLocation": _locations(schemas)}
    root = Xml.Element("cartridge_basiclti_link", head)
    Xml.SubElement(root, "blti:title").text = link.title
    Xml.SubElement(root, "blti:description").text = link.summary
    Xml.SubElement(Xml.SubElement(root, "blti:custom"), "lticm:property", {"name": "open"}).text = link.wish
    address = launch_address(origin, link.wish)
    Xml.SubElement(root, "blti:launch_url").text = address
    if address.startswith("https://"):
        Xml.SubElement(root, "blti:secure_launch_url").text = address
    vendor = Xml.SubElement(root, "blti:vendor")
    Xml.SubElement(vendor, "lticp:code").text = VENDOR
    Xml.SubElement(vendor, "lticp:name").text = VENDOR_NAME
    Xml.SubElement(vendor, "lticp:url").text = f"{origin}/"
    return _bytes(root)


def _schema_of(part: str) -> str:
    return "imsbasiclti_v1p0p1.xsd" if part == PARTS["blti"] else f"{part}.xsd"


def _locations(schemas: dict[str, str]) -> str:
    return " ".join(f"{space} {place}" for space, place in schemas.items())


def _name(link: Link) -> str:
    """Of an identifier of XML and a path: the sign between the parts of a wish is none of a key."""
    return link.wish.replace("/", ".")


def _path(link: Link) -> str:
    return f"{_name(link)}/link.xml"


def _bytes(root: Xml.Element) -> bytes:
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
