"""Processes and commands of a site: supervisor, web process, worker, database set-up, copies and restore."""
