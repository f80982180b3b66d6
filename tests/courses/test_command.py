"""`content check`, `list`, `new`, `sync` as authors run them."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from courses import cli
from courses.checks.codes import DATED_CODES
from courses.cli import content

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(folder):
    def ran(*arguments):
        command, *rest = arguments
        return CliRunner().invoke(content, [command, "--folder", str(folder), *rest])

    return ran


def test_check_says_path_line_code_and_fails(run, rewrite):
    line = rewrite("fr/garden/warm.md", "{{fever.rule}}", "{{fever.ruel}}")
    found = run("check")
    assert f"fr/garden/warm.md:{line}: 130 unknown value {{{{fever.ruel}}}}; did you mean 'fever.rule'?" in found.stdout
    assert found.exit_code == 1


def test_check_as_json_has_one_row_a_problem(run, rewrite):
    line = rewrite("fr/garden/warm.md", "{{fever.rule}}", "{{fever.ruel}}")
    rows = json.loads(run("check", "--json", "--no-warnings").stdout)
    told = {key: row[key] for row in rows if row["code"] == "130" for key in ("path", "line", "severity")}
    assert told == {"path": "fr/garden/warm.md", "line": line, "severity": "error"}


def test_check_without_a_folder_is_one_line_and_exit_2(tmp_path):
    result = CliRunner().invoke(content, ["check", "--folder", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "rules.yml" in result.stderr


def test_list_tells_state_expiry_and_freshness(run, folder, monkeypatch):
    monkeypatch.setattr(cli, "_today", lambda: date(2026, 11, 23))  # what is published then expires later; the test must not
    rows = {(row["module"], row["language"]): row for row in json.loads(run("list", "--json").stdout)}
    assert rows["warm", "fr"]["state"] == "published"
    assert rows["warm", "en"]["translation"] == "draft"
    assert rows["warm", "fr"]["items"] == 8
    assert rows["ask", "en"]["forms"] + rows["ask", "en"]["final"] == 5
    assert rows["warm", "fr"]["measured"] > 0
    assert 6 <= rows["warm", "fr"]["age"] <= 18
    assert (rows["warm", "fr"]["easy_age"] is None) == (not any((folder / "fr/garden").glob("warm.simple.md")))
    assert "2027-05-01" in run("list").stdout


def test_new_begins_a_module_that_the_check_can_read(run, folder):
    assert run("new", "mouth-care", "--course", "garden").exit_code == 0
    codes = {row["code"] for row in json.loads(run("check", "--json").stdout) if "mouth-care" in row["path"]}
    assert codes <= {"104", "310", "133", "129", "017"}, "only what the author still has to fill in"
    assert "mouth-care" in (folder / "_structure/garden/course.yml").read_text("utf-8")
    again = run("new", "mouth-care", "--course", "garden")
    assert again.exit_code == 2
    assert "already" in again.stderr or "there already" in again.stderr


def test_new_begins_a_situation_in_both_languages(run, folder):
    assert run("new", "a-neighbour-asks", "--situation").exit_code == 0
    assert (folder / "fr/situations/a-neighbour-asks.md").is_file()
    assert (folder / "en/situations/a-neighbour-asks.md").is_file()
    assert run("new", "a-neighbour-asks", "--situation").exit_code == 2
    assert run("new", "both", "--situation", "--course", "garden").exit_code == 2
    assert run("new", "neither").exit_code == 2


@pytest.mark.parametrize(("key", "course"), [("../x", "garden"), ("Mouth", "garden"), ("mouth", "gardn")])
def test_new_refuses_what_is_no_key_or_no_course(run, folder, key, course):
    assert run("new", key, "--course", course).exit_code == 2


def test_sync_stamps_and_says_what_it_was(run):
    assert "draft -> stamped" in run("sync", "en/garden/warm.md", "--by", "Reader").stdout
    assert "current -> stamped" in run("sync", "en/garden/warm.md", "--by", "Reader").stdout
    assert run("sync", "fr/garden/warm.md", "--by", "Reader").exit_code == 2
    assert run("sync", "en/garden/nothing.md", "--by", "Reader").exit_code == 2


def test_the_command_runs_as_a_program(folder):
    command = [sys.executable, "-m", "courses.cli", "check", "--folder", str(folder), "--json"]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert process.stderr == ""
    assert isinstance(json.loads(process.stdout), list)


def test_exports_write_their_files(folder, tmp_path, run):
    assert run("booklet", "warm", "--large", "--to", str(tmp_path / "warm.pdf")).exit_code == 0
    assert run("offline", "--to", str(tmp_path / "pack.zip")).exit_code == 0
    assert run("export", "warm", "--format", "gift", "--to", str(tmp_path / "warm.gift")).exit_code == 0
    assert run("review-pack", "warm", "--to", str(tmp_path / "review.pdf")).exit_code == 0
    assert {path.name: path.read_bytes()[:4] for path in tmp_path.iterdir() if path.is_file()} == {
        "warm.pdf": b"%PDF",
        "pack.zip": b"PK\x03\x04",
        "warm.gift": b"// h",
        "review.pdf": b"%PDF",
    }
    arguments = ["import", str(tmp_path / "warm.gift"), "--module", "elsewhere", "--to", str(tmp_path / "warm.items.md")]
    assert CliRunner().invoke(content, arguments).exit_code == 0
    assert "## at-night" in (tmp_path / "warm.items.md").read_text("utf-8")
    assert CliRunner().invoke(content, arguments).exit_code == 2, "a file that exists is never written over"


def test_the_simple_version_is_printed_by_the_command(folder, tmp_path, run):
    plain, simple = tmp_path / "plain.pdf", tmp_path / "simple.pdf"
    assert run("booklet", "warm", "--to", str(plain)).exit_code == 0
    assert run("booklet", "warm", "--simple", "--to", str(simple)).exit_code == 0
    words = [" ".join(page.extract_text() for page in PdfReader(path).pages) for path in (plain, simple)]
    assert ["Version simple, non testée" in one for one in words] == [False, True]


def test_exports_refuse_a_module_nobody_wrote(tmp_path, run):
    for command in ("booklet", "export", "review-pack"):
        found = run(command, "nothing", "--to", str(tmp_path / "x"))
        assert found.exit_code == 2
        assert "nothing" in found.stderr
        assert not (tmp_path / "x").exists()


def test_check_starts_without_the_writers_of_pdf():
    code = "import sys, courses.cli; sys.exit(any(name in sys.modules for name in ('typst', 'segno')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.slow
def test_what_passes_the_check_today_passes_on_every_later_day(monkeypatch):
    shipped = ["check", "--folder", str(ROOT / "content"), "--json"]
    for day in (date(2027, 6, 1), date(2028, 11, 28), date(2036, 1, 1)):
        monkeypatch.setattr(cli, "_today", lambda day=day: day)
        result = CliRunner().invoke(content, shipped)
        assert (result.exit_code, json.loads(result.stdout)) == (0, []), day


def test_freshness_says_what_is_past_its_day_and_nothing_else(run, rewrite):
    rewrite("fr/garden/warm.md", "{{fever.rule}}", "{{fever.ruel}}")
    assert run("freshness", "--on", "2026-11-23").exit_code == 0
    found = run("freshness", "--on", "2027-05-02", "--json")
    assert found.exit_code == 1
    assert "007" in (codes := {row["code"] for row in json.loads(found.stdout)})
    assert codes <= DATED_CODES, "the mistyped value is a matter of `content check`"
    assert "expired on 2027-05-01" in run("freshness", "--on", "2027-05-02").stdout


def test_freshness_of_the_shipped_sources_ends_on_a_day_they_name(monkeypatch):
    monkeypatch.setattr(cli, "_today", lambda: date(2028, 11, 28))
    result = CliRunner().invoke(content, ["freshness", "--json"])
    assert result.exit_code == 1
    assert {row["code"] for row in json.loads(result.stdout)} == {"007", "020", "161", "311"}
