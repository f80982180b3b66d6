"""The real site for the store's tests: `lms.app.create_app`, with the store of a test mounted by the site's own function."""

import atexit
import copy
import shutil
import sys
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lms"))

from lms_site import make_database, shared_catalogue

from lms.app import create_app, mount_store
from lms.settings import read
from lms.web.current_site import put_site, site_of
from lrs.storage.metrics import Metrics
from lrs.storage.store import Store

_sites: "WeakKeyDictionary[Any, dict[Any, Flask]]" = WeakKeyDictionary()


@lru_cache
def _pages(**settings: str) -> Flask:
    """One site of these settings a test process: to make one takes a seventh of a second, and these tests open a store each."""
    folder = tempfile.mkdtemp(prefix="lrs-site-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = read({"HORSLESMURS_DATA": folder} | {f"HORSLESMURS_{name.upper()}": value for name, value in settings.items()})
    make_database(settings)
    return create_app(settings, shared_catalogue())


def site_with(store: Store, **settings: str) -> Flask:
    """The site of these settings with this store in place of its own, made by the function that mounts every store."""
    known = _sites.setdefault(store.engine, {})
    key = (id(store), *sorted(settings.items()))
    if key not in known:
        site = copy.copy(_pages(**settings))
        site.extensions = dict(site.extensions)
        put_site(site, replace(site_of(site), store=store, metrics=Metrics()))
        mount_store(site)
        known[key] = site
    return known[key]
