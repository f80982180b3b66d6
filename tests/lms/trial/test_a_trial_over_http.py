"""A whole trial of simulated people through the served site, from the locked protocol to the report; what each did is noted beside it."""

import random
import re
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from canaries import command
from lms_cast import TOKEN, Person, add_person
from lms_site import close, lay_parsed_content, make_settings, make_site
from serving_site import served_site
from trial_cast import FR, NAME, PHASES, answers, lay_files

from analytics.trial import participants, protocol
from analytics.trial.analysis import analyse
from analytics.trial.flow import flow

PEOPLE = 42
SAFE_SHARE = {"Jeu et modules": 0.9, "Modules seuls": 0.6, "Livret imprimé": 0.35}
ARMS = {"Jeu et modules": "game", "Modules seuls": "modules", "Livret imprimé": "booklet"}
CLOSED = {"Jeu et modules": (), "Modules seuls": ("/fr/jouer",), "Livret imprimé": ("/fr/jouer", "/fr/cours")}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


@dataclass
class Browser:
    """Somebody with a cookie jar in front of the served site. seen: what she did, for the test's own count."""

    address: str
    session: str
    jar: CookieJar = field(default_factory=CookieJar)
    excluded: str = ""
    arm: str = ""
    scores: dict[str, float] = field(default_factory=dict)
    left: str = ""

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.HTTPCookieProcessor(self.jar))
        body = None if form is None else urllib.parse.urlencode({"csrf_token": self._token(), **form}).encode()
        request = urllib.request.Request(self.address + path, data=body, headers={"Origin": self.address} if body else {})
        request.add_header("Cookie", self._cookies())
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode("utf-8", "replace")

    def _cookies(self) -> str:
        """The session of her account until the site sets another; then the jar's."""
        own = {cookie.name: cookie.value or "" for cookie in self.jar}
        return "; ".join(f"{name}={value}" for name, value in ({"hlm": self.session} | own).items() if value)

    def _token(self) -> str:
        found = TOKEN.search(self.ask("/fr/accessibilite")[1])
        assert found
        return found[1]

    def as_guest(self) -> "Browser":
        """The same device without her account."""
        guest = Browser(self.address, "")
        for cookie in self.jar:
            if cookie.name != "hlm":
                guest.jar.set_cookie(cookie)
        return guest


def act(one: Browser, number: int, chance: random.Random) -> None:
    """What the simulated person of this number does: a few are kept out, stop, leave or do not answer at the end."""
    stories = {3: ("under_18", "yes"), 7: ("none", "no"), 11: ("no_treatment", "yes")}
    reason, agreement = stories.get(number, ("none", "yes"))
    place = "ab"[number % 2]
    assert one.ask(FR, {"reason": reason, "stratum-site": place, "agreement": agreement})[0] == 303
    if number in stories or number == 13:
        one.excluded = {3: "under_18", 7: "no_consent", 11: "no_treatment", 13: "no_start"}[number]
        return
    answer(one, "start", 0.5, chance)
    standing = one.ask(FR)[1]
    [one.arm] = [name for name in ARMS if f"<strong>{name}</strong>" in standing]
    for path in CLOSED[one.arm]:
        assert (one.ask(path)[0], one.as_guest().ask(path)[0]) == (404, 404), (one.arm, path)
    if number == 17:
        assert one.ask(f"{FR}/quitter", {"reason": "no_time"})[0] == 303
        one.left = "withdrawn"
        return
    if number == 19:
        one.left = "lost"
        return
    if number == 23:
        assert one.ask(f"{FR}/signaler", {"harm": "distress"})[0] == 303
    answer(one, "end", SAFE_SHARE[one.arm], chance)
    if number % 5:
        answer(one, "day_30", SAFE_SHARE[one.arm], chance)


def answer(one: Browser, phase: str, share: float, chance: random.Random) -> None:
    given = answers(phase)
    for key in [key for key in given if key.startswith(f"{phase}_")]:
        given[key] = "safe" if chance.random() < share else chance.choice(["late", "never"])
    status, _ = one.ask(f"{FR}/questions/{phase}", given)
    assert status == 303, phase
    one.scores[phase] = 100.0 * sum(value == "safe" for key, value in given.items() if key.startswith(f"{phase}_")) / 4


def sessions(folder: Path) -> Iterator[str]:
    """The session cookies of so many simulated patients."""
    app = make_site(folder)
    try:
        for number in range(PEOPLE):
            cookie = Person(app, add_person(app, "patient", f"simulated-{number}", simulated=True).name).client.get_cookie("hlm")
            assert cookie
            yield cookie.value
    finally:
        close(app)


@pytest.mark.slow
def test_a_trial_from_its_protocol_to_its_report(tmp_path: Path) -> None:
    data = tmp_path / "data"
    path, questions = lay_files(tmp_path / "files", first_end=0, first_30=0)
    cookies = list(sessions(data))
    lay_parsed_content(make_settings(data))
    opened = command(data, "site-trial", "open", str(path), str(questions))
    assert opened.exit_code == 0, opened.output
    questions.unlink()
    chance = random.Random(20261130)
    with served_site(data) as served:
        people = [Browser(f"http://127.0.0.1:{served.port}", cookie) for cookie in cookies]
        for number, one in enumerate(people):
            act(one, number, chance)
        assert {one.as_guest().ask("/fr/quand-j-appelle")[0] for one in people} == {200}
        before = command(data, "site-trial", "flow", NAME)
        assert before.exit_code == 0, before.output
        assert not set(ARMS.values()) & set(re.findall(r"\w+", before.output))
        rehearse_and_refuse(data, tmp_path)
        assert command(data, "site-trial", "close", NAME, "--yes").exit_code == 0
        assert people[0].ask(f"{FR}/questions/day_30")[0] == 404
    table, pdf = tmp_path / "table.csv", tmp_path / "report.pdf"
    assert command(data, "site-trial", "extract", NAME, str(table)).exit_code == 0
    check_table(people, table, path)
    reported = command(data, "trial", "report", str(path), str(table), str(pdf))
    assert reported.exit_code == 0, reported.output
    assert pdf.read_bytes().startswith(b"%PDF")


def rehearse_and_refuse(data: Path, folder: Path) -> None:
    early = command(data, "site-trial", "extract", NAME, str(folder / "early.csv"))
    assert early.exit_code == 2
    assert not (folder / "early.csv").exists()
    rehearsed = command(data, "site-trial", "rehearse", NAME, str(folder / "rehearsal.pdf"))
    assert rehearsed.exit_code == 0, rehearsed.output
    assert (folder / "rehearsal.pdf").read_bytes().startswith(b"%PDF")


def check_table(people: list[Browser], table: Path, path: Path) -> None:
    """The table and its flow against what each person did, counted here without the site."""
    terms = protocol.read(path)
    rows = participants.read(table, terms)
    assert len(rows) == PEOPLE
    boxes = flow(rows, terms)
    assert boxes.excluded == dict(Counter(one.excluded for one in people if one.excluded))
    for name, key in ARMS.items():
        arm = next(arm for arm in boxes.arms if arm.arm == key)
        own = [one for one in people if one.arm == name]
        gone = Counter(one.left for one in own if one.left)
        assert (arm.randomised, sum(arm.lost.values()), sum(arm.withdrawn.values())) == (len(own), gone["lost"], gone["withdrawn"])
        assert arm.analysed == sum("end" in one.scores for one in own)
        for phase, column in zip(PHASES, ("knowledge_before", "knowledge", "knowledge_day_30"), strict=True):
            told = sorted(row.values[column] for row in rows if row.arm == key and column in row.values)
            assert told == sorted(one.scores[phase] for one in own if phase in one.scores), (key, column)
    sizes = [arm.randomised for arm in boxes.arms]
    assert max(sizes) - min(sizes) <= 8, "blocks of 6 and 9 in two strata keep arms near each other"
    assert sum(row.values.get("distress", 0) for row in rows) == 1
    found = next(line for line in analyse(rows, terms).primary if line.method == "observed" and line.arm == "game")
    assert found.estimate.low < 30 < found.estimate.high + 15, "the true difference of the stories is 30 points"
    assert found.estimate.value > 0
