"""A platform that is registered by its one-time address: what the admin does, what the platform's page does."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lms_cast import Person
from small_platform import CONFIGURATION, SmallPlatform
from werkzeug.test import TestResponse

FORM = {"name_fr": "Moodle de l’IFSI", "name_en": "Moodle of the school", "roles": "pharmacist", "new_role": "pharmacist", "grades": "yes"}


@dataclass
class Registering:
    """admin: who makes the address and accepts."""

    admin: Person
    platform: SmallPlatform

    def address(self, **more: str) -> str:
        """The path of a new one-time address."""
        page = self.admin.post("/fr/site/plateformes", **{**FORM, **more})
        assert page.status_code == 200, page.text
        found = re.search(r'small-code">([^<]+)<', page.text)
        assert found is not None
        return urlsplit(found[1]).path

    def query(self, **more: str) -> dict[str, str]:
        return {"openid_configuration": f"{self.platform.issuer}{CONFIGURATION}", "registration_token": "reg-token", **more}

    def look(self, path: str, **more: str) -> TestResponse:
        """The platform opens the address inside its page: no cookie goes with it."""
        return self.admin.site.test_client().get(path, query_string=self.query(**more))

    def press(self, path: str, **more: str) -> TestResponse:
        headers = {"Origin": "null", "Accept-Language": "en"}
        return self.admin.site.test_client().post(path, data=self.query(**more), headers=headers)

    def listed(self) -> str:
        return self.admin.get("/fr/site/plateformes").text

    def newest(self) -> str:
        """The path of the page of the platform that registered last."""
        found = re.search(r'href="(/fr/site/plateformes/[0-9a-f-]{36})"', self.listed())
        assert found is not None
        return found[1]

    def accepted(self) -> str:
        """Register and accept; the path of its page."""
        assert self.press(self.address()).status_code == 200
        page = self.newest()
        assert self.admin.post(f"{page}/accepter").status_code == 303
        return page
