"""Courses as packages for other learning platforms: SCORM 1.2, SCORM 2004 4th edition and cmi5."""
