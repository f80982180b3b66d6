"""What the shipped texts changed since this site took its own copy of them, and how it takes that over."""
