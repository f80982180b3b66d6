"""How long to wait, said in words: seconds up to a minute and a half, then whole minutes, never less than the wait."""

import pytest
from flask import Flask
from flask_babel import force_locale

from lms.accounts.wording import waiting


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"), (2, "2 seconds"), (90, "90 seconds"), (91, "2 minutes"), (120, "2 minutes"), (121, "3 minutes"),
        (180, "3 minutes"), (181, "4 minutes"), (900, "15 minutes"), (901, "16 minutes"), (3600, "60 minutes"),
    ],
)  # fmt: skip
def test_a_wait_is_never_said_shorter_than_it_is(site: Flask, seconds: int, words: str) -> None:
    with site.test_request_context("/en/"), force_locale("en"):
        assert waiting(seconds) == words
