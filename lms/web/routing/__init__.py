"""Pages in two languages, static files, forms, numbers in addresses."""
