"""From an import to a renewal, step by step, whatever kind of window people look through."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import time_machine
from award_site import issued
from badge_checks import checked, is_ended, keys_of, parts
from flask import Flask, url_for
from lms_cast import PASSPHRASE, add_person
from plain_window import read_square
from pypdf import PdfReader
from sitting_cast import Returning, items, right_fields

from courses.model.content import Item
from lms.assessment.frozen_items import thaw
from lms.assessment.models import SittingItem
from lms.web.current_site import site_of

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
FORTY = [f"{family}{ending}" for family in ("Aubert", "Caron", "Durand", "Élie", "Haddad") for ending in "abcdefgh"]
"""The names are letters alone, as those of people."""
COURSE = "pharmacists"
NAME = "Élise Haddadh"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4} [0-9A-HJKMNP-TV-Z]{4}\b")
SAID = {
    "fr": {
        "ready": "40 lignes sont prêtes", "late": "40 ont une date dans les 30 jours",
        "verified": "vérifié par un responsable de formation", "not-yet": "Pas encore", "unsafe": "19 réponses sur 20 sont justes",
        "decides": "Une seule réponse décide", "wait": "à partir du 2 mars 2027", "passed": "Réussi", "valid": "Valide aujourd’hui",
        "expired": "Cette attestation a expiré", "ended": "n’est plus valide", "newer": "plus récente",
    },
    "en": {
        "ready": "40 lines are ready", "late": "40 have a day within 30 days", "verified": "verified by a training manager",
        "not-yet": "Not yet", "unsafe": "19 of 20 answers are right", "decides": "One answer decides", "wait": "from 2 March 2027 on",
        "passed": "Passed", "valid": "Valid today", "expired": "This attestation has expired", "ended": "no longer valid",
        "newer": "A newer attestation has taken the place",
    },
}  # fmt: skip
PRINTED = {
    "fr": (NAME, "Test en ligne, sans surveillance", "DPC", "Démonstration, sans valeur", "vérifié"),
    "en": (NAME, "Online test, without supervision", "DPC", "Demonstration, without value", "verified"),
}


@dataclass
class Story:
    """window: opens somebody's window, by a name. clock: the server's, that the story moves. look: what is done on a page worth seeing."""

    site: Flask
    address: str
    lang: str
    folder: Path
    clock: time_machine.Traveller
    window: Callable[[str], Any]
    look: Callable[[Any, str], None] = lambda _window, _name: None
    windows: dict[str, Any] = field(default_factory=dict)

    def path(self, endpoint: str, **values: Any) -> str:
        lang = {"lang": self.lang} if self.site.url_map.is_endpoint_expecting(endpoint, "lang") else {}
        with self.site.test_request_context():
            return url_for(endpoint, **lang, **values)

    def of(self, who: str) -> Any:
        if who not in self.windows:
            self.windows[who] = self.window(who)
        return self.windows[who]

    def open(self, who: str, endpoint: str, look: str = "", **values: Any) -> Any:
        window = self.of(who)
        assert window.go(self.path(endpoint, **values)) == 200, (who, endpoint)
        return self.seen(window, look)

    def send(self, who: str, endpoint: str, look: str = "", button: tuple[str, str] = ("", ""), **values: Any) -> Any:
        window = self.of(who)
        window.send(self.path(endpoint, **values), button)
        return self.seen(window, look)

    def seen(self, window: Any, look: str) -> Any:
        if look:
            self.look(window, look)
        return window

    def reads(self, who: str, *keys: str) -> None:
        words = self.of(who).words()
        for key in keys:
            assert SAID[self.lang][key].lower() in words.lower(), (who, key, words[:500])

    def sign_in(self, who: str, name: str) -> None:
        self.open(who, "accounts.sign_in")
        self.of(who).fill("name", name)
        self.of(who).fill("passphrase", PASSPHRASE)
        self.send(who, "accounts.sign_in")


def now() -> datetime:
    return datetime.now(UTC)


def at(start: datetime) -> AbstractContextManager[time_machine.Traveller]:
    return time_machine.travel(start, tick=True)


def import_forty(story: Story) -> tuple[UUID, str]:
    """The cohort, and where the square on one person's slip leads."""
    office = story.open("admin", "dashboards.cohorts")
    office.fill("name", "Officines du Rhône")
    office.fill("course", COURSE)
    story.send("admin", "dashboards.cohorts")
    cohort = UUID(office.path.rpartition("/")[2])
    lines = ["Nom;Prénom;Profession;RPPS;Employeur;Courriel", *(f"{name};Élise;pharmacienne;;Pharmacie du Parc;" for name in FORTY)]
    file = story.folder / "officines.csv"
    file.write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    story.open("admin", "people.import_people", "import", uuid=cohort).attach("file", file)
    story.send("admin", "people.check_import", "plan", uuid=cohort)
    story.reads("admin", "ready")
    story.send("admin", "people.write_import", "codes", uuid=cohort)
    codes = CODE.findall(office.words())
    assert len(codes) == 40
    slip = office.square(39)
    assert slip.rpartition("/")[2].replace("-", "") == codes[39].replace(" ", ""), "the square says what the slip says"
    story.open("admin", "people.roster", uuid=cohort).fill("name", "claire")
    office.send(story.path("people.change_followers", uuid=cohort), field="name")
    return cohort, slip


def verify_and_assign(story: Story, cohort: UUID, learner: int) -> None:
    story.open("manager", "people.due", "due-empty")
    story.open("manager", "people.roster", "roster", uuid=cohort)
    story.open("manager", "people.record", "record", uuid=cohort, learner_id=learner).fill("rpps", "10 000 000 090")
    story.send("manager", "people.verify", "verified", uuid=cohort, learner_id=learner)
    story.reads("manager", "verified")
    desk = story.open("manager", "people.assign", "assign", uuid=cohort)
    desk.fill("what", f"course:{COURSE}")
    desk.fill("due", (now() + timedelta(days=14)).date().isoformat())
    story.send("manager", "people.add_assignment", "asked", uuid=cohort)
    story.open("manager", "people.due", "due")
    story.reads("manager", "late")


def begin_account(story: Story, slip: str) -> str:
    """She scans her slip and chooses a passphrase; gives her sign-in name."""
    home = story.of("pharmacist")
    assert home.go(slip) == 200
    story.seen(home, "code")
    story.send("pharmacist", "joining.look_up", "code-step")
    name = re.findall(r"\w+\.[\w-]+", home.words())[0]
    home.fill("passphrase", PASSPHRASE)
    home.choose("consent", "yes")
    story.send("pharmacist", "joining.go_on", "begun")
    return str(name)


def read_course(story: Story) -> None:
    """Every screen and every question of the course, in its pages."""
    catalogue, home = site_of(story.site).newest_content.catalogue, story.of("pharmacist")
    for key in catalogue.course(COURSE).modules:
        module, place = catalogue.module(key, story.lang), {"course_key": COURSE, "module_key": key}
        story.open("pharmacist", "learning.module", **place)
        story.send("pharmacist", "learning.start", **place)
        for number in range(1, len(module.screens) + 1):
            story.open("pharmacist", "learning.screen", number=number, **place)
            story.send("pharmacist", "learning.read", number=number, **place)
        for number, item in enumerate(module.items, 1):
            story.open("pharmacist", "learning.item", number=number, **place)
            if answer_item(home, item):
                story.send("pharmacist", "learning.answer", number=number, **place)
        story.open("pharmacist", "learning.end", **place)
        if home.has_form(story.path("learning.finish", **place)):
            story.send("pharmacist", "learning.finish", **place)


def answer_item(home: Any, item: Item) -> bool:
    """Choose what is right; False for a question of rows, which is left out: none of them is a safety question."""
    if item.kind in ("single", "multi"):
        for key in sorted(item.right_keys):
            home.choose("choice", key)
    elif item.kind == "number":
        home.fill("number", f"{item.answer:g}".replace(".", "," if item.language == "fr" else "."))
    elif item.kind == "survey":
        home.choose("choice", item.options[0].key)
    else:
        assert not item.is_safety, item.key
        return False
    return True


def sit(story: Story, look: str, unsafe: int = 0) -> None:
    """Begin the final, answer all of it, the wanted number unsafely, hand in, see the result."""
    home = story.open("pharmacist", "learning.test", f"{look}-test", course_key=COURSE)
    story.send("pharmacist", "learning.start_test", button=("phase", "final"), course_key=COURSE)
    sitting = home.path.rpartition("/question")[0]
    uuid = UUID(sitting.rpartition("/")[2])
    for row in items(story.site, sitting):
        story.open("pharmacist", "assessment.question", f"{look}-question" if row.position == 1 else "", uuid=uuid, number=row.position)
        value = unsafe_value(row) if unsafe else None
        unsafe -= value is not None
        if row.frozen["item"]["kind"] == "number":
            home.fill("number", right_fields(row)["choice"][0])
        else:
            for choice in [value] if value else right_fields(row)["choice"]:
                home.choose("choice", choice)
        story.send("pharmacist", "assessment.answer", button=("go", "next"), uuid=uuid, number=row.position)
    story.open("pharmacist", "assessment.review", f"{look}-before", uuid=uuid)
    story.send("pharmacist", "assessment.hand_in", f"{look}-receipt", uuid=uuid)
    story.open("pharmacist", "assessment.result", f"{look}-result", uuid=uuid)


def unsafe_value(row: SittingItem) -> str | None:
    """The field of an unsafe option, as this sitting shuffled it."""
    if row.frozen["item"]["kind"] != "single":
        return None
    unsafe = thaw(row.frozen).item.unsafe_keys
    return next((str(place) for place, key in enumerate(row.frozen["order"], 1) if key in unsafe), None)


def take_attestation(story: Story, uuid: UUID, look: str, name: str = "") -> None:
    """Type the name, see it, confirm."""
    home = story.open("pharmacist", "credentials.attestation", f"{look}-ready", uuid=uuid)
    if name:
        home.fill("name", name)
        story.send("pharmacist", "credentials.set_name", f"{look}-name", uuid=uuid)
    story.send("pharmacist", "credentials.release", f"{look}-attestation", uuid=uuid)


def newest_attestation(story: Story) -> UUID:
    """The first of her list, by the link on it."""
    home = story.open("pharmacist", "credentials.attestations", "mine")
    base = story.path("credentials.attestations")
    return UUID(next(link.rpartition("/")[2] for link in home.links() if link.startswith(f"{base}/")))


def square_on_paper(pdf: bytes) -> str:
    """The square of a PDF's only page, drawn at 150 dots an inch as a printer does."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        (page,) = document
        return read_square(page.render(scale=150 / 72).to_pil())
    finally:
        document.close()


def words_on_paper(pdf: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def read_badge(story: Story, token: str) -> tuple[str, datetime, bool]:
    """The holder's name, the end, and whether the status list says it ended: by the published keys alone. Raises Refused."""
    client, issuer = story.site.test_client(), f"{story.address}/badges/issuer"
    keys = keys_of(client, story.address)
    subject = parts(token)[1]["credentialSubject"]
    payload = checked(token, keys, issuer, min(now(), datetime.fromtimestamp(parts(token)[1]["exp"] - 1, UTC)))
    end = datetime.fromtimestamp(payload["exp"], UTC)
    return subject["identifier"][0]["identityHash"], end, is_ended(token, client, keys, issuer, now() + timedelta(seconds=2))


def scan(story: Story, address: str, look: str, *keys: str) -> str:
    stranger = story.of("stranger")
    assert stranger.go(address) == 200
    story.seen(stranger, look)
    story.reads("stranger", *keys)
    return str(stranger.words())


def withdraw_another(story: Story) -> tuple[str, str]:
    """Another pharmacist's badge and the address of his public page, after an admin withdrew the attestation in her pages."""
    add_person(story.site, "pharmacist", "paul")
    paul = Returning(story.site, "paul")
    row = issued(story.site, paul, "Paul Roux", at=now() - timedelta(hours=1))
    badge = paul.get(f"/fr/mes-attestations/{row.uuid}/badge/jwt").data.decode()
    assert (read_badge(story, badge)[0], read_badge(story, badge)[2]) == ("Paul Roux", False)
    story.sign_in("admin", "sam")
    story.open("admin", "credentials.any_attestation", "any", uuid=row.uuid).fill("withdraw-reason", "Établi par erreur.")
    story.send("admin", "credentials.withdraw", "withdrawn", uuid=row.uuid)
    return badge, f"{story.address}/verify/{row.code}"
