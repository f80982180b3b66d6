"""Sites for the tests of the figures."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from standing import Site


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[Callable[[str], Site]]:
    made: list[Site] = []

    def make(name: str) -> Site:
        (tmp_path / name).mkdir()
        made.append(Site(tmp_path / name))
        return made[-1]

    yield make
    for site in made:
        site.engine.dispose()


@pytest.fixture
def site(make_site: Callable[[str], Site]) -> Site:
    return make_site("site")
