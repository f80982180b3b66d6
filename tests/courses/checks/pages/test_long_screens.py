"""How long a screen is under each site rule: values are counted in it only where it may be too long, and that changes no finding."""

from hypothesis import given
from hypothesis import strategies as st

from courses.checks.pages import screens
from courses.checks.passages import words
from courses.library import content_folder
from courses.library.module_file import parse
from courses.text import front_matter
from courses.text.placeholders import substitute
from tests.content_day import DAY_OF_CONTENT
from tests.courses.sample_folder import SHIPPED

FILES = next(one for one in content_folder.load(SHIPPED, today=DAY_OF_CONTENT) if one.entry.audience == "patient")
VALUE = st.lists(st.sampled_from(["38,0", "°C", "(deux", "fois)", "—", "l’heure"]), max_size=9).map(" ".join)
RULES = st.lists(st.fixed_dictionaries({"fever.rule": VALUE, "fever.call": VALUE}), min_size=1, max_size=4)
PARTS = st.lists(st.sampled_from(["{{fever.rule}}", "{{fever.call}},", "38{{fever.call}}", "{{fever.unknown}}", "**mot**"]), max_size=5)


@given(st.integers(90, 122), PARTS, RULES)
def test_a_screen_is_told_when_it_is_too_long_under_one_rule(count, parts, rules):
    body = " ".join(["mot"] * count + parts)
    file = parse("fr/x.md", "fr", front_matter.split(f"---\nkey: x\n---\n## Titre {{#one}}\n\n{body}\n", "fr/x.md"))
    longest = max(words(substitute(body, values)) for values in rules)
    said = [problem.message for problem in screens._screens(file, FILES, rules) if problem.code == "134"]
    assert [message.split()[0] for message in said] == ([str(longest)] if longest > screens.WORDS_A_SCREEN else [])
