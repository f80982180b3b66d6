"""paths.yml: what is wrong with it is found at its line, and a broken path takes no other with it."""

import pytest
from content_day import DAY_OF_CONTENT, NOON_OF_CONTENT
from sample_folder import SHIPPED

from courses.library import content_folder, paths_file
from courses.model.content import CARED_FOR
from courses.serving import catalogue
from courses.text.source_texts import Texts

LIBRARY = content_folder.load(SHIPPED, today=DAY_OF_CONTENT)
TEXT = (SHIPPED / paths_file.FILE).read_text("utf-8")
FAULTS = (
    ("170", "first-infusion:", "First infusion:"),
    ("170", "  audience: patient\n", "  audience: patients\n"),
    ("170", '    en: "Know when to call', '    de: "Know when to call'),
    ("170", "[fever, treatment-cycle, nausea-mouth-appetite, belly-and-fluids, energy-nerves-skin]", "[fever]"),
    ("170", "[fever, treatment-cycle, nausea", "[fever, fever, nausea"),
    ("171", "[fever, treatment-cycle, nausea", "[fevre, treatment-cycle, nausea"),
    ("171", "[fever, treatment-cycle, nausea", "[interactions, treatment-cycle, nausea"),
)


@pytest.mark.parametrize(("code", "old", "new"), FAULTS)
def test_a_fault_is_found_and_leaves_out_its_own_path_alone(code: str, old: str, new: str) -> None:
    assert old in TEXT
    found = paths_file.read(Texts(SHIPPED, {paths_file.FILE: TEXT.replace(old, new, 1)}), LIBRARY.structure)
    assert [problem.code for problem in found.problems] == [code]
    assert len(found.paths) == len(paths_file.read(LIBRARY.texts, LIBRARY.structure).paths) - 1


def test_the_shipped_paths_hold_modules_that_are_shown_and_send_no_patient_to_professionals() -> None:
    shown = catalogue.load(SHIPPED, now=NOON_OF_CONTENT)
    assert {"first-infusion", "first-tablets", "immunotherapy-begins", "i-help-somebody", "after-treatment"} <= {
        path.key for path in shown.paths
    }
    for path in shown.paths:
        audiences = {shown.module(key, "fr").audience for key in path.modules}
        assert path.audience not in CARED_FOR or audiences <= set(CARED_FOR), path.key
        assert path.audience in CARED_FOR or sum(shown.module(key, "fr").minutes for key in path.modules) >= 300, "five hours without tests"


def test_a_real_site_without_published_modules_shows_no_path() -> None:
    assert catalogue.load(SHIPPED, now=NOON_OF_CONTENT, instance="real").paths == ()
