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
        made: Any = deepcopy(statement)
        part = made
        for step in self.at[:-1]:
            part = part[step]
        if self.value is GONE:
            del part[self.at[-1]]
        else:
            part[self.at[-1]] = self.value
        return dict(made)


ACCOUNT = ("actor", "account")
DEFINITION = ("object", "definition")
BREAKS = (
    Break("XAPI-00003", ("actor",), GONE, "missing"),
    Break("XAPI-00004", ("verb",), GONE, "missing"),
    Break("XAPI-00005", ("object",), GONE, "missing"),
    Break("XAPI-00001", ("actor", "name"), None, "not_text"),
    Break("XAPI-00002", ("Actor",), AGENT, "unknown_property"),
    Break("XAPI-00006", ("result", "score", "raw"), "5", "not_number"),
    Break("XAPI-00006", ("result", "success"), "true", "not_boolean"),
    Break("XAPI-00006", ("result", "score", "raw"), True, "not_number"),
    Break("XAPI-00027", ("id",), "00000000-0000-4000-8000-0000000000011", "not_uuid"),
    Break("XAPI-00028", ("id",), 1, "not_uuid"),
    Break("XAPI-00030", ("id",), "0000000g-0000-4000-8000-000000000001", "not_uuid"),
    Break("XAPI-00031", ("actor", "objectType"), "agent", "object_type"),
    Break("XAPI-00035", ("context", "team", "member"), GONE, "missing"),
    Break("XAPI-00036", ("context", "team", "member"), AGENT, "not_array"),
    Break("XAPI-00037", ("context", "team", "member", 0), GROUP, "object_type", "$.context.team.member[0].objectType"),
    Break("XAPI-00038", ("actor", "mbox"), "mailto:a@b.example", "one_identifier", "$.actor"),
    Break("XAPI-00039", ("context", "instructor"), {"mbox": "a@b.example"}, "not_mailbox", "$.context.instructor.mbox"),
    Break("XAPI-00040", ("context", "instructor"), {"mbox_sha1sum": "a"}, "not_sha1", "$.context.instructor.mbox_sha1sum"),
    Break("XAPI-00041", ("context", "instructor"), {"openid": "a"}, "not_iri", "$.context.instructor.openid"),
    Break("XAPI-00042", (*ACCOUNT, "homePage"), GONE, "missing"),
    Break("XAPI-00043", (*ACCOUNT, "homePage"), "site", "not_iri"),
    Break("XAPI-00044", (*ACCOUNT, "name"), 1, "not_text"),
    Break("XAPI-00046", ("verb", "id"), "answered", "not_iri"),
    Break("XAPI-00045", ("verb", "display"), "answered", "not_object"),
    Break("XAPI-00121", ("verb", "display", "not a tag"), "x", "not_language"),
    Break("XAPI-00047", ("object", "id"), GONE, "missing"),
    Break("XAPI-00047", ("object", "id"), "first", "not_iri"),
    Break("XAPI-00048", DEFINITION, "x", "not_object"),
    Break("XAPI-00056", (*DEFINITION, "name"), "x", "not_object"),
    Break("XAPI-00059", (*DEFINITION, "description"), 1, "not_object"),
    Break("XAPI-00060", (*DEFINITION, "type"), "item", "not_iri"),
    Break("XAPI-00061", (*DEFINITION, "moreInfo"), "page", "not_iri"),
    Break("XAPI-00057", (*DEFINITION, "extensions"), "x", "not_object"),
    Break("XAPI-00119", (*DEFINITION, "extensions", "form"), "a", "not_iri"),
    Break("XAPI-00049", (*DEFINITION, "interactionType"), "Choice", "interaction_type"),
    Break("XAPI-00049", (*DEFINITION, "interactionType"), GONE, "missing"),
    Break("XAPI-00050", (*DEFINITION, "correctResponsesPattern"), "a", "not_array"),
    Break("XAPI-00051", (*DEFINITION, "choices", 1, "id"), "a", "component_twice"),
    Break("XAPI-00052", (*DEFINITION, "scale"), [{"id": "a"}], "component_misplaced"),
    Break("XAPI-00053", (*DEFINITION, "choices", 0, "id"), GONE, "missing"),
    Break("XAPI-00054", (*DEFINITION, "choices"), "a", "not_array"),
    Break("XAPI-00066", ("result", "score"), 1, "not_object"),
    Break("XAPI-00070", ("result", "score", "scaled"), 1.01, "scaled_range"),
    Break("XAPI-00070", ("result", "score", "scaled"), -1.01, "scaled_range"),
    Break("XAPI-00071", ("result", "score", "raw"), 11, "score_range"),
    Break("XAPI-00072", ("result", "score", "min"), 10, "score_range"),
    Break("XAPI-00068", ("result", "completion"), 1, "not_boolean"),
    Break("XAPI-00069", ("result", "response"), 1, "not_text"),
    Break("XAPI-00124", ("result", "duration"), "3 s", "not_duration"),
    Break("XAPI-00087", ("context", "registration"), "x", "not_uuid"),
    Break("XAPI-00087", ("context", "instructor"), "x", "not_object"),
    Break("XAPI-00088", ("context", "team", "objectType"), "Agent", "object_type"),
    Break("XAPI-00086", ("context", "contextActivities"), "x", "not_object"),
    Break("XAPI-00095", ("context", "contextActivities", "above"), [], "unknown_property"),
    Break("XAPI-00089", ("context", "revision"), 1, "not_text"),
    Break("XAPI-00090", ("context", "platform"), 1, "not_text"),
    Break("XAPI-00091", ("context", "language"), "not a tag", "not_language"),
    Break("XAPI-00092", ("context", "statement", "objectType"), "statementref", "object_type"),
    Break("XAPI-00092", ("context", "statement", "id"), "x", "not_uuid"),
    Break("XAPI-00098", ("authority",), GROUP, "authority_group"),
    Break("XAPI-00101", ("version",), "0.9.9", "version"),
    Break("XAPI-00101", ("version",), "1.1.0", "version"),
    Break("XAPI-00109", ("attachments",), {}, "not_array"),
    Break("XAPI-00110", ("attachments", 0, "usageType"), GONE, "missing"),
    Break("XAPI-00111", ("attachments", 0, "display"), "x", "not_object"),
    Break("XAPI-00112", ("attachments", 0, "contentType"), 1, "not_media_type"),
    Break("XAPI-00113", ("attachments", 0, "length"), "3", "not_number"),
    Break("XAPI-00114", ("attachments", 0, "sha2"), "x", "not_sha2"),
    Break("XAPI-00123", ("timestamp",), "yesterday", "not_time"),
    Break("XAPI-00123", ("timestamp",), "2026-11-23T19:04:13-00:00", "not_time"),
    Break("XAPI-00097", ("stored",), "x", "not_time"),
    Break("XAPI-00062", ("object",), {"objectType": "StatementRef", "id": "x"}, "not_uuid", "$.object.id"),
    Break("XAPI-00017", ("verb", "id"), "http://adlnet.gov/expapi/verbs/voided", "void_target", "$.object"),
    Break("2.0 4.2.7", ("extra",), 1, "unknown_property"),
)
"""Each alone makes `whole()` invalid in both versions."""
