"""What the operator's commands share: errors in one line, the site in this process, writing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from courses.errors import CoursesError
from courses.rules import rule_files
from courses.serving import catalogue
from courses.serving.catalogue import Catalogue
from infrastructure.errors import InfrastructureError
from infrastructure.locks import file_lock
from lms.errors import LmsError
from lms.running import database_setup
from lms.settings import Settings, read
from lms.web.current_site import site_of
from lms.web.database.instants import now
from lrs.errors import StoreError
from lrs.storage.locks import SITE
from lrs.storage.private_files import private_umask

P = ParamSpec("P")
R = TypeVar("R")


def in_one_line(command: Callable[P, R]) -> Callable[P, R]:
    """What the operator can mend is said in one line, with exit code 2; a defect keeps its traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with private_umask():
                return command(*args, **kwargs)
        except DBAPIError as error:
            click.echo(f"horslesmurs: {database_setup.explain(error, read())}", err=True)
        except OSError as error:
            click.echo(f"horslesmurs: {error.filename or 'the system'}: {error.strerror or error}", err=True)
        except (LmsError, StoreError, CoursesError, InfrastructureError) as error:
            click.echo(f"horslesmurs: {error}", err=True)
        sys.exit(2)

    return run


@contextmanager
def site(settings: Settings, *, reads_texts: bool = False) -> Iterator[Flask]:
    """The application in this process, its writer closed at the end. Raises InUse while a restore or an upgrade goes on.

    reads_texts: whether the command needs courses or the game. Without them it starts a second earlier, and an operator can help people
    while a text is broken; the site's rule is read in any case.
    """
    from lms.app import create_app

    with in_use(settings, click.get_current_context().command_path if click.get_current_context(silent=True) else "command"):
        app = create_app(settings, None if reads_texts else _without_texts(settings))
        with app.app_context():
            yield app
        site_of(app).writer.close()


def _without_texts(settings: Settings) -> Catalogue:
    rule = rule_files.load(settings.shown_content).preset(settings.site_rule or None)
    return catalogue.without_texts(rule, instance=settings.instance, now=now())


@contextmanager
def in_use(settings: Settings, what: str) -> Iterator[None]:
    """The data folder in use and ready: a restore is finished, nobody who was erased is back. Raises InUse, DatabaseUnready."""
    from lms.running import site_restore

    site_restore.prepare_folder(settings)
    with file_lock(settings.data / SITE, what, is_shared=True):
        database_setup.check(settings)
        site_restore.apply_journal(settings)
        yield


def write(app: Flask, work: Callable[[Session], R]) -> R:
    from lms.web.database.writing import submit

    with app.app_context():
        return submit(work)
