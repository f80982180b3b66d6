"""Statements that are valid and odd: Hypothesis strategies over what the product writes, with values nobody expected in every place."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from saying import COHORT, Saying

from xapi import activities, builders
from xapi.vocabulary import CONTENT, EXT, VERBS

Json = dict[str, Any]

MANY_DIGITS = "9" * 320
IRIS = (
    f"{CONTENT}week/azur/9999999999999999999999999",
    f"{CONTENT}week/azur/{MANY_DIGITS}",
    f"{CONTENT}week/azur/-1",
    f"{CONTENT}week/azur/٣",
    f"{CONTENT}week//",
    f"{CONTENT}week/a/b/c/7",
    f"{CONTENT}item/fever",
    f"{CONTENT}item/fever/é/ü",
    f"{CONTENT}item/{'x' * 400}/q",
    f"{CONTENT}module/fever'(%00)&amp;",
    f"{CONTENT}sign/fever~",
    f"{CONTENT}situation/shivers",
    f"{CONTENT}course/",
    f"{CONTENT}",
    "urn:x:1",
    "mailto:a@b.example",
)
TIMES = (
    "2026-11-01T10:00:00Z",
    "2026-11-01t10:00:00z",
    "2026-11-01T10:00:00",
    "20261101T1000Z",
    "2026-11-01 10:00:00,5+02:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "2099-11-02T00:00:00Z",
    "1971-01-01T00:00:00+14:00",
    "2026-11-01T10:00:00.123456789123456789Z",
)
VERB_IDS = ("https://elsewhere.example/danced", *(verb.iri for verb in VERBS.values()))
DURATIONS = ("PT5S", "P99999999999Y", "P" + "9" * 120 + "D", "P3W", "PT0,5S", "P1Y2M3DT4H5M6.7S", "PT" + "9" * 100 + "S", "P0D")
numbers = st.one_of(
    st.sampled_from([10**400, -(10**400), 2**63, -(2**63) - 1, 10**12, 10**13, 1e308, -1e308, 5e-324, 0, -0.0, 1, 24.5, int(MANY_DIGITS)]),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
)
texts = st.one_of(st.text(max_size=30), st.sampled_from(["x" * 500, "a\n", "=1+1", "fever", "", "a[,]b", "pre", "é", "\x00", "\u202e"]))
scalars = st.one_of(st.none(), st.booleans(), numbers, texts)
values = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)), max_leaves=5
)
extensions = st.dictionaries(st.sampled_from([*EXT.values(), "https://elsewhere.example/mood"]), values, max_size=6)
activity_lists = st.lists(st.builds(lambda iri: {"id": iri}, st.sampled_from(IRIS)), max_size=3)
actors = st.sampled_from(
    [
        {"mbox": "mailto:a@b.example"},
        {"openid": "https://a.example/1"},
        {"mbox_sha1sum": "0" * 40},
        {"objectType": "Group", "member": [{"mbox": "mailto:a@b.example"}]},
        {"account": {"homePage": "https://a.example", "name": "é\n" * 200}},
    ]
)


def _plain(say: Saying, kind: int, who: int) -> Json:
    week = builders.activity(activities.week("azur", 2), "level")
    makers: list[Callable[[], Json]] = [
        lambda: say.registered(who),
        lambda: say.module(who, "progressed", progress=60),
        lambda: say.module(who, "completed"),
        lambda: say.answered(who, f"q{who % 3}", who % 2 == 0, objective="K01"),
        lambda: say.selected(who, "shivers", "call", safe=True, parent=(week,), game_hour=20.0),
        lambda: say.sign(who, "presented", "fever", 20.0, parent=(week,)),
        lambda: say.sign(who, "reported", "fever", 24.0, parent=(week,)),
        lambda: say.dose(who, "took", 1),
        lambda: say.say(who, "completed", week),
    ]
    return makers[kind % len(makers)]()


@st.composite
def odd_statements(draw: st.DrawFn, say: Saying) -> Json:
    """One statement of the product's kinds with some odd places; most are valid, the validator says which."""
    made = _plain(say, draw(st.integers(0, 8)), draw(st.integers(0, 5)))
    made["id"] = str(UUID(int=draw(st.integers(0, 2**128 - 1))))
    result, context = made.setdefault("result", {}), made["context"]
    for place in draw(st.lists(st.sampled_from(sorted(_CHANGES)), max_size=4, unique=True)):
        _CHANGES[place](draw, made, result, context)
    if not result:
        del made["result"]
    if draw(st.booleans()):
        context["extensions"] |= {EXT["cohort"]: COHORT, EXT["simulated"]: False}
    return made


def _change_object(draw: st.DrawFn, made: Json, result: Json, context: Json) -> None:
    made["object"] = {**made["object"], "id": draw(st.sampled_from(IRIS))}


def _change_object_type(draw: st.DrawFn, made: Json, result: Json, context: Json) -> None:
    other = {"objectType": "StatementRef", "id": "3F0E2A52-7A11-4D0C-9A52-0000000000AA"}
    sub = {"objectType": "SubStatement", "actor": made["actor"], "verb": made["verb"], "object": dict(made["object"])}
    made["object"] = draw(st.sampled_from([other, sub, {"objectType": "Agent", "mbox": "mailto:x@y.example"}]))


def _change_parents(draw: st.DrawFn, made: Json, result: Json, context: Json) -> None:
    context["contextActivities"] = {"parent": draw(activity_lists), "grouping": draw(st.one_of(activity_lists, st.just({"id": IRIS[0]})))}


def _set(target: str, key: str, strategy: st.SearchStrategy[Any]) -> Callable[[st.DrawFn, Json, Json, Json], None]:
    def change(draw: st.DrawFn, made: Json, result: Json, context: Json) -> None:
        {"made": made, "result": result, "context": context}[target][key] = draw(strategy)

    return change


_CHANGES: dict[str, Callable[[st.DrawFn, Json, Json, Json], None]] = {
    "actor": _set("made", "actor", actors),
    "context extensions": lambda draw, made, result, context: context["extensions"].update(draw(extensions)),
    "duration": _set("result", "duration", st.sampled_from(DURATIONS)),
    "language": _set("context", "language", st.sampled_from(["fr", "x-private", "zh-Hant-TW", "i-klingon"])),
    "object": _change_object,
    "object type": _change_object_type,
    "parents": _change_parents,
    "platform": _set("context", "platform", texts),
    "registration": _set("context", "registration", st.just("3F0E2A52-7A11-4D0C-9A52-0000000000AB")),
    "response": _set("result", "response", texts),
    "result extensions": _set("result", "extensions", extensions),
    "score": _set("result", "score", st.fixed_dictionaries({"scaled": st.floats(-1, 1), "raw": numbers})),
    "success": _set("result", "success", st.booleans()),
    "timestamp": _set("made", "timestamp", st.sampled_from(TIMES)),
    "verb": _set("made", "verb", st.sampled_from(VERB_IDS).map(lambda iri: {"id": iri})),
}
