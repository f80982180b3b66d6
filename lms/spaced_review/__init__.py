"""Cards that come back when they are about to be forgotten: five a day at most, no mark, no debt."""
