"""A pharmacist who has finished the modules of her course."""

from uuid import uuid4

import pytest
from flask import Flask
from lms_cast import MakePerson, Person, add_person
from sitting_cast import Returning, finish_modules


@pytest.fixture
def make_person(site: Flask) -> MakePerson:
    def make(role: str) -> Person:
        name = f"{role}-{uuid4().hex[:8]}"
        add_person(site, role, name)
        return Returning(site, name)

    return make


@pytest.fixture
def pharmacist(site: Flask, make_person: MakePerson) -> Person:
    person = make_person("pharmacist")
    finish_modules(site, person)
    return person
