"""Texts of one site go to another with where they come from, and are drafts there; nothing of the other site is overwritten."""

import json
import shutil
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "courses"))
from sample_folder import lay_out

from courses.exchange.errors import BankUnreadable
from lms.authoring import history, working
from lms.authoring.shipped import sharing
from lms.authoring.working import Desk

WARM = "fr/garden/warm.md"
TODAY = date(2026, 11, 23)


def site(folder: Path) -> Desk:
    shipped = lay_out(folder / "shipped")
    (folder / "data").mkdir()
    desk = Desk(shipped, folder / "data" / "content", f"of-{folder.name}", TODAY)
    desk.open()
    return desk


def changed(desk: Desk, path: str, old: str, new: str) -> None:
    text = (desk.own / path).read_text("utf-8")
    assert old in text
    (desk.own / path).write_text(text.replace(old, new), "utf-8")
    history.commit(desk.own, [path], who=desk.who, did="save")


@pytest.fixture
def lyon(tmp_path: Path) -> Desk:
    (tmp_path / "lyon").mkdir()
    return site(tmp_path / "lyon")


@pytest.fixture
def nantes(tmp_path: Path) -> Desk:
    (tmp_path / "nantes").mkdir()
    return site(tmp_path / "nantes")


def packed(desk: Desk) -> bytes:
    return sharing.archive(desk.shipped, desk.own, sharing.own_pages(desk.shipped, desk.own), site="https://lyon.example", on=TODAY)


def test_a_site_that_has_written_nothing_gives_an_archive_without_pages(tmp_path: Path) -> None:
    raw = sharing.archive(lay_out(tmp_path / "shipped"), tmp_path / "none", ["garden/warm"], site="https://lyon.example", on=TODAY)
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        assert json.loads(archive.read(sharing.PROVENANCE))["files"] == []
        assert json.loads(archive.read(sharing.SOURCES)) == {}


def test_a_page_makes_the_round_trip_as_a_draft_beside_the_published_one(lyon: Desk, nantes: Desk) -> None:
    changed(lyon, WARM, "- le chiffre.", "- le chiffre lu.")
    assert sharing.own_pages(lyon.shipped, lyon.own) == ["garden/warm"]
    raw = packed(lyon)
    assert packed(lyon) == raw, "the same texts give the same bytes"
    before = (nantes.own / WARM).read_bytes()
    taken = sharing.take_in(nantes, raw)
    assert (taken.site, taken.on) == ("https://lyon.example", "2026-11-23")
    assert [row.path for row in taken.rows if row.standing == "draft"] == [WARM]
    assert {row.standing for row in taken.rows} == {"draft", "same"}
    assert (nantes.own / WARM).read_bytes() == before, "readers get what was published"
    draft = working.text_files.read(nantes.own, WARM)
    assert "- le chiffre lu." in draft
    assert "state: draft" in draft
    assert "reviewers" not in draft
    assert nantes.who in working.authors(nantes.own, working.text_files.piece(nantes.own, WARM)), "who took it in does not sign it"


def test_the_archive_says_which_files_are_the_sites_own(lyon: Desk) -> None:
    changed(lyon, WARM, "- le chiffre.", "- le chiffre lu.")
    with zipfile.ZipFile(BytesIO(packed(lyon))) as opened:
        about, sources = json.loads(opened.read("provenance.json")), json.loads(opened.read("sources.json"))
    assert [row["path"] for row in about["files"] if row["changed_here"]] == [WARM]
    assert "becquerel-aplasie" in sources
    assert about["course_lines"]["garden/warm"]["minutes"] == 5


def test_a_new_module_comes_with_its_line_and_its_sources(lyon: Desk, nantes: Desk) -> None:
    for path in ("_structure/garden/course.yml", "_structure/references.yml"):
        shutil.copy(nantes.own / path, nantes.own / f"{path}.whole")
    course, register = nantes.own / "_structure/garden/course.yml", nantes.own / "_structure/references.yml"
    course.write_text(
        "\n".join(row for row in course.read_text("utf-8").split("\n") if "key: warm" not in row).replace(", requires: [warm]", ""), "utf-8"
    )
    text = register.read_text("utf-8")
    at = text.index("becquerel-aplasie:")
    end = next((n for n in range(at + 1, len(text)) if text[n - 1] == "\n" and text[n : n + 1].strip()), len(text))
    register.write_text(text[:at] + text[end:], "utf-8")
    changed(lyon, WARM, "- le chiffre.", "- le chiffre lu.")
    taken = sharing.take_in(nantes, packed(lyon))
    assert taken.sources == ("becquerel-aplasie",)
    assert "{key: warm, minutes: 5, critical: true, objectives: [measure]}" in course.read_text("utf-8")
    assert "becquerel-aplasie:" in register.read_text("utf-8")


@pytest.mark.parametrize("spoil", ["text", "format", "none", "outside"])
def test_what_is_damaged_or_foreign_is_not_taken(lyon: Desk, nantes: Desk, spoil: str) -> None:
    changed(lyon, WARM, "- le chiffre.", "- le chiffre lu.")
    with zipfile.ZipFile(BytesIO(packed(lyon))) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    if spoil == "text":
        files[WARM] += b"one more line\n"
    elif spoil == "format":
        files["provenance.json"] = files["provenance.json"].replace(b"texts 1", b"texts 9")
    elif spoil == "none":
        del files["provenance.json"]
    else:
        files["provenance.json"] = files["provenance.json"].replace(WARM.encode(), b"../../keys/site.md")
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, raw in files.items():
            written.writestr(name, raw)
    before = (nantes.own / WARM).read_bytes()
    if spoil in ("format", "none"):
        with pytest.raises(BankUnreadable):
            sharing.take_in(nantes, target.getvalue())
    else:
        taken = sharing.take_in(nantes, target.getvalue())
        assert "damaged" in {row.standing for row in taken.rows}
    assert (nantes.own / WARM).read_bytes() == before
    assert "- le chiffre lu." not in working.text_files.read(nantes.own, WARM)
