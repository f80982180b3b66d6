"""Importing professionals from a CSV file: read, checked line by line, then written whole or not at all."""
