"""The texts that the arms of a trial are given, as one hash: a change of them stops new places until somebody accepts it with a reason."""

import hashlib

from courses.serving.catalogue import Catalogue
from lms.web.current_site import Site


def digest(catalogue: Catalogue) -> str:
    """SHA-256 of every module in every language and of the game's situations and words, as they are shown."""
    total = hashlib.sha256()
    for key in sorted(catalogue.modules):
        total.update(repr(catalogue.modules[key]).encode())
    if (book := catalogue.game) is not None:
        for part in (book.words, book.situations, book.campaigns):
            total.update(repr([(key, part[key]) for key in sorted(part)]).encode())
    return total.hexdigest()


def current(site: Site, catalogue: Catalogue) -> str:
    """The hash of a catalogue of the site, made once for the newest: it takes up to a second."""
    known = site.trial_content
    if known is None or known[0] is not catalogue:
        known = site.trial_content = (catalogue, digest(catalogue))
    return known[1]
