"""Every table of the site, known by its name: for a process that names tables without making the pages (the worker, the migrations).

A table exists in SQLAlchemy's record only once the module of its model was imported.
"""

import lms.accounts.cards.card_models
import lms.accounts.consents.consent_models
import lms.accounts.mail.mail_models
import lms.accounts.merging.merge_models
import lms.accounts.models
import lms.accounts.providers.identity_models
import lms.accounts.second_factor.factor_models
import lms.accounts.second_factor.passkey_models
import lms.accounts.sign_ins.sign_in_models
import lms.active_time.models
import lms.api.models
import lms.api.webhooks.models
import lms.assessment.models
import lms.audit.models
import lms.authoring.models
import lms.cases.models
import lms.cmi5_modules.models
import lms.cohorts.models
import lms.credentials.models
import lms.evidence.models
import lms.jobs.models
import lms.learning.models
import lms.lti.models
import lms.messages.models
import lms.platforms.models
import lms.spaced_review.models
import lms.trial.models
import lms.weeks.models  # noqa: F401
from lms.web.database.extensions import db
from lrs.storage.tables import metadata

TABLES = [metadata, db.metadata]
"""The store's tables, and the site's."""
