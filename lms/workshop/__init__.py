"""A situation on the wall for a group."""
