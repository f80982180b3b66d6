"""`content import` and `content export`: questions of other programs in, ours out, with what becomes of each."""

import sys
from collections import Counter
from pathlib import Path

import click

from courses.errors import CoursesError, UnknownContent
from courses.exchange import formats, remarks, taking
from courses.exchange.errors import BankUnreadable
from courses.exchange.formats import TARGETS, Target
from courses.exchange.taking import STANDINGS, Row
from courses.export.command_files import FOLDER, load, write
from courses.items import item_text, syntax
from courses.library import content_folder
from courses.model.content import Item
from courses.sentences import sentence
from courses.text.source_texts import Texts

WORDS = {
    "fr": {"taken": "prise", "changed": "changée", "incomplete": "à compléter", "refused": "refusée"},
    "en": {"taken": "taken", "changed": "changed", "incomplete": "to complete", "refused": "refused"},
}
TRIED = sentence("Nothing was written: this is a trial. With --to FILE the questions taken are written there.")
folder_option = click.option("--folder", type=click.Path(path_type=Path), default=FOLDER, show_default="content")
words_option = click.option("--lang", type=click.Choice(["fr", "en"]), default="en", show_default=True, help="The language of the report.")


@click.command("import")
@folder_option
@words_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--module", required=True, help="The module the questions are for.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="The language of the questions.")
@click.option("--to", type=click.Path(path_type=Path), help="The .items.md to write; never one that exists. Without it, a trial.")
def import_(folder: Path, lang: str, file: Path, module: str, language: str, to: Path | None) -> None:
    """Say what becomes of each question of FILE (GIFT, Moodle XML, QTI, H5P, CSV, Markdown), then write those that are taken.

    Exit code 2 when the file cannot be read or nothing is taken.
    """
    if to is not None and to.exists():
        click.echo(f"{to} exists; name another file and join them by hand.", err=True)
        sys.exit(2)
    try:
        bank = formats.read(file.read_bytes(), language)
    except BankUnreadable as error:
        click.echo(f"{file}: {remarks.sentence(error.why, lang)}", err=True)
        sys.exit(2)
    rows = taking.rows(bank.entries, taking.Place(module, language, there=_items_there(folder, module, language)))
    for row in rows:
        click.echo(f"{file}:{row.line}: {WORDS[lang][row.standing]}: {row.title}{_sentences(row, lang)}")
    counts = Counter(row.standing for row in rows)
    click.echo(f"{bank.format}: " + ", ".join(f"{counts[one]} {WORDS[lang][one]}" for one in STANDINGS), err=True)
    items = [row.item for row in rows if row.item is not None]
    if to is None:
        click.echo(TRIED.in_language(lang), err=True)
    elif items:
        write(to, item_text.write(items).encode())
        click.echo(sentence("{n} {n:question|questions} written to {to}", n=len(items), to=to).in_language(lang), err=True)
    sys.exit(0 if items else 2)


def _sentences(row: Row, lang: str) -> str:
    sentences = "; ".join(remarks.sentence(one, lang) for one in row.remarks)
    return f" ({sentences})" if sentences else ""


def _items_there(folder: Path, module: str, language: str) -> tuple[Item, ...]:
    """What the module's file holds; nothing for a module that is not there yet."""
    texts = Texts(folder)
    entry = content_folder.shared_texts(texts).structure.modules.get(module)
    path = f"{language}/{entry.course}/{module}{content_folder.ITEMS}" if entry else ""
    try:
        text = texts.text(path) if path else None
    except CoursesError:
        text = None
    return syntax.parse(path, language, module, text).items if text else ()


@click.command("export")
@folder_option
@words_option
@click.argument("module")
@click.option("--format", "target", type=click.Choice(list(TARGETS)), default="moodle", show_default=True)
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The file to write.")
def export_(folder: Path, lang: str, module: str, target: Target, language: str, to: Path) -> None:
    """A module's practice items for another program; says what it cannot hold. Forms and final tests never leave by this."""
    try:
        module_text = load(folder).module(module, language)
        if not module_text.items:
            raise UnknownContent("practice item of", module)
    except CoursesError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    raw, rows = formats.write(module_text.items, target, module_text.title)
    for row in rows:
        for one in row.remarks:
            click.echo(f"{row.key}: {remarks.sentence(one, lang)}", err=True)
    write(to, raw)


COMMANDS = (import_, export_)
