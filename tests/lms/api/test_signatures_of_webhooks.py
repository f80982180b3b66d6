"""What webhooks send, judged by a library nobody here wrote: taken as it came, refused once altered or old."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from lms_site import close, make_site
from people_cast import open_cohort, put_in
from test_webhooks import hook_of, make_hook, suspend, tell
from webhook_receiver import receiving

pytestmark = pytest.mark.slow
PYTHON = Path(__file__).resolve().parents[3] / ".venvs" / "api" / "bin" / "python"
JUDGE = """
import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

found = []
for secret, headers, body in json.load(sys.stdin):
    try:
        found.append(Webhook(secret).verify(body, headers)["type"])
    except WebhookVerificationError as error:
        found.append(f"refused: {error}")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("site"), webhooks_to_loopback="yes")
    yield app
    close(app)


def judged(*cases: tuple[str, dict[str, str], str]) -> list[str]:
    done = subprocess.run([PYTHON, "-c", JUDGE], input=json.dumps(cases), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_the_library_takes_what_was_sent_and_nothing_altered(site: Flask, admin: Person, educator: Person, make_person: MakePerson) -> None:
    if not PYTHON.exists():
        pytest.skip("the library is not here: make .venvs/api/made installs it")
    cohort, anna = open_cohort(site, educator, "Officines", "pharmacists"), make_person("pharmacist")
    put_in(site, anna, cohort)
    with receiving() as receiver:
        old = make_hook(admin, receiver)
        page = admin.post(f"/en/site/webhooks/{hook_of(site).uuid}/secret").text
        new = "whsec_" + page.partition("whsec_")[2].partition("<")[0]
        suspend(site, anna)
        assert tell(site) == 1
        ((headers, raw),) = receiver.got
    body = raw.decode()
    late = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 600)}
    other = headers | {"webhook-id": "another"}
    found = judged((new, headers, body), (old, headers, body), (new, headers, body + " "), (new, late, body), (new, other, body))
    assert found[:2] == ["person.suspended", "person.suspended"], "the day after a new secret, each of the two is enough"
    assert all(one.startswith("refused") for one in found[2:])
