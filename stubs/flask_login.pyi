"""What this project uses of Flask-Login, which carries no types."""

from typing import Any

from blinker import NamedSignal

current_user: Any
"""The Account of whoever is signed in, or an anonymous user; a proxy."""

user_logged_in: NamedSignal
user_logged_out: NamedSignal
