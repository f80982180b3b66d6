"""Packages of other publishers in our courses (cmi5 Quartz): brought in by staff, launched by learners, their sessions held to rules."""
