"""What this project uses of Flask-Login, which carries no types."""

from typing import Any

current_user: Any
"""The Account of whoever is signed in, or an anonymous user; a proxy."""
