"""Flask plumbing: extensions, languages, security, pages for errors, the frame of every page."""
