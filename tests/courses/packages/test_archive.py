"""A course as a package: what is in it, what never leaves, and what a platform reads first."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree as Xml

import pytest

from courses.errors import UnknownContent
from courses.packages import archive, manifests
from courses.serving import catalogue

NOW = datetime(2026, 11, 23, tzinfo=UTC)
KINDS = archive.KINDS


def package(folder, kind, course="garden", language="fr"):
    request = archive.Request(course, language, kind, folder / "media", date(2026, 11, 23))
    return zipfile.ZipFile(io.BytesIO(archive.pack(catalogue.load(folder, now=NOW), request)))


@pytest.fixture
def course(folder):
    return next(iter(catalogue.load(folder, now=NOW).courses))


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_picture_and_script_that_a_page_asks_for_is_in_the_archive(folder, course, kind):
    package_files = package(folder, kind, course)
    names = set(package_files.namelist())
    pages = [name for name in names if name.endswith(".html")]
    assert pages
    for name in pages:
        text = package_files.read(name).decode()
        for address in re.findall(r'(?:href|src)="([^"#]+)(?:#[^"]*)?"', text):
            assert address.startswith("../"), (name, address)  # no page, no network: a link that leaves would end the session
            assert address.removeprefix("../") in names, (name, address)


@pytest.mark.parametrize(
    ("kind", "space", "attribute"), [("scorm-1.2", manifests.CP_12, "scormtype"), ("scorm-2004", manifests.CP_2004, "scormType")]
)
def test_the_manifest_of_scorm_stands_at_the_root_and_lists_every_file(folder, course, kind, space, attribute):
    package_files = package(folder, kind, course)
    root = Xml.fromstring(package_files.read("imsmanifest.xml"))
    resources = root.findall(f".//{{{space}}}resource")
    adl = manifests.ADL_12 if kind == "scorm-1.2" else manifests.ADL_2004
    assert {one.get(f"{{{adl}}}{attribute}") for one in resources} == {"sco"}
    listed_files = {file.get("href") for file in root.findall(f".//{{{space}}}file")}
    assert listed_files == set(package_files.namelist()) - {"imsmanifest.xml"}
    items = root.findall(f".//{{{space}}}item")
    assert [item.get("identifierref") for item in items] == [one.get("identifier") for one in resources]
    assert len(items) == len(catalogue.load(folder, now=NOW).courses[course].modules)


def test_patients_move_on_when_completed_and_professionals_when_they_passed_too(folder):
    content = catalogue.load(folder, now=NOW)
    for course in content.courses.values():
        root = Xml.fromstring(package(folder, "cmi5", course.key).read("cmi5.xml"))
        units = root.findall(f"{{{manifests.CMI5}}}au")
        is_professional = course.audience in ("gp", "pharmacist")
        assert {unit.get("moveOn") for unit in units} == {"CompletedAndPassed" if is_professional else "Completed"}
        assert all((unit.get("masteryScore") is not None) == is_professional for unit in units)


def test_no_question_of_a_form_or_a_final_test_leaves(folder):
    content = catalogue.load(folder, now=NOW)
    private_items = [
        item
        for course in content.courses.values()
        for key in course.modules
        for form, items in content.module(key, "fr").forms.items()
        for item in items
        if form != "practice"
    ]
    assert private_items, "the sample has forms"
    for course in content.courses:
        for kind in KINDS:
            package_files = package(folder, kind, course)
            text = "".join(package_files.read(name).decode() for name in package_files.namelist() if name.endswith(".html"))
            assert not [item.key for item in private_items if f'"key": "{item.key}"' in text]


def test_the_same_content_and_day_give_the_same_bytes(folder, course):
    request = archive.Request(course, "en", "cmi5", folder / "media", date(2026, 11, 23))
    content = catalogue.load(folder, now=NOW)
    assert archive.pack(content, request) == archive.pack(content, request)


def test_a_course_that_is_not_there_is_refused_by_its_name(folder):
    with pytest.raises(UnknownContent, match="roses"):
        package(folder, "scorm-1.2", "roses")
