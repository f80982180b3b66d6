"""The whole story of a certified course in Chromium, by keyboard, at the address that its papers print; axe finds nothing on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import patient_story
import pytest
from app_server import served_at
from lms_site import close, make_site
from mail_host import free_port
from playwright.sync_api import Browser
from post_office import PostOffice, post_office
from story_steps import START, Story, at
from story_walk import ChromiumWindow
from whole_story import tell

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VIEWS = [("fr", 360), ("en", 1280), ("fr", 1280), ("en", 360)]
every_view = pytest.mark.parametrize(("lang", "width"), VIEWS)


@contextmanager
def served(story: Story) -> Iterator[Story]:
    """The site at the address of the story; windows are closed before it ends."""
    with served_at(story.site, int(story.address.rpartition(":")[2])):
        yield story
        for window in story.windows.values():
            window.close()


def problems(story: Story) -> list[str]:
    return [problem for window in story.windows.values() for problem in window.problems]


@pytest.fixture
def address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture
def story(chromium: Browser, address: str, tmp_path: Path, lang: str, width: int) -> Iterator[Story]:
    with at(START) as clock:
        site = make_site(tmp_path / "data", origin=address)

        def window(name: str) -> ChromiumWindow:
            return ChromiumWindow(chromium, address, name, lang, width)

        with served(Story(site, address, lang, tmp_path, clock, window, lambda one, name: one.look(name))) as made:
            yield made
        close(site)


@pytest.fixture
def post(chromium: Browser, address: str, tmp_path: Path, lang: str, width: int) -> Iterator[tuple[Story, PostOffice]]:
    with at(START) as clock, post_office(tmp_path / "data", origin=address) as office:

        def window(name: str) -> ChromiumWindow:
            return ChromiumWindow(chromium, address, name, lang, width)

        with served(Story(office.site, address, lang, tmp_path, clock, window, lambda one, name: one.look(name))) as made:
            yield made, office


@every_view
def test_from_an_import_to_a_renewal(story: Story) -> None:
    tell(story)
    assert problems(story) == []


@every_view
def test_a_patient_joins_by_a_card_and_never_meets_a_mark(post: tuple[Story, PostOffice]) -> None:
    patient_story.tell(*post)
    assert problems(post[0]) == []
