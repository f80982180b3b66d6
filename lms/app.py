"""Joins the parts of the site into one Flask application. The only composition of the server."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_security.datastore import SQLAlchemyUserDatastore
from sqlalchemy import Connection
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from courses.packages import page
from courses.serving.catalogue import Catalogue
from lms.accounts import consent_routes, factor_routes, passphrases
from lms.accounts.consents.choice_routes import pages as consents
from lms.accounts.models import Account, Role
from lms.accounts.passkey_pages.passkey_routes import pages as passkeys
from lms.accounts.provider_pages.blueprint import pages as providers
from lms.accounts.routes import pages as accounts
from lms.accounts.sign_ins import sign_in_guard
from lms.accounts.sign_ins.sign_in_routes import pages as sign_ins
from lms.admin.blueprint import pages as admin
from lms.admin.operations import pages as operations
from lms.api.blueprint import pages as api
from lms.api.webhooks import hooks
from lms.api.webhooks.routes import pages as webhooks
from lms.assessment.blueprint import pages as assessment
from lms.audit import recording
from lms.audit.routes import pages as audit
from lms.authoring.blueprint import pages as authoring
from lms.cases.blueprint import pages as cases
from lms.cmi5.blueprint import pages as cmi5
from lms.cmi5.keeping import Site as SiteOfLaunches
from lms.cmi5.launching import PATH as SESSIONS_PATH
from lms.cmi5.session_application import SessionApplication
from lms.cohorts.context import learner_context
from lms.cohorts.pairing_routes import pages as devices
from lms.credentials.blueprint import pages as credentials
from lms.dashboards.comparing import DASHBOARDS as dashboards
from lms.evidence.blueprint import pages as evidence
from lms.finding.blueprint import pages as finding
from lms.health.jobs import JobsReading
from lms.home import error_pages
from lms.home.blueprint import pages as home
from lms.jobs import counting
from lms.key_files import secret
from lms.learning.blueprint import pages as learning
from lms.lti.blueprint import pages as lti
from lms.lti.registration.blueprint import pages as platforms
from lms.messages.blueprint import pages as messages
from lms.offline.blueprint import pages as offline
from lms.people.blueprint import own as joining
from lms.people.blueprint import staff as people
from lms.people.own_card_routes import pages as sign_in_cards
from lms.play_here.blueprint import pages as play_here
from lms.preparing.blueprint import pages as preparing
from lms.preview.routes import pages as preview
from lms.privacy.routes import pages as privacy
from lms.safety.routes import pages as safety
from lms.settings import Settings, read
from lms.symptoms.routes import pages as symptoms
from lms.trial import gate
from lms.trial.blueprint import pages as trial
from lms.web.current_site import Site, SiteContent, put_site, site_of
from lms.web.database.extensions import csrf, db
from lms.web.database.extensions import security as flask_security
from lms.web.database.instants import now
from lms.web.guards import body_refusal, request_checks, request_ids, security, sessions
from lms.web.guards.hosts import TrustedHosts
from lms.web.guards.json_bodies import JsonBodies
from lms.web.routing import assets, line_breaks, locales
from lms.web.routing.addresses import AddressedFlask
from lms.web.routing.late_rules import LateRule
from lms.web.routing.whole_numbers import RowNumber
from lms.web.site import content, content_renewal, layout, site_health, template_cache
from lms.weeks.blueprint import pages as weeks
from lms.workshop.routes import pages as workshop
from lrs.storage.group_commit import GroupCommit
from lrs.storage.learner_context import LearnerContext
from lrs.storage.private_files import make_private_folder
from lrs.storage.store import Limits, Store
from lrs.web import StoreApplication

STATIC = Path(__file__).parent / "static"
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
PLAYER = page.STATIC
"""Where the scripts of a module on one page stand, which packages for other platforms carry too."""
LARGEST_FORM = 256 * 1024
MB = 1024 * 1024
ARGON2ID = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}
"""OWASP Password Storage Cheat Sheet, argon2id, first choice: 19 MiB a check, so that sixteen at once fit in the web process."""

STORE_PATH = "/xapi"
BLUEPRINTS = (
    *(home, safety, accounts, passkeys, providers, sign_ins, consents, sign_in_cards, devices, privacy),
    *(play_here, credentials, assessment, cases, learning, finding, weeks),
    *(symptoms, offline, preparing, preview, workshop, dashboards, people, joining, messages, evidence),
    *(lti, platforms, trial, admin, audit, authoring, operations, cmi5, api, webhooks),
)
"""Every feature's pages, in the order of their layers."""


def create_app(settings: Settings | None = None, catalogue: Catalogue | None = None) -> Flask:
    """The whole site. catalogue: loaded by the caller and kept; else read from the settings' content folder and renewed.

    Raises SettingsInvalid, UnknownRule, ContentUnreadable; OSError when the data folder cannot be written.
    """
    settings = settings or read()
    shelf = None
    if catalogue is None:
        shelf = content_renewal.open_shelf(settings)
        catalogue = shelf.current()
    app = AddressedFlask("lms", root_path=str(Path(__file__).parent), static_folder=None)
    configure(app, settings)
    request_ids.init(app)
    sessions.init(app)
    app.url_map.converters["int"] = RowNumber
    app.url_rule_class = LateRule
    db.init_app(app)
    locales.init(app)
    body_refusal.init(app)
    csrf.init_app(app)
    request_checks.init(app)
    flask_security.init_app(app, SQLAlchemyUserDatastore(db, Account, Role), register_blueprint=False)
    sign_in_guard.init(app)
    app.json = JsonBodies(app)  # after Flask-Security, which puts its own reader there
    with app.app_context():
        put_site(app, make_site(app, settings, catalogue))
    gate.init_first(app)
    security.init(app)
    consent_routes.init(app)
    factor_routes.init(app)
    recording.init(app)
    assets.init(app)
    line_breaks.init(app)
    error_pages.init(app)
    layout.init(app)
    content.init(app)
    gate.init(app)
    if shelf is not None:
        content_renewal.renew(app, shelf, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    template_cache.init(app, settings.data / "content-cache")
    mount_store(app)
    app.wsgi_app = TrustedHosts(app.wsgi_app, settings)  # type: ignore[method-assign]  # how Flask takes a WSGI middleware
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # how Flask takes a WSGI middleware
    app.wsgi_app = request_ids.RequestIds(app.wsgi_app, settings)  # type: ignore[method-assign]  # how Flask takes a WSGI middleware
    return app


def make_site(app: Flask, settings: Settings, catalogue: Catalogue) -> Site:
    """Starts the writer thread. To be called inside the app's context, once its database and Flask-Security are there."""
    writer = GroupCommit(db.engine)
    return Site(
        settings=settings,
        writer=writer,
        store=Store(db.engine, writer, settings.home_page, limits_of(settings), context_of=_context_of(app)),
        health=site_health.make_monitor(app, settings, writer, _jobs_reading),
        assets=assets.read_all(STATIC) | assets.read_all(PLAYER, ("spellings.js", "marking.js", "player.js")),
        decoy=passphrases.hash_of_nobody(*ARGON2ID.values()),
        newest_content=SiteContent(catalogue),
    )


def _jobs_reading(connection: Connection, moment: datetime) -> JobsReading:
    """Of the work that is done later, and of the webhooks that are told by it."""
    return replace(counting.read(connection, moment), webhooks_stopped=hooks.stopped_count(connection))


def mount_store(app: Flask) -> None:
    """Answer STORE_PATH by the site's statement store, and SESSIONS_PATH by what launched packages reach, before Flask sees the request.

    So the store's own limits, error format and access keys hold there, and no session, form, JSON reader or limit of the pages.
    """
    site = site_of(app)
    application = StoreApplication(site.store, origins=site.settings.cors_origins, metrics=site.metrics, headers=security.headers(app))

    def launched() -> SiteOfLaunches:
        """What a statement of a package is kept with: the content of its moment."""
        return SiteOfLaunches(site.newest_content.catalogue.courses, site.settings.home_page, now())

    sessions_of_packages = SessionApplication(site.store, site.settings, security.headers(app), launched)
    parts: dict[str, Wsgi] = {STORE_PATH: application, SESSIONS_PATH: sessions_of_packages}
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, parts)  # type: ignore[method-assign]  # how Flask takes a WSGI middleware


def _context_of(app: Flask) -> Callable[[Connection, str], LearnerContext | None]:
    """What the site's tables say of the learner behind a device's key."""

    def context_of(connection: Connection, name: str) -> LearnerContext | None:
        game = site_of(app).newest_content.catalogue.game  # read at each call: the catalogue is renewed while the site runs
        roles = {} if game is None else {key: campaign.role for key, campaign in game.campaigns.items()}
        return learner_context(connection, name, roles)

    return context_of


def limits_of(settings: Settings) -> Limits:
    """The store's limits, with what one learner's devices may keep."""
    return Limits(documents=settings.device_documents, documents_size=settings.device_documents_mb * MB, day=settings.device_day_mb * MB)


def configure(app: Flask, settings: Settings) -> None:
    make_private_folder(settings.data)
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
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
    )
