"""From a protocol to its report by the real commands: nothing compares arms before the freeze, and one pair of files gives one document."""

import io
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader
from trial_example import EXAMPLE, ORACLE, example, people

import horslesmurs
from analytics.trial import freezing, lock, participants, report
from analytics.trial.analysis import analyse, shuffled


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(EXAMPLE, tmp_path / "p.toml")
    shutil.copy(ORACLE / "people.csv", tmp_path / "t.csv")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HORSLESMURS_DATA", str(tmp_path / "data"))
    return tmp_path


def trial(*words: str) -> Result:
    return CliRunner().invoke(horslesmurs.main, ["trial", *words])


def text_of(path: Path) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages))


def test_arms_are_compared_only_after_the_lock_and_the_freeze(folder: Path) -> None:
    refused = trial("report", "p.toml", "t.csv", "r.pdf")
    assert (refused.exit_code, "is not locked" in refused.output) == (1, True)
    assert trial("lock", "p.toml").exit_code == 0
    refused = trial("report", "p.toml", "t.csv", "r.pdf")
    assert (refused.exit_code, "is not frozen" in refused.output) == (1, True)
    assert not (folder / "r.pdf").exists()
    assert trial("freeze", "p.toml", "t.csv").exit_code == 0
    assert "5" in trial("report", "p.toml", "t.csv", "r.pdf").output
    first = (folder / "r.pdf").read_bytes()
    assert trial("report", "p.toml", "t.csv", "r.pdf").exit_code == 0
    assert (folder / "r.pdf").read_bytes() == first
    (folder / "t.csv").write_text((folder / "t.csv").read_text().replace(",completed,", ",withdrawn,", 1))
    assert "changed after it was frozen" in trial("report", "p.toml", "t.csv", "r.pdf").output
    (folder / "p.toml").write_text(EXAMPLE.read_text().replace("target = 360", "target = 361"))
    assert "not the protocol that was locked" in trial("report", "p.toml", "t.csv", "r.pdf").output


@pytest.mark.parametrize(("language", "words"), [("fr", "Personnes simulées"), ("en", "Simulated people")])
def test_the_document_is_tagged_and_says_who_was_made_up_and_what_was_found(folder: Path, language: str, words: str) -> None:
    for command in (("lock", "p.toml"), ("freeze", "p.toml", "t.csv"), ("report", "p.toml", "t.csv", "r.pdf", "--language", language)):
        assert trial(*command).exit_code == 0
    text = text_of(folder / "r.pdf")
    assert words in text
    made = analyse(people(), example())
    first = made.primary[0].estimate
    for number in (first.value, first.low, first.high):
        assert f"{number:.2f}".replace("-", "\u2212").replace(".", "," if language == "fr" else ".") in text
    assert f"(n = {made.flow.assessed})" in text
    assert lock.digest(example()) in text.replace(" ", "")
    assert PdfReader(folder / "r.pdf").trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(("language", "line"), [("fr", "Modules seuls le jeu 3 sur 41"), ("en", "Modules alone the game 3 of 41")])
def test_what_people_met_outside_their_arm_is_frozen_with_the_data_and_printed(folder: Path, language: str, line: str) -> None:
    assert trial("lock", "p.toml").exit_code == 0
    freezing.freeze(folder / "t.csv", example(), datetime(2026, 12, 1, tzinfo=UTC), [("modules", "game", 3, 41)])
    assert trial("report", "p.toml", "t.csv", "r.pdf", "--language", language).exit_code == 0
    assert line in text_of(folder / "r.pdf")
    assert trial("dry-run", "p.toml", "t.csv", "d.pdf", "--language", language).exit_code == 0
    assert line not in text_of(folder / "d.pdf"), "a rehearsal tells no arm apart"
    note = freezing.frozen_path(folder / "t.csv")
    old = {key: value for key, value in msgspec.json.decode(note.read_bytes()).items() if key != "elsewhere"}
    note.write_bytes(msgspec.json.encode(old))
    assert trial("report", "p.toml", "t.csv", "r.pdf", "--language", language).exit_code == 0, "a note of before this was kept"
    assert line not in text_of(folder / "r.pdf")


def test_a_rehearsal_says_so_and_differs_from_the_trial_by_its_arms_alone(folder: Path) -> None:
    assert trial("lock", "p.toml").exit_code == 0
    assert trial("dry-run", "p.toml", "t.csv", "d.pdf", "--language", "en").exit_code == 0
    assert "Blinded dry run" in text_of(folder / "d.pdf")
    mixed = shuffled(people(), example(), 3)
    assert [one._replace(arm="") for one in mixed] == [one._replace(arm="") for one in people()]
    assert [one.arm for one in mixed] != [one.arm for one in people()]
    for stratum in {tuple(one.strata.items()) for one in people() if one.is_randomised}:
        arms = [sorted(one.arm for one in rows if one.is_randomised and tuple(one.strata.items()) == stratum) for rows in (people(), mixed)]
        assert arms[0] == arms[1]


def test_clusters_are_mixed_whole() -> None:
    protocol = msgspec.structs.replace(example(), unit="cluster")
    rows = participants.read(ORACLE / "clusters.csv", protocol)
    mixed = shuffled(rows, protocol, 5)
    for cluster in {one.cluster for one in mixed if one.cluster}:
        assert len({one.arm for one in mixed if one.cluster == cluster}) == 1


def test_what_is_released_names_no_small_stratum_and_keeps_nobodys_number(folder: Path) -> None:
    for command in (("lock", "p.toml"), ("freeze", "p.toml", "t.csv"), ("release", "p.toml", "t.csv", "out")):
        assert trial(*command).exit_code == 0
    lines = (folder / "out" / "people.csv").read_text().splitlines()
    assert not {line.split(",")[0] for line in lines} & {one.person for one in people()}
    first = (folder / "out" / "people.csv").read_bytes()
    assert trial("release", "p.toml", "t.csv", "out").exit_code == 0
    assert (folder / "out" / "people.csv").read_bytes() != first, "an order that can be drawn again leads back to the order of enrolment"
    assert len(lines) - 1 == sum(1 for one in people() if one.is_randomised)
    columns = {line.split(",")[0] for line in (folder / "out" / "codebook.csv").read_text().splitlines()[1:]}
    assert columns == set(participants.columns(example()))
    assert "people,241" in (folder / "out" / "notes.csv").read_text()


def test_the_seed_is_readable_by_its_owner_alone_and_never_drawn_over(folder: Path) -> None:
    assert "is not locked" in trial("seed", "p.toml", "s").output
    trial("lock", "p.toml")
    assert trial("seed", "p.toml", "s").exit_code == 0
    assert (folder / "s").stat().st_mode & 0o777 == 0o600
    assert "File exists" in trial("seed", "p.toml", "s").output
    assert len(trial("list", "p.toml", "s", "--stratum", "role=patient|site=a", "--places", "12").output.split()) == 24


def test_nobody_is_made_up_for_a_trial_of_real_people(folder: Path) -> None:
    (folder / "p.toml").write_text(EXAMPLE.read_text().replace("simulated = true", "simulated = false"))
    assert "nobody is made up" in trial("simulate", "p.toml", "new.csv").output
    assert not (folder / "new.csv").exists()


def test_a_file_that_is_not_there_is_one_sentence(folder: Path) -> None:
    made = trial("check", "none.toml")
    assert made.exit_code == 1
    assert "there is none of this name" in made.output


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_of_the_report_exists_in_its_language(language: str) -> None:
    locked = lock.Lock("t", "0" * 64, "2026-11-29T10:00:00Z")
    page = report.page(analyse(people(), example()), example(), report.Frame(locked, "0" * 64, None, is_dry_run=True), language)
    raw = [text for text in leaves(page) if re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", text) or "{" in text]
    assert set(raw) == {"knowledge_before"}


def leaves(page: Any) -> list[str]:
    """Every text of the page."""
    if isinstance(page, dict):
        return [text for value in page.values() for text in leaves(value)]
    return [text for value in page for text in leaves(value)] if isinstance(page, list) else [page] if isinstance(page, str) else []
