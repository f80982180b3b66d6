"""Pages about people: codes that let them in, lists of staff, imports, due dates."""
