"""An item in each language it is shown in."""

from courses.library.content_folder import LANGUAGES
from courses.model.content import Item, Module
from courses.serving.catalogue import Catalogue


def in_each_language(catalogue: Catalogue, module: Module, item: Item) -> dict[str, Item]:
    """The item by language, for its definition in a statement; never empty. Raises UnknownContent for a module that is not shown."""
    sides = {language: catalogue.module(module.key, language) for language in LANGUAGES}
    there = {language: side for language, side in sides.items() if side.freshness != "missing"}
    items = {language: one for language, side in there.items() for one in side.items if one.key == item.key}
    return items or {module.language: item}
