"""The pages about data have a French address under /fr and an English one under /en, and not the other way round."""

import pytest
from lms_cast import Person

PAGES = [("/fr/vos-donnees", "/en/your-data"), ("/fr/compte/effacer", "/en/account/erase"), ("/fr/efface", "/en/erased")]


@pytest.mark.parametrize(("french", "english"), PAGES)
def test_each_page_stands_at_its_address_in_each_language(learner: Person, french: str, english: str) -> None:
    for path, language in ((french, "fr"), (english, "en")):
        answer = learner.get(path)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
    assert learner.get(french.replace("/fr/", "/en/")).status_code == 404
    assert learner.get(english.replace("/en/", "/fr/")).status_code == 404
