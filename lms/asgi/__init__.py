"""The front of the web process: reads each body without a thread, then runs the WSGI application in a thread."""
