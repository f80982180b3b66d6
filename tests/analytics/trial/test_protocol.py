"""A protocol: each fault at its place, all at once; the lock notices any change of what it says and none of how it is written."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from trial_example import EXAMPLE, example

from analytics.trial import lock, protocol
from analytics.trial.errors import ProtocolChanged, ProtocolInvalid, StepRefused
from analytics.trial.protocol import Protocol

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)

FAULTS: list[tuple[str, str, str]] = [
    ("blocks = [6, 9]", "blocks = [3]", "blocks[0]: a block of 3 lets who enrols guess"),
    ("blocks = [6, 9]", "blocks = [6, 10]", "blocks[1]: 10 is no multiple of the 3"),
    ("blocks = [6, 9]", "blocks = []", "blocks: give one size"),
    ('reference = "modules"', 'reference = "film"', "reference: film is no arm"),
    ("target = 360", "target = 4", "target: 4 people are too few"),
    ("target = 360", 'target = "many"', "target: Expected `int`, got `str`"),
    ("simulated = true", "simulated = true\nsurprise = 1", "unknown field `surprise`"),
    ('key = "booklet"', 'key = "game"', "arms: the key game stands 2 times"),
    ('key = "booklet"', 'key = "Livret imprimé"', "is no key"),
    ('offers = ["booklet"]', "offers = []", "arms[2].offers: say what"),
    ('offers = ["booklet"]', 'offers = ["film"]', "arms[2].offers[0]: Invalid enum value 'film'"),
    ('values = ["a", "b"]', 'values = ["a", "a"]', "strata[1].values: a stratum has two"),
    ("lowest = 0\nhighest = 100\nbaseline", "lowest = 100\nhighest = 0\nbaseline", "primary: a score needs"),
    ('baseline = "knowledge_before"\nrelevant = 5', "relevant = 5", "primary.baseline: a mean"),
    ('kind = "mean"', 'kind = "binary"', "primary.kind: the primary outcome is a mean"),
    ("until = 72", "until = 0", "secondary[2].until: a time needs"),
    ('contrast = ["game", "modules"]', 'contrast = ["game", "booklet"]', "plan.contrast: the second arm is the reference"),
    ('contrast = ["game", "modules"]', 'contrast = ["game", "game"]', "plan.contrast: two different arms"),
    ("level = 0.95", "level = 95", "plan.level: a level such as 0.95"),
    ("sets = 50", "sets = 1", "plan.missing.sets: 2 to 1000"),
    ('[[harms]]\nkey = "unsafe_answers"', '[[harms]]\nkey = "status"', "outcomes: status would be the name of 2 columns"),
    ('[plan]\n', '[plan\n', "file: it is no TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), FAULTS, ids=[words.partition(":")[0] + str(n) for n, (_, _, words) in enumerate(FAULTS)])
def test_each_fault_is_told_at_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = EXAMPLE.read_text()
    assert old in text
    path = tmp_path / "protocol.toml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(ProtocolInvalid) as raised:
        protocol.read(path)
    assert words in str(raised.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "protocol.toml"
    path.write_text(EXAMPLE.read_text().replace("blocks = [6, 9]", "blocks = [3]").replace("level = 0.95", "level = 95"))
    with pytest.raises(ProtocolInvalid) as raised:
        protocol.read(path)
    assert [problem.place for problem in raised.value.problems] == ["blocks[0]", "plan.level"]


def test_a_protocol_that_weakens_the_trial_is_warned_of() -> None:
    assert list(protocol.warnings(example())) == []
    weak = msgspec.structs.replace(example(), target=100, primary=msgspec.structs.replace(example().primary, relevant=None))
    assert [problem.place for problem in protocol.warnings(weak)] == ["strata", "primary.relevant"]


def test_comments_and_order_do_not_change_the_digest_and_any_value_does() -> None:
    body = tomllib.loads("# another comment\n" + EXAMPLE.read_text())
    assert lock.digest(msgspec.convert(dict(reversed(body.items())), Protocol)) == lock.digest(example())
    leaves = 0
    for changed in each_change(body):
        leaves += 1
        assert lock.digest(msgspec.convert(changed, Protocol)) != lock.digest(example())
    assert leaves > 60


def each_change(body: Any) -> Any:
    """The same body with one text or number changed, for each of them that stays of its type."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield from ({**body, key: one} for one in each_change(value))
    elif isinstance(body, list):
        for place, value in enumerate(body):
            yield from ([*body[:place], one, *body[place + 1 :]] for one in each_change(value))
    elif isinstance(body, bool):
        yield not body
    elif isinstance(body, (int, float)):
        yield body + 1
    elif body not in ("person", "mean", "binary", "time", "end", "day_30", "modules", "game", "booklet"):
        yield body + "x"


def test_a_changed_protocol_stops_randomisation_until_the_change_is_recorded_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "protocol.toml"
    path.write_text(EXAMPLE.read_text())
    with pytest.raises(StepRefused, match="is not locked"):
        lock.check_locked(path, protocol.read(path))
    lock.lock(path, protocol.read(path), NOW)
    with pytest.raises(StepRefused, match="locked already"):
        lock.lock(path, protocol.read(path), NOW)
    path.write_text(EXAMPLE.read_text().replace("target = 360", "target = 400"))
    with pytest.raises(ProtocolChanged, match="not the protocol that was locked"):
        lock.check_locked(path, protocol.read(path))
    with pytest.raises(StepRefused, match="say why"):
        lock.amend(path, protocol.read(path), "  ", NOW)
    lock.amend(path, protocol.read(path), "More people were lost than we thought.", NOW)
    made = lock.check_locked(path, protocol.read(path))
    assert (made.sha256, len(made.amendments)) == (lock.digest(example()), 1)
    with pytest.raises(StepRefused, match="has not changed"):
        lock.amend(path, protocol.read(path), "Nothing at all changed here.", NOW)
