"""The papers of data protection as drafts in French, filled with what the settings say: `horslesmurs papers FOLDER`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask_babel import Babel
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lms.home import declaration
from lms.privacy.retention import rules
from lms.running.backups import retention
from lms.running.command_support import in_one_line
from lms.settings import Settings, read
from lms.web.database.instants import now
from lms.web.guards import sessions

LMS = Path(__file__).resolve().parents[2]
DRAFTS = Path(__file__).resolve().parent / "drafts"
NAMES = tuple(sorted(path.name for path in DRAFTS.glob("*.md")))
EMPTY = "**[à compléter]**"


def draft(settings: Settings, name: str, day: str) -> str:
    """One draft. What the settings leave out is `[à compléter]`, never invented. day: of today, as it is printed."""
    environment = Environment(
        loader=FileSystemLoader(DRAFTS), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown for the operator's own disk, from the operator's own settings
    )  # fmt: skip
    environment.filters["or_empty"] = lambda text: text or EMPTY
    keep = retention.RetentionRule(*settings.backup_keep)
    with _french():
        return environment.get_template(name).render(
            site=settings, holders=settings.data_holders, body=settings.training_body.facts, day=day, keep=keep, empty=EMPTY,
            session_hours=sessions.USUAL_S // 3600, session_days=sessions.LONG_DAYS, rules=rules.RULES,
            made=declaration.make(declaration.results(), settings.accessibility_audit, now().date()),
        )  # fmt: skip


@contextmanager
def _french() -> Iterator[None]:
    """The words of the register of durations are those of the site, which need an application to be translated."""
    app = Flask("lms", root_path=str(LMS))
    app.config["BABEL_DEFAULT_LOCALE"] = "fr"
    Babel().init_app(app, default_translation_directories="translations")
    with app.app_context():
        yield


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@in_one_line
def papers(folder: Path) -> None:
    """Write drafts of the register entry, the impact assessment, the note on hosting and the procedure for incidents into FOLDER (French).

    A file that is there already stays as it is: it may have been filled in.
    """
    settings, day = read(), f"{now():%d/%m/%Y}"
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        target = folder / name
        try:
            with target.open("x", encoding="utf-8") as file:
                file.write(draft(settings, name, day))
        except FileExistsError:
            click.echo(f"{target}: is there already, unchanged")
            continue
        click.echo(f"{target}: written; {target.read_text('utf-8').count(EMPTY)} places to fill in")
