"""The store's ground: tables, database, clock, sequence, group commit, file locks, counters."""
