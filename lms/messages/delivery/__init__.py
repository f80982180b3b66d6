"""What goes to the mail host and what comes back from it: sending, refusals at once, and reports that come late."""
