"""The pages of providers, put together: importing this registers every route."""

from lms.accounts.provider_pages import identity_routes, logout_routes, new_account_routes, provider_routes
from lms.accounts.provider_pages.provider_routes import pages

__all__ = ["identity_routes", "logout_routes", "new_account_routes", "pages", "provider_routes"]
