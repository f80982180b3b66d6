"""Paths: modules of several courses in the order in which somebody meets them, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from courses.model.content import Audience


@dataclass(frozen=True, slots=True)
class LearningPath:
    """One path. title, aim: by language, the aim says what one can do afterwards. modules: keys, in the order to read them."""

    key: str
    audience: Audience
    title: Mapping[str, str]
    aim: Mapping[str, str]
    modules: tuple[str, ...]
