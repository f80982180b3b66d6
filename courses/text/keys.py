"""What every kind of file shares: how a key is spelt, and the languages of the content."""

import re

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGES = ("fr", "en")
