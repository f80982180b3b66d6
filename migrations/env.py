"""Runs the migrations on the connection that lms.running.database_setup gives; both the store's tables and the site's are known here."""

from alembic import context
from sqlalchemy import Connection

import lms.accounts.cards.card_models
import lms.accounts.consents.consent_models
import lms.accounts.mail.mail_models
import lms.accounts.merging.merge_models
import lms.accounts.second_factor.factor_models
import lms.accounts.sign_ins.sign_in_models
import lms.audit.models
import lms.cases.models
import lms.cohorts.models
import lms.credentials.models
import lms.jobs.models
import lms.learning.models
import lms.messages.models
import lms.spaced_review.models
import lms.weeks.models  # noqa: F401
from lms.web.database.extensions import db
from lrs.storage.tables import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=[metadata, db.metadata], render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
