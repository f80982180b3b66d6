"""A look back read as a person reads it: from its first page by the button that leads on."""

import re
from collections.abc import Iterator

from flask.testing import FlaskClient

ONWARD = re.compile(r'class="button onward" href="([^"]+)"')


def pages_back(client: FlaskClient, address: str) -> Iterator[str]:
    """Each page from the one at this address to the last; the question unanswered, then answered by its first option."""
    here = address
    for _ in range(12):
        answer = client.get(here)
        assert answer.status_code == 200, here
        yield answer.text
        options = re.findall(r'name="answer" value="([^"]+)"', answer.text)
        if options:
            here = f"{here.partition('?')[0]}?answer={options[0]}"
            continue
        onward = ONWARD.findall(answer.text)
        if not onward or not onward[0].startswith(address):
            return
        here = onward[0]
    raise AssertionError("the look back does not end")


def whole(client: FlaskClient, address: str) -> str:
    """All of them, one after the other."""
    return "".join(pages_back(client, address))
