"""A rich valid statement, and ways to break it, each with the requirement it breaks and the path it is reported at."""

from copy import deepcopy
from typing import Any, NamedTuple

from xapi import builders
from xapi.vocabulary import CONTENT

Json = dict[str, Any]
GONE = object()
AGENT: Json = {"objectType": "Agent", "account": {"homePage": "https://site.example", "name": "00000000-0000-0000-0000-000000000001"}}
GROUP: Json = {"objectType": "Group", "member": [AGENT]}


def whole() -> Json:
    """Every part a statement may have in both versions."""
    item = builders.activity(
        f"{CONTENT}item/fever/first",
        "cmi.interaction",
        {"fr": "Fièvre", "en": "Fever"},
        {"fr": "Que faire ?"},
        interaction_type="choice",
        correct_responses=["a"],
        choices=[{"id": "a", "description": {"fr": "Appeler"}}, {"id": "b"}],
        extensions={"form": "a"},
    )
    made = builders.statement(
        id="00000000-0000-4000-8000-000000000001",
        actor=AGENT,
        verb="answered",
        object=item,
        timestamp="2026-11-23T19:04:13.000Z",
        result=builders.result(success=True, completion=True, scaled=0.5, raw=5, min=0, max=10, response="a", duration_seconds=3),
        context=builders.context(
            registration="00000000-0000-4000-8000-000000000002",
            language="fr",
            platform="pages",
            revision="1",
            parent=[{"id": f"{CONTENT}module/fever"}],
            extensions={"role": "patient"},
        ),
    )
    made["context"] |= {"instructor": deepcopy(AGENT), "team": deepcopy(GROUP)}
    made["context"]["statement"] = {"objectType": "StatementRef", "id": "00000000-0000-4000-8000-000000000003"}
    made["authority"] = deepcopy(AGENT)
    made["attachments"] = [
        {
            "usageType": "http://example.com/use",
            "display": {"fr": "Image"},
            "contentType": "image/png",
            "length": 3,
            "sha2": "a" * 64,
            "fileUrl": "http://example.com/f",
        }
    ]
    return made


class Break(NamedTuple):
    """One fault. at: keys down to the part; value: what it becomes, GONE to take it away; code: the reason it must be refused with."""

    requirement: str
    at: tuple[str | int, ...]
    value: Any
    code: str
    path: str | None = None

    @property
    def where(self) -> str:
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.at)
        return self.path or f"${steps}"

    def apply(self, statement: Json) -> Json:
        duplicate: Any = deepcopy(statement)
        part = duplicate
        for step in self.at[:-1]:
            part = part[step]
        if self.value is GONE:
            del part[self.at[-1]]
        else:
            part[self.at[-1]] = self.value
        return dict(duplicate)


ACCOUNT = ("actor", "account")
DEFINITION = ("object", "definition")
CHOICES = (*DEFINITION, "choices")
INSTRUCTOR, TEAM = ("context", "instructor"), ("context", "team")
FILE = ("attachments", 0)
UUID = "00000000-0000-4000-8000-000000000003"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
SUB: Json = {
    "objectType": "SubStatement",
    "actor": AGENT,
    "verb": {"id": "http://example.com/v"},
    "object": {"id": "http://example.com/o"},
}


def _within(id: int, *rows: tuple[Any, ...]) -> tuple[Break, ...]:
    """Breaks of one requirement: (at, value, code) or (at, value, code, path)."""
    return tuple(Break(f"XAPI-{id:05}", *row) for row in rows)


BREAKS = (
    *_within(
        1,
        (("actor", "name"), None, "not_text"),
        (("verb", "display"), None, "not_object"),
        (("result", "success"), None, "not_boolean"),
        (("context", "registration"), None, "not_uuid"),
        (("attachments",), None, "not_array"),
    ),
    *_within(3, (("actor",), GONE, "missing")),
    *_within(4, (("verb",), GONE, "missing")),
    *_within(5, (("object",), GONE, "missing")),
    *_within(
        6,
        (("result", "score", "raw"), "5", "not_number"),
        (("result", "success"), "true", "not_boolean"),
        (("result", "score", "raw"), True, "not_number"),
        (("verb", "id"), 5, "not_iri"),
        (("object",), "x", "not_object"),
        (("context",), [], "not_object"),
    ),
    *_within(
        7,
        (("id",), "", "not_uuid"),
        (("verb", "id"), "", "not_iri"),
        ((*ACCOUNT, "homePage"), "", "not_iri"),
        (("context", "language"), "", "not_language"),
        (("timestamp",), "", "not_time"),
        (INSTRUCTOR, {"mbox": ""}, "not_mailbox", "$.context.instructor.mbox"),
    ),
    *_within(8, (("Actor",), AGENT, "unknown_property"), (("verb", "ID"), "http://example.com/v", "unknown_property")),
    *_within(9, (("actor", "objectType"), "agent", "object_type"), ((*DEFINITION, "interactionType"), "Choice", "interaction_type")),
    *_within(10, (("result", "Success"), True, "unknown_property"), ((*DEFINITION, "moreinfo"), "http://example.com", "unknown_property")),
    *_within(11, (("verb", "id"), "answered", "not_iri"), ((*ACCOUNT, "homePage"), "//site.example", "not_iri")),
    *_within(13, (("verb", "display", "not a tag"), "x", "not_language"), (("verb", "display", "abcdefghij"), "x", "not_language")),
    *_within(17, (("verb", "id"), VOIDED, "void_target", "$.object")),
    *_within(19, (("verb",), {"id": VOIDED, "display": {"en": "kept"}}, "void_target", "$.object")),
    *_within(20, (("verb", "id"), VOIDED, "void_target", "$.object")),
    *_within(22, (("timestamp",), 1, "not_time"), (("timestamp",), "2026-13-01T00:00:00Z", "not_time")),
    *_within(23, (("stored",), "x", "not_time")),
    *_within(24, (("authority",), "x", "not_object"), (("authority", "objectType"), "Person", "object_type")),
    *_within(25, (("attachments",), {}, "not_array"), (FILE, "x", "not_object")),
    *_within(27, (("id",), "00000000-0000-4000-8000-0000000000011", "not_uuid")),
    *_within(28, (("id",), 1, "not_uuid"), (("id",), {}, "not_uuid")),
    *_within(29, (("context", "registration"), "00000000000040008000000000000002", "not_uuid")),
    *_within(
        30, (("id",), "0000000g-0000-4000-8000-000000000001", "not_uuid"), (("context", "registration"), "{" + UUID + "}", "not_uuid")
    ),
    *_within(
        31,
        (("actor", "objectType"), "Activity", "object_type"),
        (INSTRUCTOR, {**AGENT, "objectType": "Person"}, "object_type", "$.context.instructor.objectType"),
    ),
    *_within(32, (("actor", "objectType"), 1, "object_type"), ((*INSTRUCTOR, "objectType"), {}, "object_type")),
    *_within(33, (("actor", "name"), 1, "not_text"), ((*INSTRUCTOR, "name"), {}, "not_text"), ((*TEAM, "name"), [], "not_text")),
    *_within(
        34,
        (("actor", "mbox"), "mailto:a@b.example", "one_identifier", "$.actor"),
        (("actor", "openid"), "http://example.com/a", "one_identifier", "$.actor"),
        (("actor", "mbox_sha1sum"), "a" * 40, "one_identifier", "$.actor"),
        (INSTRUCTOR, {"objectType": "Agent", "name": "x"}, "one_identifier"),
    ),
    *_within(35, ((*TEAM, "member"), GONE, "missing"), (("actor", "member"), [AGENT], "unknown_property")),
    *_within(
        36,
        ((*TEAM, "member"), AGENT, "not_array"),
        ((*TEAM, "member", 0), GROUP, "object_type", "$.context.team.member[0].objectType"),
        ((*TEAM, "member", 0), "x", "not_object"),
    ),
    *_within(
        37,
        (TEAM, {"objectType": "Group", "mbox": "mailto:a@b.example", "openid": "http://example.com/a"}, "one_identifier"),
        (TEAM, {**AGENT, "objectType": "Group", "mbox_sha1sum": "a" * 40, "member": [AGENT]}, "one_identifier"),
    ),
    *_within(
        38,
        (INSTRUCTOR, {"mbox": "a@b.example"}, "not_mailbox", "$.context.instructor.mbox"),
        (INSTRUCTOR, {"mbox": "mailto:a.example"}, "not_mailbox", "$.context.instructor.mbox"),
        (INSTRUCTOR, {"mbox": "mailto:a@b.example,c@d.example"}, "not_mailbox", "$.context.instructor.mbox"),
    ),
    *_within(
        39,
        (INSTRUCTOR, {"mbox_sha1sum": "a"}, "not_sha1", "$.context.instructor.mbox_sha1sum"),
        (INSTRUCTOR, {"mbox_sha1sum": 1}, "not_sha1", "$.context.instructor.mbox_sha1sum"),
    ),
    *_within(40, (INSTRUCTOR, {"openid": "a"}, "not_iri", "$.context.instructor.openid")),
    *_within(41, (ACCOUNT, "x", "not_object"), ((*ACCOUNT, "uuid"), "x", "unknown_property")),
    *_within(42, ((*ACCOUNT, "homePage"), GONE, "missing"), ((*ACCOUNT, "homePage"), "site", "not_iri")),
    *_within(43, ((*ACCOUNT, "name"), GONE, "missing"), ((*ACCOUNT, "name"), 1, "not_text")),
    *_within(44, (("verb", "id"), GONE, "missing"), (("verb", "id"), "answered", "not_iri")),
    *_within(45, (("verb", "display"), "answered", "not_object"), (("verb", "display"), {"en": 1}, "not_text", "$.verb.display.en")),
    *_within(46, (("object", "objectType"), "activity", "object_type"), (("object", "objectType"), "Statement", "object_type")),
    *_within(47, (("object", "id"), GONE, "missing"), (("object", "id"), "first", "not_iri")),
    *_within(48, (DEFINITION, "x", "not_object")),
    *_within(49, *(((*DEFINITION, "interactionType"), value, "interaction_type") for value in ("Choice", "pick", 1, {}, ["choice"]))),
    *_within(
        50, ((*DEFINITION, "correctResponsesPattern"), "a", "not_array"), ((*DEFINITION, "correctResponsesPattern", 0), 1, "not_text")
    ),
    *_within(51, ((*DEFINITION, "steps"), "a", "not_array"), ((*DEFINITION, "steps"), [{"id": "a"}], "component_misplaced")),
    *_within(52, ((*DEFINITION, "target"), "a", "not_array"), ((*DEFINITION, "target"), [{"id": "a"}], "component_misplaced")),
    *_within(53, ((*DEFINITION, "source"), "a", "not_array"), ((*DEFINITION, "source"), [{"id": "a"}], "component_misplaced")),
    *_within(54, ((*DEFINITION, "scale"), "a", "not_array"), ((*DEFINITION, "scale"), [{"id": "a"}], "component_misplaced")),
    *_within(55, (CHOICES, "a", "not_array"), (CHOICES, {"id": "a"}, "not_array")),
    *_within(56, ((*DEFINITION, "name"), "x", "not_object"), ((*DEFINITION, "name", "fr"), 1, "not_text")),
    *_within(57, ((*DEFINITION, "extensions"), "x", "not_object")),
    *_within(
        58, ((*CHOICES, 0, "id"), GONE, "missing"), ((*CHOICES, 1, "id"), "a", "component_twice"), ((*CHOICES, 0, "id"), 1, "not_text")
    ),
    *_within(59, ((*DEFINITION, "description"), 1, "not_object"), ((*DEFINITION, "description", "fr"), [], "not_text")),
    *_within(60, ((*DEFINITION, "type"), "item", "not_iri")),
    *_within(61, ((*DEFINITION, "moreInfo"), "page", "not_iri")),
    *_within(62, ((*CHOICES, 0, "description"), "x", "not_object")),
    *_within(63, ((*CHOICES, 0), "a", "not_object"), ((*CHOICES, 0), ["a"], "not_object")),
    *_within(64, ((*DEFINITION, "interactionType"), GONE, "missing")),
    *_within(
        65,
        (("object",), {"mbox": "mailto:a@b.example"}, "missing", "$.object.id"),
        (("object",), {"member": [AGENT]}, "missing", "$.object.id"),
    ),
    *_within(
        66,
        (("object",), {**SUB, "verb": {"id": "answered"}}, "not_iri", "$.object.verb.id"),
        (("object",), {**SUB, "actor": {}}, "one_identifier", "$.object.actor"),
        (("object",), {**SUB, "result": {"success": "yes"}}, "not_boolean", "$.object.result.success"),
        (("object",), {**SUB, "timestamp": "soon"}, "not_time", "$.object.timestamp"),
    ),
    *_within(67, (("object",), {**SUB, "authority": AGENT}, "unknown_property", "$.object.authority")),
    *_within(68, (("object",), {**SUB, "version": "1.0.3"}, "unknown_property", "$.object.version")),
    *_within(69, (("object",), {**SUB, "stored": "2026-11-23T19:04:13Z"}, "unknown_property", "$.object.stored")),
    *_within(70, (("object",), {**SUB, "id": UUID}, "unknown_property", "$.object.id")),
    *_within(71, (("object",), {**SUB, "object": SUB}, "sub_nested", "$.object.object")),
    *_within(
        72,
        (("object",), {"objectType": "StatementRef", "id": "x"}, "not_uuid", "$.object.id"),
        (("object",), {"objectType": "StatementRef"}, "missing", "$.object.id"),
    ),
    *_within(
        73,
        (("object",), {"id": UUID}, "not_iri", "$.object.id"),
        (("object",), {**SUB, "objectType": "Substatement"}, "object_type", "$.object.objectType"),
    ),
    *_within(74, (("result", "success"), "yes", "not_boolean"), (("result", "success"), 1, "not_boolean")),
    *_within(75, (("result", "completion"), 1, "not_boolean")),
    *_within(76, (("result", "response"), 1, "not_text"), (("result", "response"), ["a"], "not_text")),
    *_within(77, (("result", "duration"), "3 s", "not_duration"), (("result", "duration"), 3, "not_duration")),
    *_within(78, (("result", "extensions"), "x", "not_object")),
    *_within(79, (("result", "score"), 1, "not_object"), (("result", "score"), [1], "not_object")),
    *_within(80, (("result", "score", "max"), "10", "not_number"), (("result", "score", "max"), 0, "score_range", "$.result.score.min")),
    *_within(81, (("result", "score", "min"), 10, "score_range"), (("result", "score", "min"), "0", "not_number")),
    *_within(82, (("result", "score", "raw"), 11, "score_range"), (("result", "score", "raw"), -1, "score_range")),
    *_within(
        83,
        *(
            (("result", "score", "scaled"), value, code)
            for value, code in ((1.01, "scaled_range"), (-1.01, "scaled_range"), ("1", "not_number"))
        ),
    ),
    *_within(84, (("object",), AGENT, "only_with_activity", "$.context.revision")),
    *_within(85, (("object",), AGENT, "only_with_activity", "$.context.platform")),
    *_within(86, (("context", "contextActivities"), "x", "not_object")),
    *_within(87, (("context", "registration"), "x", "not_uuid"), (INSTRUCTOR, "x", "not_object")),
    *_within(88, ((*TEAM, "objectType"), "Agent", "object_type"), (TEAM, "x", "not_object")),
    *_within(89, (("context", "revision"), 1, "not_text")),
    *_within(90, (("context", "platform"), 1, "not_text")),
    *_within(91, (("context", "language"), "not a tag", "not_language"), (("context", "language"), 1, "not_language")),
    *_within(
        92,
        (("context", "statement", "objectType"), "statementref", "object_type"),
        (("context", "statement", "id"), "x", "not_uuid"),
        (("context", "statement"), {"id": UUID}, "object_type", "$.context.statement.objectType"),
    ),
    *_within(93, (("context", "contextActivities", "above"), [], "unknown_property")),
    *_within(
        94,
        (("context", "contextActivities", "parent", 0), "x", "not_object"),
        (("context", "contextActivities", "parent", 0), AGENT, "object_type", "$.context.contextActivities.parent[0].objectType"),
        (("context", "contextActivities", "parent"), "http://example.com/a", "not_object"),
    ),
    *_within(98, (("authority",), GROUP, "authority_group"), (("authority",), {**AGENT, "objectType": "Group"}, "authority_group")),
    *_within(100, (("authority",), {"objectType": "Group", "member": [AGENT, AGENT, AGENT]}, "authority_group")),
    *_within(101, *((("version",), value, "version") for value in ("0.9.9", "1.1.0", "1.0.", "x", 1))),
    *_within(102, *(((*FILE, "length"), value, "not_number") for value in ("3", -1, 1.5)), ((*FILE, "length"), GONE, "missing")),
    *_within(103, ((*FILE, "sha2"), "x", "not_sha2"), ((*FILE, "sha2"), 1, "not_sha2"), ((*FILE, "sha2"), GONE, "missing")),
    *_within(104, ((*FILE, "fileUrl"), "f", "not_iri"), ((*FILE, "fileUrl"), 1, "not_iri")),
    *_within(
        105,
        ((*FILE, "contentType"), 1, "not_media_type"),
        ((*FILE, "contentType"), "image", "not_media_type"),
        ((*FILE, "contentType"), GONE, "missing"),
    ),
    *_within(106, ((*FILE, "display"), "x", "not_object"), ((*FILE, "display"), GONE, "missing")),
    *_within(107, ((*FILE, "usageType"), GONE, "missing"), ((*FILE, "usageType"), "use", "not_iri")),
    *_within(118, ((*DEFINITION, "extensions", "form"), "a", "not_iri"), (("context", "extensions", ""), "a", "not_iri")),
    *_within(120, (("context", "extensions"), "x", "not_object"), (("result", "extensions"), [], "not_object")),
    *_within(121, ((*DEFINITION, "name", "fr_FR"), "x", "not_language"), ((*FILE, "display", ""), "x", "not_language")),
    *_within(
        123,
        *(
            (("timestamp",), value, "not_time")
            for value in ("yesterday", "2026-11-23T19:04:13-00:00", "2026-11-23", "2026-02-30T00:00:00Z")
        ),
    ),
    *_within(124, *((("result", "duration"), value, "not_duration") for value in ("P", "PT", "1H", "P1S", "PT1.5H3M", "P1W1D"))),
    Break("2.0 4.2.7", ("extra",), 1, "unknown_property"),
)
"""Each alone makes `whole()` invalid in both versions. The numbers are those of ADL's conformance requirements."""
