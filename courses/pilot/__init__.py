"""A pilot: clinicians who answer by name for a named set of drafts, for six months."""
