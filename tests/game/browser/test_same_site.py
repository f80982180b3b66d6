"""The way from a page to its own site: the path alone counts, headers come in any case, and what does not answer is unreachable."""

from typing import Any

import pytest

from game.browser.same_site import SameSite
from game.device import pairing
from game.errors import SiteUnreachable

LINES = "content-type: application/json\r\nx-experience-api-version: 2.0.0\r\nretry-after: 7\r\n"


def site(asked: list[Any], status: int = 200, data: bytes = b"[]", lines: str = LINES) -> SameSite:
    def send(method: str, path: str, headers: Any, body: bytes | None) -> tuple[int, str, bytes]:
        asked.append((method, path, dict(headers), body))
        return status, lines, data

    return SameSite(send)


def test_another_name_of_the_site_is_asked_where_the_page_came_from() -> None:
    asked: list[Any] = []
    answer = site(asked).ask("POST", "https://other.example/xapi/statements?a=1", json=[{"id": "é"}], headers={"A": "b"})
    assert asked == [("POST", "/xapi/statements?a=1", {"A": "b", "Content-Type": "application/json"}, b'[{"id":"\\u00e9"}]')]
    assert answer.is_of_a_store
    assert answer.retry_after_s == 7
    assert answer.headers.get("Content-Type") == "application/json"


def test_what_stands_between_is_not_taken_for_the_store() -> None:
    answer = site([], data=b"<html>", lines="content-type: text/html").ask("GET", "/xapi/about")
    assert not answer.is_of_a_store
    with pytest.raises(ValueError, match="Expecting value"):
        answer.json()


def test_a_site_that_does_not_answer_is_unreachable() -> None:
    def send(*_: Any) -> Any:
        raise OSError("NetworkError")

    with pytest.raises(SiteUnreachable, match="NetworkError"):
        SameSite(send).ask("GET", "/xapi/about")


def test_a_code_is_changed_for_a_key_through_it() -> None:
    asked: list[Any] = []
    data = b'{"endpoint":"https://site.example/xapi","access_key":"u:s","actor":{"account":{"name":"n"}},"registration":"r"}'
    linked = pairing.pair("https://site.example", "K7011 2BV", "browser", http=site(asked, data=data))
    assert asked[0][:2] == ("POST", "/api/pair")
    assert linked.credentials == ("u", "s")
