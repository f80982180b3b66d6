"""An educator at the editor, for tests."""

import html
import re
from typing import Any

from lms_cast import Person

BASE = re.compile(r'name="base" value="([^"]*)"')
READ = re.compile(r'name="read" value="([^"]*)"')
TEXT = re.compile(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', re.S)
FEVER = "fr/patient-essentials/fever.md"


class Writer:
    """An educator at the editor, without JavaScript."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def page(self, file: str) -> str:
        answer = self.person.get(f"/en/writing/text/{file}")
        assert answer.status_code == 200
        return answer.text

    def text(self, file: str) -> str:
        found = TEXT.search(self.page(file))
        assert found
        return html.unescape(found[1])

    def base(self, file: str) -> str:
        return BASE.findall(self.page(file))[0]

    def save(self, file: str, text: str, base: str | None = None) -> Any:
        return self.person.post(f"/en/writing/text/{file}", text=text, base=base or self.base(file), do="save")

    def move(self, file: str, to: str) -> Any:
        return self.person.post(f"/en/writing/state/{file}", to=to)

    def publish(self, file: str, until: str, **more: str) -> Any:
        read = READ.findall(self.page(file))
        given = {"to": "published", "read": read[0] if read else "", "by": "Dr Anne Roux, oncologue", "expires": until, "has_read": "yes"}
        return self.person.post(f"/en/writing/state/{file}", **{**given, **more})
