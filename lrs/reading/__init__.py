"""Reading statements: queries, formats, pages for staff, export."""
