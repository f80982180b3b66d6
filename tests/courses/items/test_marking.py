"""What a response is worth, for each kind of item."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.errors import ResponseUnfit
from courses.items import responses, syntax
from courses.items.interaction import definition
from courses.items.marking import mark

ITEMS = """
## one Q ? {single safety objective=k}
- [ ] wait
- [x] call
- [!] sleep

## some Q ? {multi safety objective=k}
- [x] a
- [x] b
- [ ] c
- [!] d

## several Q ? {multi objective=k}
- [x] a
- [ ] b
- [ ] c

## degrees Q ? {number answer=38 tolerance=0.1 unit=°C objective=k}

## rows Q ? {order objective=k}
1. first
2. second
3. third
4. fourth

## pairs Q ? {match objective=k}
- day => team
- night => night number
- alarm => 15

## holes I measure [[before|after]] and [[call|wait]]. {cloze objective=k}

## feeling How was it? {survey}
- clear
- long
"""


@pytest.fixture(scope="module")
def item():
    found = {one.key: one for one in syntax.parse("x.items.md", "en", "m", ITEMS).items}
    return found.__getitem__


@pytest.mark.parametrize(
    ("key", "response", "scaled", "is_right", "is_unsafe", "said"),
    [
        ("one", "b", 1.0, True, False, "b"),
        ("one", "a", 0.0, False, False, "a"),
        ("one", "c", 0.0, False, True, "c"),
        ("some", ["a", "b"], 1.0, True, False, "a[,]b"),
        ("some", ["b"], 0.5, False, False, "b"),
        ("some", ["a", "c"], 0.0, False, False, "a[,]c"),
        ("some", ["a", "b", "c"], 0.5, False, False, "a[,]b[,]c"),
        ("some", [], 0.0, False, False, ""),
        ("some", ["a", "b", "d"], 0.0, False, True, "a[,]b[,]d"),
        ("degrees", "38,0", 1.0, True, False, "38"),
        ("degrees", "38.1 °C", 1.0, True, False, "38.1"),
        ("degrees", 37.85, 0.0, False, False, "37.85"),
        ("rows", ["a", "b", "c", "d"], 1.0, True, False, "a[,]b[,]c[,]d"),
        ("rows", ["a", "c", "b", "d"], 5 / 6, False, False, "a[,]c[,]b[,]d"),
        ("rows", ["d", "c", "b", "a"], 0.0, False, False, "d[,]c[,]b[,]a"),
        ("pairs", {"a": "a", "b": "b", "c": "c"}, 1.0, True, False, "a[.]a[,]b[.]b[,]c[.]c"),
        ("pairs", {"a": "a", "b": "c", "c": "b"}, 1 / 3, False, False, "a[.]a[,]b[.]c[,]c[.]b"),
        ("holes", {"g1": "before", "g2": "wait"}, 0.5, False, False, "before[,]wait"),
        ("feeling", "a", None, None, False, "a"),
    ],
)
def test_a_response_gives_the_same_mark_each_time(item, key, response, scaled, is_right, is_unsafe, said):
    made = mark(item(key), response)
    assert made == mark(item(key), response)
    assert made.scaled == (None if scaled is None else pytest.approx(scaled))
    assert (made.is_right, made.is_unsafe, made.response) == (is_right, is_unsafe, said)


@pytest.mark.parametrize(
    ("key", "response", "details", "is_possible"),
    [
        ("some", ["a", "c"], {"a": True, "b": False, "c": False, "d": True}, False),
        ("some", [], {"a": False, "b": False, "c": True, "d": True}, False),
        ("several", ["a", "b"], {"a": True, "c": True}, False),
        ("several", ["b"], {"a": False, "c": True}, True),
        ("several", [], {"a": False, "c": True}, False),
    ],
)
def test_each_choice_of_several_is_told_apart_and_what_was_possible_beside_them_is_not_judged(item, key, response, details, is_possible):
    asked = item(key)
    if key == "several":  # as calling is for patients, where another way was asked for
        asked = replace(asked, options=tuple(replace(one, verdict="possible") if one.key == "b" else one for one in asked.options))
    made = mark(asked, response)
    assert (made.details, made.is_possible) == (details, is_possible)


def test_a_refused_response_names_its_item_and_what_was_expected(item):
    with pytest.raises(ResponseUnfit) as refusal:
        mark(item("some"), "a")
    assert (refusal.value.item, refusal.value.reason) == ("some", "expected a list of option keys")


@pytest.mark.parametrize(
    ("key", "response"),
    [
        ("one", "z"), ("one", None), ("one", ["a"]), ("some", "a"), ("some", ["a", "z"]), ("degrees", "hot"), ("degrees", ""),
        ("degrees", "1e400"), ("degrees", float("nan")), ("degrees", True), ("rows", ["a", "b"]), ("rows", ["a", "a", "b", "c"]),
        ("pairs", {"a": "a"}), ("pairs", {"a": "a", "b": "b", "c": "z"}), ("holes", {"g1": "before"}), ("holes", {"g1": "x", "g2": "call"}),
        ("feeling", "z"),
    ],
)  # fmt: skip
def test_a_response_that_does_not_fit_is_refused(item, key, response):
    with pytest.raises(ResponseUnfit):
        mark(item(key), response)


short = st.text(max_size=3)
short = st.text(max_size=3)
junk = st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.lists(short), st.dictionaries(short, st.text()))


@given(key=st.sampled_from(["one", "some", "degrees", "rows", "pairs", "holes", "feeling"]), response=junk)
def test_any_response_is_marked_between_0_and_1_or_refused(item, key, response):
    try:
        made = mark(item(key), response)
    except ResponseUnfit:
        return
    assert made.scaled is None or 0.0 <= made.scaled <= 1.0
    assert made.is_right is None or made.is_right == (made.scaled == 1.0 and not made.is_unsafe)


def test_a_form_gives_the_response_of_each_kind(item):
    assert responses.from_form(item("one"), {"choice": ["b"]}) == "b"
    assert responses.from_form(item("some"), {"choice": ["a", "b", "a"]}) == ["a", "b"]
    assert responses.from_form(item("degrees"), {"choice": ["38,5"]}) == "38,5"
    assert responses.from_form(item("rows"), {"order-a": ["2"], "order-b": ["1"], "order-c": ["4"], "order-d": ["3"]}) == list("badc")
    assert responses.from_form(item("pairs"), {"match-a": ["b"], "match-b": ["a"], "match-c": ["c"]}) == {"a": "b", "b": "a", "c": "c"}
    assert responses.from_form(item("holes"), {"gap-g1": ["after"], "gap-g2": ["call"]}) == {"g1": "after", "g2": "call"}


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("one", {}),
        ("one", {"choice": [" "]}),
        ("one", {"choice": ["a", "b"]}),
        ("rows", {"order-a": ["1"], "order-b": ["1"], "order-c": ["2"], "order-d": ["3"]}),
        ("rows", {"order-a": ["0"], "order-b": ["1"], "order-c": ["2"], "order-d": ["3"]}),
        ("rows", {"order-a": ["²"], "order-b": ["1"], "order-c": ["2"], "order-d": ["3"]}),
        ("pairs", {"match-a": ["a"]}),
    ],
)
def test_a_form_that_is_not_filled_in_is_refused(item, key, fields):
    with pytest.raises(ResponseUnfit):
        responses.from_form(item(key), fields)


def test_rows_never_come_already_in_order_and_stay_put_for_one_learner(item):
    rows = item("rows")
    for learner in range(200):
        shown = responses.shown_options(rows, f"learner-{learner}")
        assert shown != rows.options
        assert shown == responses.shown_options(rows, f"learner-{learner}")
        assert sorted(option.key for option in shown) == list("abcd")


def test_options_keep_the_authors_order_unless_the_item_says_shuffle(item):
    assert responses.shown_options(item("one"), "x") == item("one").options
    assert {responses.shown_choices(item("holes"), "g1", f"{n}") for n in range(50)} == {("before", "after"), ("after", "before")}


def test_an_item_describes_itself_as_xapi_wants(item):
    assert definition({"en": item("one")}) == {
        "interactionType": "choice",
        "correctResponsesPattern": ["b"],
        "choices": [{"id": key, "description": {"en": text}} for key, text in (("a", "wait"), ("b", "call"), ("c", "sleep"))],
    }
    assert definition({"en": item("degrees")}) == {"interactionType": "numeric", "correctResponsesPattern": ["37.9[:]38.1"]}
    assert definition({"en": item("pairs")})["target"][1] == {"id": "b", "description": {"en": "night number"}}
    assert "correctResponsesPattern" not in definition({"en": item("feeling")})
