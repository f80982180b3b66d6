"""The site and the people of tests that play."""

from played_site import guest, make_site, one_luck, site

__all__ = ["guest", "make_site", "one_luck", "site"]
