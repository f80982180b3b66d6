"""One site that may write for a file of tests."""

from collections.abc import Iterator

import pytest
from post_office import PostOffice, post_office

from lms.accounts.models import GuessCount


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostOffice]:
    with post_office(tmp_path_factory.mktemp("site")) as one:
        yield one


@pytest.fixture
def post(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> PostOffice:
    """Requests and worker read one clock, the host takes everything, and no guess of another test counts."""
    office.inbox.rcpt = office.inbox.data = lambda _what: "250 OK"
    for module in ("own_routes", "link_routes", "forgotten_routes", "staff_routes"):
        monkeypatch.setattr(f"lms.messages.{module}.now", lambda: office.at)
    office.write(lambda work: work.query(GuessCount).delete())
    return office
