"""Educators write, check, translate, have read and publish content in the browser."""
