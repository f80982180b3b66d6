"""Courses, modules in short screens, items, progress."""
