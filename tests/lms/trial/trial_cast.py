"""A small trial on a site of tests: its locked protocol, its sealed questions, and people who answer through the pages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from flask import Flask
from lms_cast import Person, add_person

from analytics.trial import lock, protocol
from lms.trial import content_hash, instruments, participation, sealing, trials
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import ZONE, now
from lms.web.database.writing import submit

EXAMPLE = Path(__file__).parents[3] / "analytics" / "trial" / "examples" / "does-the-game-add.toml"
NAME = "does_the_game_add"
FR, EN = f"/fr/essais/{NAME}", f"/en/trials/{NAME}"
PHASES = ("start", "end", "day_30")
NO_START = '[[exclusions]]\nkey = "no_start"\nname = { fr = "N’a pas commencé", en = "Did not begin" }\n\n'

QUESTION = """
[[questions]]
key = "{key}"
at = ["{at}"]
words = {{ fr = "Histoire {key} : que faites-vous ?", en = "Story {key}: what do you do?" }}
options = [
  {{ key = "safe", words = {{ fr = "La réponse sûre de {key}", en = "The safe answer of {key}" }}, right = true, hours = 1 }},
  {{ key = "late", words = {{ fr = "Attendre", en = "Wait" }}, hours = 24 }},
  {{ key = "never", words = {{ fr = "Ne rien dire", en = "Say nothing" }}, unsafe = true, hours = 72 }},
]
"""
FRAME = """
trial = "does_the_game_add"
information = [{ fr = "Nous comparons des façons d’apprendre.", en = "We compare ways of learning." }]
windows = [{ at = "end", first_day = FIRST_END, last_day = 14 }, { at = "day_30", first_day = FIRST_30, last_day = 44 }]
scores = [
  { column = "knowledge_before", at = "start", rule = "share" },
  { column = "knowledge", at = "end", rule = "share" },
  { column = "knowledge_day_30", at = "day_30", rule = "share" },
  { column = "calls_fever", at = "end", rule = "right", question = "end_1" },
  { column = "hours_to_report", at = "end", rule = "hours", question = "end_2" },
  { column = "unsafe_answers", at = "end", rule = "unsafe" },
]
[strata.site]
a = { fr = "Lieu A", en = "Place A" }
b = { fr = "Lieu B", en = "Place B" }
"""


def protocol_text() -> str:
    return EXAMPLE.read_text(encoding="utf-8").replace("[primary]", NO_START + "[primary]", 1)


def questions_text(*, first_end: int = 7, first_30: int = 30, a_phase: int = 4) -> str:
    """The sealed file: `a_phase` questions in each sitting."""
    frame = FRAME.replace("FIRST_END", str(first_end)).replace("FIRST_30", str(first_30))
    return frame + "".join(QUESTION.format(key=f"{at}_{number}", at=at) for at in PHASES for number in range(1, a_phase + 1))


def cluster_text(count: int) -> str:
    """So many places of care, in the two sites by turns."""
    line = '[clusters.gp_{n}]\nwords = {{ fr = "Cabinet {n}", en = "Practice {n}" }}\nstrata = {{ site = "{site}" }}\n'
    return "".join(line.format(n=number, site="ba"[number % 2]) for number in range(1, count + 1))


def of_clusters(protocol_of_persons: str) -> str:
    """The same protocol for whole clusters: no stratum is a person's."""
    role = '[[strata]]\nkey = "role"\nvalues = ["patient", "caregiver"]\n'
    assert role in protocol_of_persons
    return protocol_of_persons.replace(role, "", 1).replace('unit = "person"', 'unit = "cluster"', 1)


def lay_files(folder: Path, *, clusters: int = 0, name: str = NAME, **windows: int) -> tuple[Path, Path]:
    """A locked protocol and its questions, as an operator has them. clusters: how many places of care, where those are randomised."""
    folder.mkdir(parents=True, exist_ok=True)
    path, questions = folder / "protocol.toml", folder / "questions.toml"
    text = of_clusters(protocol_text()) if clusters else protocol_text()
    path.write_text(text.replace(f'trial = "{NAME}"', f'trial = "{name}"'), encoding="utf-8")
    asked = questions_text(**windows).replace(f'trial = "{NAME}"', f'trial = "{name}"')
    questions.write_text(asked + cluster_text(clusters), encoding="utf-8")
    lock.lock(path, protocol.read(path), datetime(2026, 11, 1, tzinfo=UTC))
    return path, questions


def open_trial(site: Flask, folder: Path, *, name: str = NAME, **windows: int) -> None:
    path, questions = lay_files(folder, name=name, **windows)
    made = instruments.read(questions, protocol.read(path))
    with site.app_context():
        box, content = sealing.box_of(site_of(site).settings), content_hash.current(site_of(site), site_of(site).newest_content.catalogue)
        submit(lambda work: trials.open_trial(work, path, made, box, content, now()).id)


def enter(person: Person, *, place: str = "a", language: str = "fr", **more: str) -> int:
    """Answer the way in; gives the status of the answer."""
    form = {"reason": "none", "stratum-site": place, "agreement": "yes", **more}
    return person.post(FR if language == "fr" else EN, **form).status_code


def answers(phase: str, choose: str = "safe", a_phase: int = 4) -> dict[str, str]:
    given = {f"{phase}_{number}": choose for number in range(1, a_phase + 1)}
    if phase == "end":
        given["used"] = "yes"
    if phase == "day_30":
        given |= {f"elsewhere-{what}": "no" for what in ("modules", "game", "booklet")}
    return given


def hand_in(person: Person, phase: str, choose: str = "safe") -> int:
    return person.post(f"{FR}/questions/{phase}", **answers(phase, choose)).status_code


def one_of_each_arm(site: Flask) -> dict[str, Person]:
    """By the arm's key, through the pages."""
    people: dict[str, Person] = {}
    box = sealing.box_of(site_of(site).settings)
    while len(people) < 3:
        person = add_person(site, "patient", f"arm-{uuid4().hex[:6]}", simulated=True)
        assert (enter(person), hand_in(person, "start")) == (303, 303)
        with site.app_context():
            [part] = participation.of_learner(db.session(), person.account.learner.id, box, now())
        assert part.arm
        people.setdefault(part.arm.key, person)
    return people


def days_before(days: int) -> datetime:
    """This time of the day so many days of the site's calendar ago: between them the clocks may have changed."""
    return (now().astimezone(ZONE) - timedelta(days=days)).astimezone(UTC)
