"""Work to do later: a table in the site's database, done by the worker."""
