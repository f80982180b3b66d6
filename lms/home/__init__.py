"""The first page, and the public pages that need no course: fever, sources, about, accessibility."""
