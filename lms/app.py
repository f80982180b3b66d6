"""Joins the parts of the site into one Flask application. The only composition of the server."""

import logging
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_security.datastore import SQLAlchemyUserDatastore
from werkzeug.middleware.proxy_fix import ProxyFix

from courses.catalogue import Catalogue
from lms.accounts import passphrases, throttle
from lms.accounts.models import Account, Role
from lms.accounts.routes import pages as accounts
from lms.admin.routes import pages as admin
from lms.authoring.blueprint import pages as authoring
from lms.cohorts.pairing_routes import pages as devices
from lms.dashboards.routes import pages as dashboards
from lms.finding.routes import pages as finding
from lms.home.routes import pages as home
from lms.learning.blueprint import pages as learning
from lms.play.blueprint import pages as play
from lms.privacy.routes import pages as privacy
from lms.settings import Settings, read, secret
from lms.web import assets, body_refusal, content, error_pages, layout, locales, request_checks, security, shelving
from lms.web.extensions import csrf, db
from lms.web.extensions import security as flask_security
from lms.web.hosts import TrustedHosts
from lms.web.numbers import RowNumber
from lms.web.operations import pages as operations
from lms.web.pages import BY_KEY, grant
from lrs.group_commit import GroupCommit
from lrs.metrics import Metrics
from lrs.opening import Store
from lrs.web import mounting

STATIC = Path(__file__).parent / "static"
LARGEST_FORM = 256 * 1024
ARGON2ID = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}
"""OWASP Password Storage Cheat Sheet, argon2id, first choice: 19 MiB a check, so that sixteen at once fit in the web process."""

BLUEPRINTS = (home, accounts, devices, privacy, learning, finding, play, dashboards, admin, authoring, operations)
"""Every feature's pages, in the order of their floors."""


def create_app(settings: Settings | None = None, catalogue: Catalogue | None = None) -> Flask:
    """The whole site. catalogue: loaded by the caller and kept; else read from the settings' content folder and renewed.

    Raises SettingsInvalid, UnknownRule, ContentUnreadable; OSError when the data folder cannot be written.
    """
    settings = settings or read()
    shelf = None
    if catalogue is None:
        shelf = shelving.open_shelf(settings)
        catalogue = shelf.current()
    app = Flask("lms", root_path=str(Path(__file__).parent), static_folder=None)
    app.extensions["settings"] = settings
    configure(app, settings)
    app.url_map.converters["int"] = RowNumber
    db.init_app(app)
    locales.init(app)
    body_refusal.init(app)
    csrf.init_app(app)
    request_checks.init(app)
    throttle.init(app)
    flask_security.init_app(app, SQLAlchemyUserDatastore(db, Account, Role), register_blueprint=False)
    security.init(app)
    assets.init(app, STATIC)
    error_pages.init(app)
    layout.init(app)
    content.init(app, catalogue)
    if shelf is not None:
        shelving.renew(app, shelf, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    with app.app_context():
        app.extensions["writer"] = GroupCommit(db.engine)
        mount_store(app, settings)
        app.extensions["decoy"] = passphrases.hashed("nobody has this passphrase")
    app.wsgi_app = TrustedHosts(app.wsgi_app, settings)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def mount_store(app: Flask, settings: Settings) -> None:
    """The statement store under /xapi: it looks at access keys alone, never at a session."""
    metrics = Metrics()
    app.extensions["store"] = Store(db.engine, app.extensions["writer"], settings.home_page)
    app.extensions["metrics"] = metrics
    store = mounting.blueprint(app.extensions["store"], origins=settings.cors_origins, metrics=metrics)
    csrf.exempt(store)
    app.register_blueprint(store, url_prefix="/xapi")
    grant(app.view_functions["xapi.resource"], BY_KEY)


def configure(app: Flask, settings: Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.config.update(
        SECRET_KEY=secret(settings, "web"),
        SECURITY_PASSWORD_SALT=secret(settings, "passphrase"),
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of the method
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=ARGON2ID,
        SECURITY_SEND_REGISTER_EMAIL=False,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SESSION_COOKIE_NAME="__Host-hlm" if settings.is_https else "hlm",  # no other host or path can set that name
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
    )
    logging.getLogger("lms").setLevel(logging.INFO)
