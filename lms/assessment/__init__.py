"""Tests of courses: sittings, what passes them, and what a person who contests a result may ask."""
