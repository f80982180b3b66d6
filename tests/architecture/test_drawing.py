"""The drawing and the lists of parts in docs/architecture.md are those of the layers file today."""

import configparser
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import draw_layers  # noqa: E402

CONTRACTS = """
[importlinter]
root_packages = top
[importlinter:contract:outer]
type = layers
layers =
    top
    left | right
[importlinter:contract:inner]
type = layers
layers =
    top.pages | top.tables
    top.ground
[importlinter:contract:deep]
type = layers
layers =
    top.pages.one
    top.pages.two
"""


def test_the_drawing_is_up_to_date() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert draw_layers.with_drawing(page, (ROOT / ".importlinter").read_text("utf-8")) == page, "run python scripts/draw_layers.py"


def test_layers_inside_a_package_stand_in_its_box() -> None:
    drawn = draw_layers.drawing(CONTRACTS)
    assert 'left["left"]' in drawn
    assert 'top_0_0["pages · tables"]' in drawn
    assert "top_0_0 --> top_0_1" in drawn
    assert "layer0 --> layer1" in drawn
    assert "pages.one" not in drawn, "two levels fit a screen, three do not"


def test_another_layer_gives_another_drawing() -> None:
    assert draw_layers.drawing(CONTRACTS) != draw_layers.drawing(CONTRACTS.replace("left | right", "left | right\n    ground"))


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="begin"):
        draw_layers.with_drawing("# A page\n", CONTRACTS)


@pytest.mark.parametrize("package", ["courses", "lrs", "lms"])
def test_the_list_of_a_package_names_each_of_its_parts_once_in_the_order_of_the_layers(package: str) -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", "utf-8")
    layers = next(one["layers"] for one in contracts.values() if one.get("containers", "").split() == [package])
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    paragraph = next(part for part in page.split("\n\n") if part.startswith(f"**`{package}/`**: "))
    words = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", paragraph.partition(": ")[2])
    parts = [[re.findall(r"[\w-]+", part)[0] for part in layer.split("|")] for layer in re.split(" ·\\s", words)]
    assert parts == [re.findall(r"\w+", layer) for layer in layers.split("\n") if layer.strip()]
