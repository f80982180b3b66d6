"""Joins the parts of the site into one Flask application. The only composition of the server."""

import logging
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_security.datastore import SQLAlchemyUserDatastore
from werkzeug.middleware.dispatcher import DispatcherMiddleware
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
from lms.web import assets, error_pages, layout, locales, security, shelving
from lms.web.extensions import csrf, db
from lms.web.extensions import security as flask_security
from lms.web.json_bodies import JsonBodies
from lms.web.operations import pages as operations
from lrs.group_commit import GroupCommit
from lrs.metrics import Metrics
from lrs.opening import Store
from lrs.web import StoreApplication

STATIC = Path(__file__).parent / "static"
LARGEST_FORM = 256 * 1024
ARGON2ID = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}
"""OWASP Password Storage Cheat Sheet, argon2id, first choice: 19 MiB a check, so that sixteen at once fit in the web process."""

STORE_PATH = "/xapi"
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
    db.init_app(app)
    locales.init(app)
    csrf.init_app(app)
    throttle.init(app)
    flask_security.init_app(app, SQLAlchemyUserDatastore(db, Account, Role), register_blueprint=False)
    app.json = JsonBodies(app)  # after Flask-Security, which puts its own reader there
    security.init(app)
    assets.init(app, STATIC)
    error_pages.init(app)
    layout.init(app)
    app.extensions["catalogue"] = catalogue
    app.extensions["rule"] = catalogue.rule
    if shelf is not None:
        shelving.renew(app, shelf, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    with app.app_context():
        app.extensions["writer"] = GroupCommit(db.engine)
        mount_store(app, Store(db.engine, app.extensions["writer"], settings.home_page))
        app.extensions["decoy"] = passphrases.hashed("nobody has this passphrase")
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def mount_store(app: Flask, store: Store) -> None:
    """Answer STORE_PATH by the statement store, before Flask sees the request.

    So the store's own limits, error format and access keys hold there, and no session, form, JSON reader or limit of the pages.
    """
    metrics = Metrics()
    settings: Settings = app.extensions["settings"]
    application = StoreApplication(store, origins=settings.cors_origins, metrics=metrics, headers=security.headers(app))
    app.extensions.update(store=store, metrics=metrics, store_application=application)
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {STORE_PATH: application})  # type: ignore[method-assign]


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
        SESSION_COOKIE_NAME="hlm",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
    )
    logging.getLogger("lms").setLevel(logging.INFO)
