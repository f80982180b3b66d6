"""Somebody who opens this site from a learning platform."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from lms_cast import PASSPHRASE, Person
from small_platform import CLIENT, SmallPlatform
from werkzeug.test import TestResponse

from lms.web.current_site import site_of


@dataclass
class Visitor:
    """person: her browser. key: of the platform in the site's settings."""

    person: Person
    platform: SmallPlatform
    key: str

    @property
    def origin(self) -> str:
        return site_of(self.person.site).settings.origin

    def announced(self, target: str = "/lti/launch", **more: str) -> dict[str, str]:
        usual = {"iss": self.platform.issuer, "client_id": CLIENT, "login_hint": "7", "lti_message_hint": "a hint"}
        return {**usual, "target_link_uri": f"{self.origin}{target}", **more}

    def announce(self, method: str = "GET", headers: dict[str, str] | None = None, **more: str) -> TestResponse:
        asked = self.announced(**more)
        if method == "POST":
            return self.person.client.post("/lti/login", data=asked, headers=headers)
        return self.person.client.get("/lti/login", query_string=asked, headers=headers)

    def begin(self, **more: str) -> dict[str, str]:
        """What the platform is asked, after the announcement."""
        answer = self.announce(**more)
        assert answer.status_code == 302, (answer.status_code, answer.headers.get("Location"))
        assert answer.headers["Location"].startswith(f"{self.platform.issuer}/auth?")
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}

    def post(self, token: str, state: str, client: Any = None) -> TestResponse:
        """The form from the platform's page: no cookie of this site goes with it, whoever sends it."""
        sender = client or self.person.site.test_client()
        return sender.post("/lti/launch", data={"id_token": token, "state": state}, headers={"Origin": self.platform.issuer})

    def come(self, answer: TestResponse) -> TestResponse:
        """The browser goes where the answer to the form sends it, with its cookies."""
        return self.person.client.get(answer.headers["Location"])

    def launch(self, subject: str = "sub-1", **claims: Any) -> TestResponse:
        asked = self.begin()
        return self.come(self.post(self.platform.message(asked["nonce"], self.origin, subject, **claims), asked["state"]))

    def first_account(self, subject: str, name: str = "") -> TestResponse:
        """From the link on the platform to a new account."""
        answer = self.launch(subject)
        assert answer.headers["Location"] == "/fr/premiere-fois", answer.headers["Location"]
        return self.person.post("/fr/premiere-fois/compte", name=name or f"claire-{uuid4().hex[:6]}", consent="yes")

    def link(self, subject: str, passphrase: str = PASSPHRASE) -> TestResponse:
        self.launch(subject)
        return self.person.post("/fr/premiere-fois/lier", passphrase=passphrase)

    def name(self) -> str:
        """Whom this browser is signed in as; empty for nobody."""
        page = self.person.client.get("/fr/compte")
        return page.text.partition("Connexion au nom de ")[2].partition(".")[0] if page.status_code == 200 else ""


def reason(answer: TestResponse) -> str:
    """Why a launch was refused, as the address of the page says."""
    return urlsplit(str(answer.headers.get("Location", ""))).path.rpartition("/")[2]
