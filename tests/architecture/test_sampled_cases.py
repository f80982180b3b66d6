"""Of a sampled test the fast set runs every n-th case and the slow set the others: none is lost."""

import pytest

pytest_plugins = ["pytester"]
HERE = """
import pytest

@pytest.mark.sampled(3)
@pytest.mark.parametrize("case", range(7))
def test_many(case): ...

def test_alone(): ...
"""


@pytest.mark.parametrize(
    ("chosen", "expected"), [("not slow", ["[0]", "[3]", "[6]", "test_alone"]), ("slow", ["[1]", "[2]", "[4]", "[5]"])]
)
def test_every_case_is_in_one_of_both_sets(pytester: pytest.Pytester, chosen: str, expected: list[str]) -> None:
    pytester.makeconftest("from tests.conftest import pytest_collection_modifyitems")
    pytester.makepyfile(test_here=HERE)
    found = pytester.runpytest("-q", "--collect-only", "-m", chosen, "-p", "no:cacheprovider", "-W", "ignore")
    names = [line for line in found.outlines if "::" in line]
    assert len(names) == len(expected)
    assert all(any(name.endswith(end) for name in names) for end in expected)
