"""Courses as links in a Common Cartridge: every link once, nothing of a course in the file, two editions that differ in names alone."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from click.testing import CliRunner

from courses.cli import content
from courses.packages import cartridge, link_folders
from courses.packages.cartridge import Cartridge, Folder, Link
from courses.serving import catalogue

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SITE = "https://site.example"
LINKS = [Link("course/garden", "The garden & more", "Peas <and> beans"), Link("module/garden/peas", "Peas"), Link("campaign/azur", "Azur")]
TWO = Cartridge("Courses", "en", SITE, date(2026, 11, 23), [Folder("The garden", LINKS[:2]), Folder("The game", LINKS[2:])])
XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


def opened(edition: cartridge.Edition, made: Cartridge = TWO) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(cartridge.pack(made, edition)))


@pytest.mark.parametrize("edition", cartridge.EDITIONS)
def test_the_manifest_names_each_link_once_below_its_heading(edition: cartridge.Edition) -> None:
    archive = opened(edition)
    space = {"c": cartridge.NAMES[edition].space}
    root = Xml.fromstring(archive.read("imsmanifest.xml"))
    (top,) = root.findall("c:organizations/c:organization/c:item", space)
    headings = {one.findtext("c:title", "", space): one.findall("c:item", space) for one in top.findall("c:item", space)}
    assert {heading: len(items) for heading, items in headings.items()} == {"The garden": 2, "The game": 1}
    resources = {one.get("identifier"): one for one in root.findall("c:resources/c:resource", space)}
    asked = [item.get("identifierref") for items in headings.values() for item in items]
    assert list(resources) == asked
    files = [str(one.get("href")) for one in root.findall(".//c:file", space)]
    assert sorted([*files, "imsmanifest.xml"]) == archive.namelist()
    names = [str(one.get("identifier")) for one in root.iter() if one.get("identifier")]
    assert len(set(names)) == len(names)
    assert [name for name in names if not XML_NAME.fullmatch(name)] == []


@pytest.mark.parametrize("edition", cartridge.EDITIONS)
def test_a_link_says_in_its_address_what_it_opens(edition: cartridge.Edition) -> None:
    root = Xml.fromstring(opened(edition).read("module.garden.peas/link.xml"))
    blti, lticm = "{http://www.imsglobal.org/xsd/imsbasiclti_v1p0}", "{http://www.imsglobal.org/xsd/imslticm_v1p0}"
    assert root.findtext(f"{blti}launch_url") == root.findtext(f"{blti}secure_launch_url") == f"{SITE}/lti/launch?open=module/garden/peas"
    assert root.findtext(f"{blti}custom/{lticm}property") == "module/garden/peas"
    # The order is the schema's: a platform that checks it refuses another one.
    order = [one.tag.removeprefix(blti) for one in root]
    assert order == ["title", "description", "custom", "launch_url", "secure_launch_url", "vendor"]


def test_the_editions_differ_in_names_alone() -> None:
    def bare(raw: bytes, edition: cartridge.Edition) -> str:
        names, text = cartridge.NAMES[edition], raw.decode()
        text = text.replace(f"<schema>{names.schema}<", "<schema>S<").replace(f">{names.number}.0<", ">N<")
        text = text.replace(cartridge.LINK_SCHEMAS[edition], "F").replace(names.link_space, "L").replace(names.link_type, "T")
        return text.replace(f"cc{names.short}", "CC")

    thin, usual = opened("thin-cc-1.3"), opened("cc-1.1")
    assert thin.namelist() == usual.namelist()
    for name in thin.namelist():
        assert thin.read(name) != usual.read(name)
        assert bare(thin.read(name), "thin-cc-1.3") == bare(usual.read(name), "cc-1.1")


def test_the_same_links_and_day_give_the_same_bytes_and_words_are_escaped() -> None:
    assert cartridge.pack(TWO, "cc-1.1") == cartridge.pack(TWO, "cc-1.1")
    link = opened("cc-1.1").read("course.garden/link.xml").decode()
    assert "Peas &lt;and&gt; beans" in link
    assert cartridge.launch_address(SITE, "course/a&b=c") == f"{SITE}/lti/launch?open=course/a%26b%3Dc"


def test_a_site_without_tls_names_no_secure_address() -> None:
    plain = Cartridge("Courses", "en", "http://127.0.0.1:5000", TWO.on, TWO.folders)
    assert b"secure_launch_url" not in opened("cc-1.1", plain).read("course.garden/link.xml")


def test_chosen_courses_come_with_their_modules_and_nothing_of_their_texts(folder: Path) -> None:
    shown = catalogue.load(folder, now=NOW)
    first, second = list(shown.courses)[:2]
    (one,) = [each for each in link_folders.folders(shown, [second], "fr") if each.links[0].wish.startswith("course/")]
    assert [link.wish for link in one.links] == [f"course/{second}", *(f"module/{second}/{key}" for key in shown.courses[second].modules)]
    every = link_folders.folders(shown, shown.courses, "en")
    assert [each.links[0].wish for each in every if each.links[0].wish.startswith("course/")] == [f"course/{first}", f"course/{second}"]
    assert link_folders.folders(shown, [], "fr") == []
    raw = cartridge.pack(Cartridge("x", "fr", SITE, TWO.on, every), "cc-1.1")
    archive = zipfile.ZipFile(io.BytesIO(raw))
    assert {name.rpartition("/")[2] for name in archive.namelist()} == {"imsmanifest.xml", "link.xml"}


def test_the_command_writes_the_file_and_names_a_course_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    usual = ["cartridge", "--edition", "cc-1.1", "--site", f"{SITE}/", "--folder", str(folder), "--to", str(tmp_path / "all.imscc")]
    done = CliRunner().invoke(content, usual)
    assert done.exit_code == 0, done.output
    first = next(name for name in zipfile.ZipFile(tmp_path / "all.imscc").namelist() if name.startswith("course."))
    assert f"{SITE}/lti/launch?open=course/".encode() in zipfile.ZipFile(tmp_path / "all.imscc").read(first)
    wrong = CliRunner().invoke(content, [*usual, "nowhere"])
    assert (wrong.exit_code, "there is no course nowhere" in wrong.output) == (2, True)
