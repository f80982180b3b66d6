"""A folder of the product holds twenty modules at most: one more wants a folder of its own for what belongs together."""

import subprocess
from collections import Counter
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
MOST = 20
MOST_IN_TESTS = 30
GROWS = "migrations/versions"
"""One file a migration, in one folder, as Alembic wants it."""


def too_full(paths: list[str]) -> dict[str, int]:
    """Folder -> how many modules it holds, where there are more than it may hold."""
    counts = Counter(str(PurePosixPath(path).parent) for path in paths)
    return {
        folder: count
        for folder, count in counts.items()
        if folder != GROWS and count > (MOST_IN_TESTS if folder.split("/")[0] == "tests" else MOST)
    }


def test_no_folder_holds_more_modules_than_one_overlooks():
    listing = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [path for path in listing.split("\0") if path and (ROOT / path).is_file()]
    assert len(paths) > 500
    assert too_full(paths) == {}


def test_a_folder_with_one_module_too_many_is_named():
    assert too_full([f"lms/large/m{number}.py" for number in range(MOST + 1)]) == {"lms/large": MOST + 1}
    assert too_full([f"lms/large/m{number}.py" for number in range(MOST)]) == {}
    assert too_full([f"tests/large/m{number}.py" for number in range(MOST_IN_TESTS + 1)]) == {"tests/large": MOST_IN_TESTS + 1}
