"""When a unit, a block and a whole package are satisfied (moveOn), and what they are called in statements: pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from courses.packages.course_structure import Block, MoveOn, Unit
from lms.cmi5.session_rules import COMPLETED, PASSED
from lms.cmi5_modules.models import Cmi5Module
from xapi import activities

WAIVED = "waived"
WHOLE = 0
"""Number of the outermost block: the whole package."""
Standings = Mapping[str, Mapping[str, Any]]
"""Number of a unit, as text -> what was said of it -> when."""


def move_on(unit: Unit, *, is_marked: bool) -> MoveOn:
    """What the unit asks here. is_marked: somebody's passing may count; in patients' and carers' courses completing alone does."""
    return unit.move_on if is_marked or unit.move_on == "NotApplicable" else "Completed"


def mastery_score(unit: Unit, *, is_marked: bool) -> float | None:
    return unit.mastery_score if is_marked else None


def is_met(goal: MoveOn, facts: Collection[str]) -> bool:
    """Source: cmi5 Quartz, 13.1.4, moveOn; 9.3.9 for a waived unit. A failed one is never met by that."""
    if WAIVED in facts or goal == "NotApplicable":
        return True
    if goal == "CompletedAndPassed":
        return COMPLETED in facts and PASSED in facts
    if goal == "CompletedOrPassed":
        return COMPLETED in facts or PASSED in facts
    return (COMPLETED if goal == "Completed" else PASSED) in facts


def met_units(content: Block, standings: Standings, *, is_marked: bool) -> set[int]:
    """Numbers of the units that are satisfied."""
    numbers = enumerate(content.units(), 1)
    return {number for number, unit in numbers if is_met(move_on(unit, is_marked=is_marked), standings.get(str(number), {}))}


def met_blocks(content: Block, ready: Collection[int]) -> list[int]:
    """Numbers of the blocks whose units are all satisfied, inner ones first; WHOLE at the end for the package."""
    numbers = {unit.id: number for number, unit in enumerate(content.units(), 1)}
    inner_first = [number for number, block in blocks(content) if all(numbers[unit.id] in ready for unit in block.units())][::-1]
    return [*inner_first, *([WHOLE] if len(ready) == len(numbers) else [])]


def blocks(content: Block) -> Iterator[tuple[int, Block]]:
    """The blocks with their numbers, from 1, each before those it holds."""
    return enumerate(content.blocks(), 1)


def unit_of(module: Cmi5Module, number: int) -> Unit | None:
    return next((unit for place, unit in enumerate(module.content.units(), 1) if place == number), None)


def unit_activity(module: Cmi5Module, number: int) -> str:
    """What the site calls a unit: never what its publisher does (8.1.5), and the same in every registration."""
    return activities.launched_unit(str(module.uuid), number)


def block_activity(module: Cmi5Module, number: int) -> str:
    return activities.launched_package(str(module.uuid)) if number == WHOLE else activities.launched_block(str(module.uuid), number)
