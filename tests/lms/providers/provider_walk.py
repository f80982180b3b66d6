"""Somebody who goes to a provider and comes back."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from lms_cast import PASSPHRASE, Person
from small_provider import SmallProvider
from werkzeug.test import TestResponse


@dataclass
class Visitor:
    """person: her browser. key: of the provider in the site's settings."""

    person: Person
    provider: SmallProvider
    key: str

    def go(self, **query: str) -> str:
        """The address at the provider that the link of the sign-in page leads to."""
        answer = self.person.client.get(f"/fr/connexion/avec/{self.key}", query_string=query)
        assert answer.status_code == 302, answer.headers.get("Location")
        return answer.headers["Location"]

    def back(self, brought: dict[str, str]) -> TestResponse:
        return self.person.client.get(f"/identity/{self.key}/return", query_string=brought)

    def sign_in(self, subject: str = "sub-1", **query: str) -> TestResponse:
        return self.back(self.provider.authorize(self.go(**query), subject))

    def open_account(self, subject: str, name: str = "", **data: str) -> TestResponse:
        """From the sign-in page to a new account."""
        answer = self.sign_in(subject)
        assert answer.headers["Location"] == "/fr/connexion/premier-compte", answer.headers["Location"]
        return self.person.post(answer.headers["Location"], name=name or f"claire-{uuid4().hex[:6]}", consent="yes", **data)

    def link(self, subject: str, passphrase: str = PASSPHRASE) -> TestResponse:
        """From the page of identities, signed in here, to the provider and back."""
        page = self.person.post(f"/fr/compte/identites/{self.key}", passphrase=passphrase)
        assert page.status_code == 200, page.text
        start = page.text.index(f'href="{self.provider.issuer}/authorization') + len('href="')
        address = page.text[start : page.text.index('"', start)].replace("&amp;", "&")
        return self.back(self.provider.authorize(address, subject))

    def name(self) -> str:
        """Whom this browser is signed in as; empty for nobody."""
        page = self.person.client.get("/fr/compte")
        return page.text.partition("Connexion au nom de ")[2].partition(".")[0] if page.status_code == 200 else ""


def reason(answer: TestResponse) -> str:
    """Why somebody was not let in, as the address of the page says."""
    place: Any = answer.headers.get("Location", "")
    return str(place).rpartition("/")[2]
