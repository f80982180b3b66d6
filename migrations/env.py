"""Runs the migrations on the connection that lms.running.database_setup gives; both the store's tables and the site's are known here."""

from alembic import context
from sqlalchemy import Connection

from lms.running.all_tables import TABLES

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=TABLES, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
