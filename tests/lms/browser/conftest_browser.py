"""The served site that browser tests look at."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from lms_cast import Person


@dataclass(frozen=True)
class Served:
    """address: of the running site. cohort: a cohort of seven simulated learners with every report made."""

    site: Flask
    address: str
    cohort: UUID
    learner: Person
    educator: Person
    admin: Person
