"""Open Badges 3.0: the documents, their pictures, signing keys and the status list."""
