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
from lms import database
from lms.errors import LmsError
from lms.settings import Settings, read
from lrs.errors import StoreError

P = ParamSpec("P")
R = TypeVar("R")


def in_one_line(command: Callable[P, R]) -> Callable[P, R]:
    """What the operator can mend is said in one line, with exit code 2; a defect keeps its traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DBAPIError as error:
            click.echo(f"horslesmurs: {database.explain(error, read())}", err=True)
        except OSError as error:
            click.echo(f"horslesmurs: {error.filename or 'the system'}: {error.strerror or error}", err=True)
        except (LmsError, StoreError, CoursesError) as error:
            click.echo(f"horslesmurs: {error}", err=True)
        sys.exit(2)

    return run


@contextmanager
def site(settings: Settings) -> Iterator[Flask]:
    """The application in this process, its writer closed at the end."""
    from lms.app import create_app

    database.check(settings)
    app = create_app(settings)
    with app.app_context():
        yield app
    app.extensions["writer"].close()


def write(app: Flask, work: Callable[[Session], R]) -> R:
    from lms.web.writing import submit

    with app.app_context():
        return submit(work)
