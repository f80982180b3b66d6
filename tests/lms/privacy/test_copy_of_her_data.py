"""The copy of a person's data: a scan of the whole database finds nothing of hers that is missing in it, and nothing of anybody else."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from canaries import CanarySite, Known
from lms_cast import PASSPHRASE, Person, add_person
from sqlalchemy import insert, select, text

from lms.accounts.models import Account, Profession
from lms.privacy.copying import personal_tables
from lms.privacy.personal_columns import INTERNAL, LABELS, OF_THE_SITE, OTHERS, SECRETS, TITLES, is_told
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit


@pytest.fixture(scope="module")
def canary_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CanarySite]:
    site = CanarySite(tmp_path_factory.mktemp("copy") / "data")
    yield site
    site.close()


def copy_of(person: Person, language: str = "fr") -> tuple[dict[str, Any], str]:
    """data.json and the page of a person's copy."""
    address = "/fr/vos-donnees/copie" if language == "fr" else "/en/your-data/copy"
    answer = person.post(address, passphrase=PASSPHRASE)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip"), answer.text[:300]
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        name = next(name for name in file.namelist() if name.endswith(".html"))
        return json.loads(file.read("data.json")), file.read(name).decode()


def values_with(app: Any, word: str) -> set[str]:
    """Every text of the database, column by column, that holds a word."""
    found = set()
    with app.app_context(), db.engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        for table in tables:
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                for column, value in row.items():
                    plain = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    if word in plain:
                        found.add(f"{table}.{column}: {plain}")
    return found


NOT_IN_A_COPY = {
    "account.username_key", "account.username_skeleton", "account.email_key",  # second forms of what stands beside them
    "lrs_access_keys.actor", "lrs_agent_names.agent", "lrs_agent_names.name", "lrs_agent_names.iri",  # for the store
}  # fmt: skip


def test_nothing_that_the_database_holds_of_her_is_missing(canary_site: CanarySite) -> None:
    her = canary_site.live()
    body, page = copy_of(canary_site.person(her))
    whole, flat = json.dumps(body, ensure_ascii=False), " ".join(texts(body))
    without_stored = [{name: value for name, value in one.items() if name != "stored"} for one in body["statements"]]
    for word in (her.name, her.name.title(), f"free-{her.name}-text", str(her.pseudonym)):
        for place in values_with(canary_site.app, word):
            column, _, value = place.partition(": ")
            if column == "lrs_statements.body":
                assert json.loads(value) in without_stored, place
            else:
                assert column in NOT_IN_A_COPY or value in flat, place
        assert word in whole
    assert len(body["statements"]) == len([row for row in her.rows if row[0] == "lrs_statements"]) + statements_of_pages(canary_site, her)
    assert [document["text"] for document in body["documents"] if document["content_type"] == "text/plain"] == [f"free-{her.name}-text"]
    assert her.name in page
    assert str(her.pseudonym) in page


def texts(body: Any) -> list[str]:
    """Every value of the copy as the database writes it: texts, and JSON of what it keeps as JSON."""
    if isinstance(body, dict):
        own = [json.dumps(body, ensure_ascii=False), json.dumps(body, ensure_ascii=False, separators=(",", ":"))]
        return own + [text for value in body.values() for text in texts(value)]
    return [text for value in body for text in texts(value)] if isinstance(body, list) else [str(body)]


def statements_of_pages(site: CanarySite, her: Known) -> int:
    """Statements of hers that the pages wrote, counted in the table itself."""
    with site.app.app_context(), db.engine.connect() as connection:
        bodies = connection.execute(text("SELECT body FROM lrs_statements WHERE voided = 0")).scalars().all()
    mine = [body for body in bodies if json.loads(body)["actor"].get("account", {}).get("name") == str(her.pseudonym)]
    return len(mine) - len([row for row in her.rows if row[0] == "lrs_statements"])


def test_nothing_of_anybody_else_and_no_secret_stands_in_it(canary_site: CanarySite) -> None:
    her, other = canary_site.live(), canary_site.live()
    staff = add_person(canary_site.app, "training_manager", f"zzstaff{her.name}")
    with canary_site.app.app_context():
        account = db.session.scalars(select(Account).where(Account.username == her.name)).one()
        secrets = [account.password, account.fs_uniquifier]
        values = {"account_id": account.id, "profession": "pharmacist", "family_name": "Zq", "given_name": "Zq", "state": "verified"}
        more = {"declared_at": now(), "verified_at": now(), "verified_by": staff.account.id, "verified_as": "employer"}
        submit(lambda work: work.execute(insert(Profession).values(**values, **more)))
    body, page = copy_of(canary_site.person(her), "en")
    for whole in (json.dumps(body, ensure_ascii=False), page):
        for word in [canary.decode() for canary in other.canaries] + secrets + [str(staff.pseudonym), f"zzstaff{her.name}"]:
            assert word not in whole
    assert body["tables"]["profession"][0]["verified_as"] == "employer"


def test_every_personal_table_has_a_title_and_every_column_one_place() -> None:
    tables = personal_tables(db.metadata)
    assert set(tables) == set(TITLES)
    for name in tables:
        for column in (one.name for one in db.metadata.tables[name].columns):
            places = [column in SECRETS, column in INTERNAL, column in OTHERS, (name, column) in OF_THE_SITE]
            assert sum(places) <= 1, f"{name}.{column}"
            assert any(places) or column in LABELS, f"{name}.{column} is neither told nor left out: say which in personal_columns.py"
            assert not (any(places) and is_told(name, column, is_marked=True))


def test_patients_are_not_marked_in_it_and_professionals_are() -> None:
    sitting = [("sitting", column) for column in ("verdict", "right", "total", "unsafe", "counts")]
    for table, column in [*sitting, ("attempt", "scaled"), ("attempt", "is_right"), ("attempt", "is_unsafe")]:
        assert not is_told(table, column, is_marked=False)
        assert is_told(table, column, is_marked=True)


def test_a_copy_needs_the_passphrase_and_an_account(canary_site: CanarySite) -> None:
    her = canary_site.person(canary_site.open_account())
    refused = her.post("/fr/vos-donnees/copie", passphrase="quatre autres mots ordinaires")
    assert refused.status_code == 422
    assert "ne convient pas" in refused.text or "phrase secrète" in refused.text
    stranger = Person(canary_site.app, None)
    assert stranger.get("/fr/vos-donnees/copie").status_code in (302, 303)
    assert stranger.post("/fr/vos-donnees/copie", passphrase=PASSPHRASE).status_code in (302, 303, 401, 403)


@pytest.mark.parametrize("role", ["pharmacist", "educator", "admin"])
def test_every_role_gets_her_own_copy(canary_site: CanarySite, role: str) -> None:
    person = add_person(canary_site.app, role, f"zq{role}")
    body, _ = copy_of(person)
    assert body["tables"]["account"][0]["username"] == f"zq{role}"
    assert body["tables"]["account_role"] == [{"role_id": role}]
    assert "password" not in body["tables"]["account"][0]
