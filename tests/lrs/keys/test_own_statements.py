"""A key without every right acts on its own statements alone: what it voids, defines, attaches and reads."""

import json
from typing import Any
from uuid import uuid4

import pytest
from asking import described, first, multipart, new_iri, one, part, said
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from lrs_cast import HOME, ITEM, LEARNER, STRANGER, Caller, make_caller, make_statement

from lrs.keys import access_keys
from lrs.storage.store import Store, open_store
from lrs.writing.attachments import split
from xapi import builders
from xapi.vocabulary import VERBS

COHORT = "00000000-0000-4000-8000-00000000000c"
SOMEWHERE = "https://elsewhere.example/activity"


def voiding(target: str, **changed: Any) -> dict[str, Any]:
    return make_statement(verb="voided", object={"objectType": "StatementRef", "id": target}, **changed)


def device(store: Store, who: dict[str, Any] = STRANGER, version: str = "2.0.0", **limits: Any) -> Caller:
    return make_caller(store, version=version, scopes=access_keys.DEVICE, actor=who, **limits)


@pytest.mark.parametrize(
    "limits", [{"scopes": access_keys.DEVICE, "actor": STRANGER}, {"scopes": ["all"], "cohort": COHORT}, {"scopes": access_keys.DEVICE}]
)
def test_a_limited_key_voids_nobody_elses_statement_in_whatever_way_it_asks(store: Store, version: str, limits: dict[str, Any]) -> None:
    site = make_caller(store, version="2.0.0")
    (theirs,) = site.post("statements", make_statement()).json
    caller = make_caller(store, version=version, **limits)
    before = site.ids()
    void = voiding(theirs, actor=STRANGER)
    answers = [
        caller.post("statements", void),
        caller.post("statements", [make_statement(actor=STRANGER), void]),
        caller.put("statements", void, statementId=void["id"]),
        caller.post("statements", voiding(theirs.upper(), actor=STRANGER)),
    ]
    if version == "1.0.3":
        form = {"statementId": void["id"], "content": json.dumps(void), "Content-Type": "application/json"}
        headers = caller.headers(Content_Type="application/x-www-form-urlencoded")
        answers.append(caller.client.post("/xapi/statements?method=PUT", data=form, headers=headers))
    for answer in answers:
        assert (answer.status_code, answer.json["error"]) == (403, "voiding_refused")
        assert answer.json["problems"][0]["path"] == "$.object.id"
    assert site.ids() == before
    assert one(site, theirs)["id"] == theirs


def test_a_limited_key_voids_its_own_statement_before_and_after_it_comes(store: Store) -> None:
    caller = device(store)
    (sent,) = caller.post("statements", make_statement(actor=STRANGER)).json
    assert caller.post("statements", voiding(sent, actor=STRANGER)).status_code == 200
    later = make_statement(actor=STRANGER)
    assert caller.post("statements", voiding(later["id"], actor=STRANGER)).status_code == 200
    assert caller.post("statements", later).status_code == 200
    for id in (sent, later["id"]):
        assert caller.get("statements", statementId=id).status_code == 404
        assert caller.get("statements", voidedStatementId=id).status_code == 200


def test_a_voiding_statement_that_waits_voids_only_what_its_key_may(store: Store) -> None:
    site, caller = make_caller(store), device(store)
    ahead, statement = make_statement(), make_statement()
    assert caller.post("statements", voiding(ahead["id"], actor=STRANGER)).status_code == 200
    assert site.post("statements", voiding(statement["id"])).status_code == 200
    owner = device(store, LEARNER)
    assert owner.post("statements", [ahead, statement]).status_code == 200
    assert site.get("statements", statementId=ahead["id"]).status_code == 200
    assert site.get("statements", statementId=statement["id"]).status_code == 404


def test_another_device_of_the_same_learner_does_not_void_what_the_first_one_sent(store: Store) -> None:
    first_device, second = device(store), device(store)
    (sent,) = first_device.post("statements", make_statement(actor=STRANGER)).json
    assert second.post("statements", voiding(sent, actor=STRANGER)).status_code == 403


def test_a_key_with_every_right_still_voids_any_statement(store: Store) -> None:
    (sent,) = device(store).post("statements", make_statement(actor=STRANGER)).json
    site = make_caller(store)
    assert site.post("statements", voiding(sent)).status_code == 200
    assert site.get("statements", voidedStatementId=sent).status_code == 200


def about(iri: str, name: str, who: dict[str, Any] = STRANGER) -> dict[str, Any]:
    return make_statement(actor=who, object=builders.activity(iri, "module", {"en": name}))


def name_of(caller: Caller, iri: str) -> str | None:
    document = caller.get("activities", activityId=iri).json
    return (document.get("definition") or {}).get("name", {}).get("en")


@pytest.mark.parametrize("iri", [ITEM, f"{HOME}/activity"])
def test_a_limited_key_never_defines_an_activity_of_the_site(store: Store, iri: str) -> None:
    site, caller = make_caller(store), device(store)
    assert caller.post("statements", about(iri, "Mine")).status_code == 200
    assert name_of(site, iri) is None
    site.post("statements", about(iri, "Fever"))
    assert caller.post("statements", about(iri, "Mine")).status_code == 200
    assert name_of(site, iri) == "Fever"


def test_the_last_writer_of_a_definition_counts_among_one_key_and_every_right(store: Store) -> None:
    site, caller, other = make_caller(store), device(store), device(store, LEARNER)
    for name in ("One", "Two", "One"):
        caller.post("statements", about(SOMEWHERE, name))
        assert name_of(site, SOMEWHERE) == name
    other.post("statements", about(SOMEWHERE, "Other", LEARNER))
    assert name_of(site, SOMEWHERE) == "One"
    for name in ("Site", "Again", "Site"):
        site.post("statements", about(SOMEWHERE, name))
        assert name_of(site, SOMEWHERE) == name
    caller.post("statements", about(SOMEWHERE, "Two"))
    assert name_of(site, SOMEWHERE) == "Site"


def test_the_definition_a_limited_key_makes_does_not_grow_without_end(sqlite_store: Store) -> None:
    caller, site = device(sqlite_store), make_caller(sqlite_store)
    for number in range(20):
        thing = {"id": SOMEWHERE, "definition": {"extensions": {f"https://x.example/{number}": "x" * 8000}}}
        assert caller.post("statements", make_statement(actor=STRANGER, object=thing)).status_code == 200
    assert len(site.get("activities", activityId=SOMEWHERE).data) < 70_000


def test_a_hash_alone_opens_no_attachment(store: Store) -> None:
    content = b"a letter of the ward"
    sender, thief, site = device(store, LEARNER), device(store), make_caller(store)
    sent = said(actor=LEARNER, attachments=[described(content)])
    assert multipart(sender, first(sent), part(content)).status_code == 200
    claim = said(actor=STRANGER, attachments=[described(content, fileUrl="https://x.example/f")])
    assert thief.post("statements", claim).status_code == 200
    assert content not in thief.get("statements", attachments="true").data
    assert content not in thief.get("statements", statementId=claim["id"], attachments="true").data
    assert content in sender.get("statements", attachments="true").data
    assert content in site.get("statements", statementId=claim["id"], attachments="true").data  # it may read the letter anyway


def test_who_sends_the_same_bytes_gets_them_with_the_type_it_gave(store: Store) -> None:
    content = b"<script>"
    for who, kind in ((STRANGER, "text/html"), (LEARNER, "text/plain")):
        caller = device(store, who)
        sent = said(actor=who, attachments=[described(content)])
        assert multipart(caller, first(sent), part(content, Content_Type=kind)).status_code == 200
        answer = caller.get("statements", statementId=sent["id"], attachments="true").data
        assert f"Content-Type: {kind}".encode() in answer.split(b"X-Experience-API-Hash")[0].rsplit(b"--", 1)[-1]


def test_a_chain_tells_a_limited_key_nothing_of_a_statement_it_may_not_read(store: Store) -> None:
    (theirs,) = make_caller(store).post("statements", make_statement(verb="passed")).json
    caller = device(store)
    pointing = make_statement(actor=STRANGER, verb="experienced", object={"objectType": "StatementRef", "id": theirs})
    caller.post("statements", pointing)
    assert caller.ids() == [pointing["id"]]
    assert caller.ids(verb=VERBS["passed"].iri) == []
    assert caller.ids(agent=LEARNER) == []
    assert caller.ids(activity=ITEM) == []
    own = make_statement(actor=STRANGER, verb="passed")
    caller.post("statements", own)
    after = make_statement(actor=STRANGER, verb="experienced", object={"objectType": "StatementRef", "id": own["id"]})
    caller.post("statements", after)
    assert caller.ids(verb=VERBS["passed"].iri) == [after["id"], own["id"]]


@pytest.mark.parametrize("wrong", [0, 19, 21, 10**30])
def test_an_attachment_whose_length_does_not_fit_is_refused(caller: Caller, wrong: int) -> None:
    content = b"content of 20 bytes."
    sent = said(attachments=[described(content, length=wrong)])
    answer = multipart(caller, first(sent), part(content))
    assert (answer.status_code, answer.json["error"]) == (400, "attachment_broken")
    assert caller.ids() == []


def test_the_picture_that_the_public_suite_sends_as_hexadecimal_text_passes(caller: Caller) -> None:
    content = b"\xff\xd8\xff picture".hex().encode()
    sent = said(attachments=[described(content, length=len(content) // 2)])
    assert multipart(caller, first(sent), part(content)).status_code == 200


STEPS = some.lists(
    some.tuples(
        some.sampled_from(("put", "void", "define", "attach", "claim", "document", "refer")), some.integers(0, 1), some.integers(0, 5)
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=STEPS, steps=STEPS)
def test_whatever_a_limited_key_does_another_reads_the_same(store: Store, before: list[Any], steps: list[Any]) -> None:
    """Two learners' devices and the site; the attacker's steps never change what the learner's device or the site reads of the rest."""
    world = _World(store)
    for kind, who, number in before:
        world.do((world.site, world.victim)[who], kind, number)
    seen = world.seen()
    for kind, _, number in steps:
        world.do(world.attacker, kind, number)
    assert world.seen() == seen


class _World:
    def __init__(self, store: Store) -> None:
        self.victim, self.attacker = device(store, LEARNER, rate=0), device(store, STRANGER, rate=0)  # more calls than a phone makes
        self.site = make_caller(store)
        self.actors = {self.victim.id: LEARNER, self.attacker.id: STRANGER, self.site.id: LEARNER}
        self.ids = [str(uuid4()) for _ in range(6)]
        self.iris = [new_iri() for _ in range(3)] + [f"{ITEM}/{uuid4()}", f"{HOME}/{uuid4()}", new_iri()]
        self.contents = [f"content {number} {uuid4()}".encode() for number in range(6)]
        self.place = {"activityId": new_iri(), "agent": LEARNER}

    def do(self, caller: Caller, kind: str, number: int) -> None:
        who, id, content = self.actors[caller.id], self.ids[number], self.contents[number]
        if kind == "put" and caller is not self.attacker:
            caller.put("statements", make_statement(id=id, actor=who, object={"id": self.iris[number]}), statementId=id)
        elif kind == "void":
            caller.post("statements", voiding(id, actor=who))
        elif kind == "refer":
            caller.post("statements", make_statement(actor=who, verb="experienced", object={"objectType": "StatementRef", "id": id}))
        elif kind == "define":
            caller.post("statements", about(self.iris[number], caller.id, who))
        elif kind == "attach":
            multipart(caller, first(said(actor=who, attachments=[described(content)])), part(content, Content_Type=f"text/{caller.id[:8]}"))
        elif kind == "claim":
            caller.post("statements", said(actor=who, attachments=[described(content, fileUrl="https://x.example/f")]))
        elif kind == "document":
            caller.put("activities/state", {"by": caller.id}, stateId=str(number), **self.place)

    def seen(self) -> dict[str, Any]:
        """What the learner's device reads, and what the site reads that is not the attacker's own."""
        return {
            "device": self._device(),
            "by id": [(id, self.site.get("statements", statementId=id).data) for id in self.ids],
            "voided": [(id, self.site.get("statements", voidedStatementId=id).data) for id in self.ids],
            "defined": [self.site.get("activities", activityId=iri).data for iri in self.iris if self._is_theirs(iri)],
            "documents": [self.victim.get("activities/state", stateId=str(number), **self.place).data for number in range(6)],
        }

    def _device(self) -> list[tuple[Any, bytes]]:
        answer = self.victim.get("statements", attachments="true", limit=500)
        return [(part.headers.get("content-type"), part.content) for part in split(answer.headers["Content-Type"], answer.data)]

    def _is_theirs(self, iri: str) -> bool:
        """An activity of the site, or one that somebody else has defined: an activity nobody defined is free to be."""
        return iri.startswith((ITEM, HOME)) or (name_of(self.site, iri) not in (None, self.attacker.id))


def test_a_database_opened_again_keeps_who_may_void(database: str) -> None:
    store = open_store(database, home_page=HOME, create=True)
    late = make_statement()
    device(store).post("statements", voiding(late["id"], actor=STRANGER))
    store.writer.close()
    store.engine.dispose()
    again = open_store(database, home_page=HOME)
    site = make_caller(again)
    site.post("statements", late)
    assert site.get("statements", statementId=late["id"]).status_code == 200
    again.writer.close()
    again.engine.dispose()
