"""A result that was kept is given again for the same state alone, and never from a file that others may write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from courses.serving.result_cache import ResultCache


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "one.cache"


def make_counted(calls: list[str]) -> Callable[[], str]:
    def make() -> str:
        calls.append("again")
        return f"result {len(calls)}"

    return make


def test_one_state_is_made_once_a_process_and_once_a_file(file: Path) -> None:
    calls: list[str] = []
    cache, make = ResultCache[str](b"test 1\n", 2), make_counted(calls)
    assert [cache.result(lambda: b"a" * 32, make, file) for _ in range(3)] == ["result 1"] * 3
    cache.forget()
    assert cache.result(lambda: b"a" * 32, make, file) == "result 1"
    assert cache.result(lambda: b"b" * 32, make, file) == "result 2"
    assert len(calls) == 2


def test_memory_holds_the_newest_alone(file: Path) -> None:
    calls: list[str] = []
    cache, make = ResultCache[str](b"test 1\n", 2), make_counted(calls)
    for letter in (b"a", b"b", b"c", b"b", b"a"):
        cache.result(lambda letter=letter: letter * 32, make, None)  # type: ignore[misc]  # mypy infers no type for a lambda with a default
    assert len(calls) == 4


def test_what_changed_while_it_was_read_is_not_kept(file: Path) -> None:
    states = [b"a" * 32, b"b" * 32]
    cache = ResultCache[str](b"test 1\n", 2)
    assert cache.result(lambda: states.pop(0) if len(states) > 1 else states[0], lambda: "half old, half new", file) == "half old, half new"
    assert not file.exists()
    assert cache.result(lambda: b"a" * 32, lambda: "old", file) == "old"


def test_what_failed_is_made_again(file: Path) -> None:
    cache = ResultCache[str](b"test 1\n", 2, may_keep=bool)
    assert cache.result(lambda: b"a" * 32, lambda: "", file) == ""
    assert cache.result(lambda: b"a" * 32, lambda: "read", file) == "read"


@pytest.mark.parametrize("way", ["file", "folder", "noise", "other mark"])
def test_a_file_that_is_damaged_open_to_others_or_of_another_kind_is_not_read(file: Path, way: str) -> None:
    cache = ResultCache[str](b"test 1\n", 2)
    cache.result(lambda: b"a" * 32, lambda: "first", file)
    cache.forget()
    if way == "file":
        file.chmod(0o666)
    elif way == "folder":
        file.parent.chmod(0o777)
    elif way == "noise":
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    else:
        file.write_bytes(file.read_bytes().replace(b"test 1", b"test 0"))
    assert cache.result(lambda: b"a" * 32, lambda: "again", file) == "again"
