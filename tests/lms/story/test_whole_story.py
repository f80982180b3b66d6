"""The whole story of a certified course through pages without scripts, with a clock that is moved and squares that are really read."""

from collections.abc import Iterator
from pathlib import Path

import patient_story
import pytest
from lms_site import close, make_site
from plain_window import PlainWindow
from post_office import PostOffice, post_office
from story_steps import START, Story, at
from whole_story import tell

ADDRESS = "http://127.0.0.1:8765"


@pytest.fixture
def story(tmp_path: Path, lang: str) -> Iterator[Story]:
    with at(START) as clock:
        site = make_site(tmp_path / "data", origin=ADDRESS)
        yield Story(site, ADDRESS, lang, tmp_path, clock, lambda _name: PlainWindow(site, ADDRESS, lang))
        close(site)


@pytest.fixture
def post(tmp_path: Path, lang: str) -> Iterator[tuple[Story, PostOffice]]:
    with at(START) as clock, post_office(tmp_path / "data", origin=ADDRESS) as office:
        yield Story(office.site, ADDRESS, lang, tmp_path, clock, lambda _name: PlainWindow(office.site, ADDRESS, lang)), office


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_patient_joins_by_a_card_and_never_meets_a_mark(post: tuple[Story, PostOffice]) -> None:
    patient_story.tell(*post)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_from_an_import_to_a_renewal(story: Story) -> None:
    tell(story)
