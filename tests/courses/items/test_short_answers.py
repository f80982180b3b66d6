"""Words to type: which spellings are taken for the answer, what is kept of what was typed, and the same rules in the pages that leave."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.errors import ResponseUnfit
from courses.items import interaction, spellings, syntax
from courses.items.marking import mark
from courses.packages import item_form, page

TEXT = """## sign Quel signe fait appeler ? {short safety objective=K03 spelling=slip}
- [x] fièvre
- [x] hyperthermie
- [!] attendre demain
  > La fièvre n’attend pas.
- [ ] toux
= La fièvre fait appeler.
@ asco-idsa-2018
"""


def item_of(text=TEXT):
    file = syntax.parse("fr/x/x.items.md", "fr", "x", text)
    assert file.problems == ()
    return file.items[0]


@pytest.mark.parametrize("typed", ["fièvre", "FIEVRE", " Fièvre. ", "« fièvre »", "fiévre", "hyper-thermie", "fiebvre", "fievr", "feivre"])
def test_what_reads_as_the_answer_is_right(typed):
    assert mark(item_of(), typed).is_right


def test_exact_minds_every_sign_and_slips_are_let_pass_only_where_said():
    exact, plain = item_of(TEXT.replace("=slip", "=exact")), item_of(TEXT.replace(" spelling=slip", ""))
    assert [mark(exact, words).is_right for words in ("fièvre", "Fièvre", "fievre", " fièvre ")] == [True, False, False, True]
    assert [mark(plain, words).is_right for words in ("FIEVRE", "fievr")] == [True, False]


def test_a_usual_wrong_answer_and_other_words():
    unsafe, other = mark(item_of(), "Attendre demain"), mark(item_of(), "Je m’appelle Claire")
    assert (unsafe.is_unsafe, unsafe.scaled, unsafe.response) == (True, 0.0, "attendre demain")
    assert (other.is_right, other.response) == (False, ""), "what was typed may be a name: it never goes on"
    with pytest.raises(ResponseUnfit):
        mark(item_of(), "  ")


def test_the_store_is_told_the_accepted_spellings():
    definition = interaction.definition({"fr": item_of()})
    assert definition == {"interactionType": "fill-in", "correctResponsesPattern": ["fièvre", "hyperthermie"]}


@given(st.text(max_size=120), st.sampled_from(spellings.RULES))
def test_comparing_twice_changes_nothing(text, rule):
    once = spellings.plain(text, rule)
    assert spellings.plain(once, rule) == once or rule != "exact"


@settings(max_examples=40)
@given(st.data())
def test_a_slip_is_one_step_in_either_direction(data):
    spelling = data.draw(st.text("abcdef", min_size=5, max_size=9))
    place = data.draw(st.integers(0, len(spelling) - 1))
    other = data.draw(st.sampled_from("abcdef"))
    near = [
        spelling[:place] + spelling[place + 1 :],
        spelling[:place] + other + spelling[place:],
        spelling[:place] + other + spelling[place + 1 :],
    ]
    if place + 1 < len(spelling):
        near.append(spelling[:place] + spelling[place + 1] + spelling[place] + spelling[place + 2 :])
    assert all(spellings.is_one_slip(one, spelling) for one in near)


PAIRS = [
    "fièvre",
    "FIEVRE",
    "fievr",
    "Attendre demain",
    "toux",
    "toucs",
    "je ne sais pas",
    "Straße",
    "strasse",
    "œuf",
    "oeuf.",
    "«œuf»",
    "a\\*b",
    "a*b",
    "eu oof",
    "٣fièvre",
]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_pages_that_leave_mark_alike(tmp_path: Path):
    text = TEXT.replace("- [x] hyperthermie\n", "- [x] hyperthermie\n- [x] Straße\n- [x] œuf\n- [x] a\\*b\n")
    items = [item_of(text.replace("=slip", rule)) for rule in ("=slip", "=exact")] + [item_of(text.replace(" spelling=slip", ""))]
    script = tmp_path / "run.js"
    sources = "\n".join((page.STATIC / name).read_text("utf-8") for name in ("spellings.js", "marking.js"))
    cases = json.dumps([[item_form.marks(item), words] for item in items for words in PAIRS])
    ask = "console.log(JSON.stringify(cases.map(([item, words]) => Marking.mark(item, words))))"
    script.write_text(f"globalThis.window = globalThis;\n{sources}\nconst cases = {cases};\n{ask}", "utf-8")
    ran = subprocess.run(["node", str(script)], capture_output=True, text=True, check=True, timeout=60)
    ours = []
    for item in items:
        for words_typed in PAIRS:
            made = mark(item, words_typed)
            verdict = "unsafe" if made.is_unsafe else "right" if made.is_right else "other"
            ours.append({"verdict": verdict, "answer": made.response})
    assert json.loads(ran.stdout) == ours
