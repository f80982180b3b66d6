"""The project's xAPI profile: its JSON-LD document, and the check that a statement of ours follows its templates."""

from xapi.profile.checking import check, problems
from xapi.profile.document import document
from xapi.profile.templates import PATTERNS, TEMPLATES

__all__ = ["PATTERNS", "TEMPLATES", "check", "document", "problems"]
