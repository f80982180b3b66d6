"""How a press travels: by the key of its item, to whoever shows the page, or in the form that the page is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from game.screens.widgets import Item

APART = "apart"
"""Id of a second form of the page, for buttons that do not confirm."""


class Presses:
    """A program listens: what can be pressed says its key, and a button that waits for a choice says so when it is pressed."""

    why = ""
    """Words of the fold that holds a reason with its sources; empty: the reason stands open, without them."""
    has_icons = True
    """Whether choices and folds have their pictures: each weighs as much as the words of a page."""

    def button(self, item: Item) -> str:
        """Its attributes."""
        waits = "" if item.is_enabled else ' aria-disabled="true"' if item.kind == "primary" else " disabled"
        return f'type="button"{waits} data-press="{escape(item.key)}"'

    def fold(self, item: Item) -> str:
        """Attributes of what unfolds a part of the page."""
        return f' data-press="{escape(item.key)}"'

    def undo(self, item: Item) -> str:
        """Attributes of the button that takes a choice back."""
        return self.button(item)

    def style(self, item: Item) -> str:
        """More of its class."""
        return ""

    def choice(self, item: Item, group: str) -> str:
        """Attributes of one choice of a group."""
        return f'name="{escape(group)}" data-press="{escape(item.key)}"'

    def address(self, item: Item) -> str:
        """Where the item leads, if it is a link here."""
        return ""

    def bar(self, items: Sequence[Item]) -> Sequence[Item]:
        """The items of the bar, in the order of the page."""
        return items

    def references(self, keys: Sequence[str]) -> list[str]:
        """Sources in words."""
        return []


@dataclass(frozen=True)
class Form(Presses):
    """The page is one form, without a script: a choice is a field of it, a button says what to do with them.

    fields: of a choice's key, the part before the colon -> the field's name. verbs: key of a button -> what the form is to do.
    links: key -> address of what is another page. A button that waits for a choice is sent as any other one and answered “choose first”.
    apart: buttons that are sent by the page's form `APART`, since the Enter key sends a form by its first button, which is to confirm.
    """

    fields: Mapping[str, str]
    verbs: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    has_icons: bool = False
    sources: Callable[[Sequence[str]], list[str]] = lambda _keys: []
    apart: frozenset[str] = frozenset()

    def button(self, item: Item) -> str:
        what, _, value = item.key.partition(":")
        name, sent = (self.fields[what], value) if value else ("do", self.verbs[item.key])
        waits = "" if item.is_enabled or item.kind == "primary" else "disabled "
        attributes = f'{waits}name="{escape(name)}" value="{escape(sent)}"'
        return f'form="{APART}" {attributes}' if what in self.apart else attributes

    def fold(self, item: Item) -> str:
        return ""

    def undo(self, item: Item) -> str:
        return 'type="reset"'

    def style(self, item: Item) -> str:
        return " confirm" if item.kind == "primary" and not item.is_enabled else ""

    def choice(self, item: Item, group: str) -> str:
        what, _, value = item.key.partition(":")
        return f'name="{escape(self.fields[what])}" value="{escape(value)}"'

    def address(self, item: Item) -> str:
        return self.links.get(item.key, "")

    def bar(self, items: Sequence[Item]) -> Sequence[Item]:
        """What confirms first: the Enter key sends a form by its first button."""
        return sorted(items, key=lambda item: item.kind != "primary")

    def references(self, keys: Sequence[str]) -> list[str]:
        return self.sources(keys)
