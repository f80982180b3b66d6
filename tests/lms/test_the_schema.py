"""Migrations: they make the tables the models speak of, and go down and up again on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from lms import database
from lms.settings import Settings, read
from lms.web.extensions import db
from lrs.tables import metadata


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read({"HORSLESMURS_DATA": str(tmp_path)})


def differences(settings: Settings) -> list[object]:
    engine = database.opened(settings)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, [metadata, db.metadata]))  # type: ignore[arg-type]
    finally:
        engine.dispose()


def tables(settings: Settings) -> set[str]:
    engine = database.opened(settings)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_the_migrations_make_what_the_models_say(settings: Settings) -> None:
    database.upgrade(settings)
    assert differences(settings) == []


def test_they_go_down_and_up_again(settings: Settings) -> None:
    database.upgrade(settings)
    whole = tables(settings)
    database.downgrade(settings, "0001_lrs")
    assert "account" not in tables(settings)
    assert "lrs_statements" in tables(settings)
    database.upgrade(settings)
    assert tables(settings) == whole


def test_an_old_database_is_said_before_anything_starts(settings: Settings) -> None:
    database.upgrade(settings, "0001_lrs")
    with pytest.raises(database.DatabaseUnready, match="horslesmurs db upgrade"):
        database.check(settings)
