"""The list of sources at the head of a page follows its words: what a new file begins with goes with the sentence that named it."""

import pytest
from flask import Flask
from sent_forms import form_with
from writers import Writer

from courses.authoring import page_parts, text_files
from lms.authoring.forms import cited_sources
from lms.settings import CONTENT
from lms.web.current_site import site_of

PATH = "fr/caregivers/carer-role.md"
HEAD = "---\nkey: carer-role\ntitle: x\nreferences: [source]\n---\n"


def listed(text: str) -> tuple[str, ...]:
    return tuple(page_parts.front(text, PATH).words("references"))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Mes mots. [@inca-carers]", ("inca-carers",)),
        ("Mes mots. [@source] Et. [@inca-carers]", ("source", "inca-carers")),
        ("Mes mots.", ()),
        ("Mes mots. [@nobody-knows]", ("nobody-knows",)),
    ],
)
def test_an_unknown_source_stays_in_the_list_only_while_these_words_name_it(words: str, wanted: tuple[str, ...]) -> None:
    before, after = (f"{HEAD}## Un écran {{#a}}\n\n{body}\n" for body in ("Le texte. [@source]", words))
    assert listed(cited_sources.with_own_list(CONTENT, text_files.piece(CONTENT, PATH), before, after)) == wanted


@pytest.mark.slow
def test_the_example_question_takes_its_source_along(desk_site: Flask, claire: Writer) -> None:
    claire.person.post("/en/writing/new", where="caregivers", key="pets-at-home", title_fr="Mon chien", title_en="My dog")
    file, own = "fr/caregivers/pets-at-home", site_of(desk_site).settings.own_content
    address = f"/en/writing/question/{file}.items.md?item=first"
    words = text_files.read(own, f"{file}.md").replace("[@source]", "[@inca-carers]")
    assert claire.save(f"{file}.md", words).status_code == 303
    form = form_with(claire.person.get(address).text, "question").data(do="remove")
    assert claire.person.post(address.partition("?")[0], **form).status_code == 303
    row = next(row for row in text_files.read(own, f"{file}.md").split("\n") if row.startswith("references:"))
    assert "source" not in row.replace("references:", ""), row
