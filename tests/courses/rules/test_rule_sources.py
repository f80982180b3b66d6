"""What follows the site's fever rule names the sources of the rule the site chose, on pages, in items and in the review pack."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT

from courses.export import review_pack
from courses.library import content_folder
from courses.rules import rule_files, rule_sources
from courses.serving import catalogue
from courses.text.safe_html import render_screen

CONTENT = Path(__file__).parents[3] / "content"
NOW = datetime(2026, 11, 26, tzinfo=UTC)
PRESETS = rule_files.load(CONTENT).presets


@pytest.mark.sampled(4)
@pytest.mark.parametrize("key", PRESETS)
def test_a_module_cites_the_source_of_the_chosen_preset_and_no_other(key):
    module = catalogue.load(CONTENT, rule_key=key, now=NOW).modules["carer-red-signals", "fr"]
    block = next(block for block in module.screens[0].blocks if block.key == "fever-rule")
    sentence = block.markdown.split("\n")[0]
    assert sentence.endswith("[" + "; ".join(f"@{one}" for one in PRESETS[key].references) + "]")
    assert set(PRESETS[key].references) <= set(module.references)
    assert rule_sources.FEVER_RULE not in module.references
    assert f'#source-{PRESETS[key].references[0]}"' in render_screen(module.screens[0], "fr", references=module.references)
    item = next(item for item in module.items if item.key == "fever-once")
    assert item.references == PRESETS[key].references


def test_the_pack_a_clinician_signs_names_the_sources_of_its_rule():
    content = content_folder.load(CONTENT, today=DAY_OF_CONTENT)
    claims = review_pack.claims(content, "fever", content.rules.preset("38.5-twice"))
    sources = {one for claim in claims for one in claim.sources}
    assert "becquerel-aplasie" in sources
    assert rule_sources.FEVER_RULE not in sources


def test_a_source_that_already_stands_beside_the_rule_is_named_once():
    rule = PRESETS["37.5"]
    assert rule_sources.with_sources("Ceci. [@fever-rule; @uhb-acute-oncology]", rule) == "Ceci. [@uhb-acute-oncology]"
    assert rule_sources.with_sources("Cela. [@leeds-unwell]", rule) == "Cela. [@leeds-unwell]"
