"""The game in a browser: its files, its way to the site, and the session that answers presses with pages."""
