"""Archives made to harm are refused with a sentence, and nothing of them stands outside their folder."""

import contextlib
import io
import random
import struct
import zipfile

import pytest
from foreign_packages import archive, package, structure, unit
from test_archive import package as own_package

from courses.packages import foreign_archive, refusal_sentences
from courses.packages.errors import PackageRefused
from courses.packages.foreign_archive import MOST_FILES, take

ABROAD = structure(unit(url="https://other.example/x"))
WHOLE = {"cmi5.xml": structure(), "au.html": "x"}


def taken(raw, folder):
    folder.mkdir()
    return take(io.BytesIO(raw), folder)


def encrypted():
    """The flag alone: Python's reader then asks for a passphrase."""
    raw = bytearray(archive(WHOLE))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place] |= 1
            at = raw.find(mark, at + 4)
    return bytes(raw)


def with_wrong_sum():
    """A file whose CRC is not the one of its bytes."""
    raw = bytearray(archive({"cmi5.xml": structure(), "au.html": "x" * 400}))
    at = raw.find(b"PK\x01\x02", raw.find(b"PK\x01\x02") + 4)
    struct.pack_into("<I", raw, at + 16, 1)
    struct.pack_into("<I", raw, raw.find(b"PK\x03\x04", 4) + 14, 1)
    return bytes(raw)


def twice():
    target = io.BytesIO(archive(WHOLE))
    with zipfile.ZipFile(target, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("au.html", "y")
    return target.getvalue()


REFUSED = [
    (b"", "cmi5-none"),
    (b"GIF89a", "cmi5-none"),
    (b"PK\x03\x04 and no archive", "zip-broken"),
    (archive({"imsmanifest.xml": "<manifest/>"}), "cmi5-none"),
    (archive({"course/cmi5.xml": structure(), "course/au.html": ""}), "cmi5-below"),
    (archive({"cmi5.xml": structure()}), "cmi5-file"),
    *[(archive({**WHOLE, name: "x"}), "zip-path") for name in ("../evil", "/etc/evil", "a/../../evil", "..\\evil", "c:\\evil", "a:b")],
    (archive(WHOLE, links=("link",)), "zip-link"),
    (archive({**WHOLE, "AU.html": ""}), "zip-same"),
    (archive({**WHOLE, "au.html/x": ""}), "zip-same"),
    (archive({**WHOLE, "x" * 201: ""}), "zip-name"),
    (archive({**WHOLE, "/".join(["x" * 150] * 7): ""}), "zip-name"),
    (archive({**WHOLE, "a\nb": ""}), "zip-name"),
    (archive({**WHOLE, **{f"{n}": "" for n in range(MOST_FILES)}}), "zip-many"),
    (encrypted(), "zip-broken"),
    (with_wrong_sum(), "zip-broken"),
    (archive({"cmi5.xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"}), "xml-doctype"),
]


@pytest.mark.parametrize(("raw", "why"), REFUSED, ids=[f"{n}-{row[1]}" for n, row in enumerate(REFUSED)])
def test_an_archive_made_to_harm_or_of_no_use_is_refused_with_a_sentence(raw, why, tmp_path):
    with pytest.raises(PackageRefused) as refusal:
        taken(raw, tmp_path / "into")
    assert refusal.value.why.code == why
    assert [one.name for one in tmp_path.iterdir()] == ["into"]
    for language in ("fr", "en"):
        assert "{" not in refusal_sentences.sentence(refusal.value.why, language)


def test_a_file_named_twice_is_refused(tmp_path):
    with pytest.raises(PackageRefused) as refusal:
        taken(twice(), tmp_path / "into")
    assert refusal.value.why.code == "zip-same"


def test_a_bomb_is_cut_off_at_the_limit_whatever_it_says_of_its_sizes(tmp_path, monkeypatch):
    monkeypatch.setattr(foreign_archive, "MOST_MEGABYTES", 1)
    raw = archive({**WHOLE, "bomb": b"\0" * 3_000_000})
    assert len(raw) < 10_000
    with pytest.raises(PackageRefused) as refusal:
        taken(raw, tmp_path / "into")
    assert refusal.value.why.code == "zip-many"
    assert sum(one.stat().st_size for one in (tmp_path / "into").rglob("*") if one.is_file()) <= 1_000_000


def test_more_entries_than_may_be_are_refused_folders_counted_too(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for number in range(foreign_archive.MOST_FILES + 2):
            made.writestr(f"d/{number}/", "")
    with pytest.raises(PackageRefused) as refusal:
        taken(target.getvalue(), tmp_path / "into")
    assert refusal.value.why.code == "zip-many"


def test_bytes_changed_at_random_are_taken_or_refused_and_nothing_stands_outside(tmp_path):
    whole, chance = package("", **{"a/b.js": "let x = 1"}), random.Random(19)
    for number in range(150):
        raw = bytearray(whole)
        for _change in range(chance.randint(1, 4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        folder = tmp_path / str(number)
        with contextlib.suppress(PackageRefused):
            taken(bytes(raw), folder)
        assert {one.name for one in tmp_path.iterdir()} == {str(one) for one in range(number + 1)}


def test_the_files_of_a_package_stand_in_its_folder(tmp_path):
    course, raw = taken(package("", **{"a/b.js": "let x = 1"}), tmp_path / "into")
    assert [one.path for one in course.units()] == ["au.html"]
    assert raw == structure()
    assert (tmp_path / "into" / "a" / "b.js").read_text() == "let x = 1"


def test_a_structure_alone_is_taken_and_leaves_the_folder_empty(tmp_path):
    course, raw = taken(ABROAD, tmp_path / "into")
    assert ([one.site for one in course.units()], raw) == (["other.example"], ABROAD)
    assert list((tmp_path / "into").iterdir()) == []


def test_our_own_package_is_taken(folder, tmp_path):
    raw = own_package(folder, "cmi5").fp.getvalue()
    course, _raw = taken(raw, tmp_path / "into")
    assert {one.move_on for one in course.units()} <= {"Completed", "CompletedAndPassed"}
