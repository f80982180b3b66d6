"""One compared form for sign-in names and e-mail addresses, unique; and the counts of wrong guesses.

Two accounts may have had one name (Élodie and élodie). Nobody loses an account: the one opened later gets a suffix, its old name
stands in renamed_from, and the output of the upgrade says so. A second account with the same e-mail address loses the address alone.
"""

import sqlalchemy as sa
from alembic import context, op

from lms.accounts.names import comparable, skeleton

revision = "0004_account_names"
down_revision = "0003_authoring"
branch_labels = None
depends_on = None

ACCOUNT = sa.table(
    "account",
    sa.column("id", sa.Integer),
    sa.column("username", sa.String),
    sa.column("username_key", sa.String),
    sa.column("username_skeleton", sa.String),
    sa.column("renamed_from", sa.String),
    sa.column("email", sa.String),
    sa.column("email_key", sa.String),
)


def upgrade() -> None:
    # Plain columns with a default, not a copy of the table: on SQLite a copy would drop the old one, and its rows' children with it.
    op.add_column("account", sa.Column("username_key", sa.String(), nullable=False, server_default=""))
    op.add_column("account", sa.Column("username_skeleton", sa.String(), nullable=False, server_default=""))
    op.add_column("account", sa.Column("renamed_from", sa.String(), nullable=True))
    op.add_column("account", sa.Column("email_key", sa.String(), nullable=True))
    for line in _fill(op.get_bind()):
        context.config.print_stdout(line)
    op.create_index("ix_account_username_key", "account", ["username_key"], unique=True)
    op.create_index("ix_account_username_skeleton", "account", ["username_skeleton"], unique=False)
    op.create_index("ix_account_email_key", "account", ["email_key"], unique=True)
    op.create_table(
        "guess_count",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_guess_count"),
    )
    op.create_index("ix_guess_count_last_at", "guess_count", ["last_at"], unique=False)


def downgrade() -> None:
    """The names given by the upgrade stay: the older program cannot tell two names apart that differ in an accent's form."""
    op.drop_table("guess_count")
    for name in ("email_key", "username_skeleton", "username_key"):
        op.drop_index(f"ix_account_{name}", table_name="account")
    for name in ("email_key", "renamed_from", "username_skeleton", "username_key"):
        op.drop_column("account", name)


def _fill(connection: sa.Connection) -> list[str]:
    """Give every account its keys, the oldest account first. Returns one line for each account that had to change."""
    rows = connection.execute(sa.select(ACCOUNT.c.id, ACCOUNT.c.username, ACCOUNT.c.email).order_by(ACCOUNT.c.id)).all()
    names_in_use = {comparable(row.username) for row in rows}
    exact_names = {row.username for row in rows}
    addresses = {comparable(row.email) for row in rows if row.email}
    keys: set[str] = set()
    email_keys: set[str] = set()
    said = []
    for row in rows:
        values: dict[str, str | None] = {"username_key": comparable(row.username), "username_skeleton": skeleton(row.username)}
        key = comparable(row.username)
        own_address = comparable(row.email) if row.email else None
        # A name that is somebody else's address would open that person's account or be opened by her.
        if not key or key in keys or (key in addresses and key != own_address):
            new = _free_name(row.username, names_in_use | addresses, exact_names)
            values |= {"username": new, "username_key": comparable(new), "username_skeleton": skeleton(new), "renamed_from": row.username}
            said.append(f"account {row.id}: {row.username!r} is now {new!r}: an older account has the same name. Tell the person.")
            names_in_use.add(comparable(new))
            exact_names.add(new)
        keys.add(str(values["username_key"]))
        if own_address is not None:
            if own_address in email_keys:
                values["email"] = None
                said.append(f"account {row.id}: its e-mail address was taken out: an older account has the same one.")
            else:
                values["email_key"] = own_address
                email_keys.add(own_address)
        connection.execute(ACCOUNT.update().where(ACCOUNT.c.id == row.id).values(**values))
    return said


def _free_name(name: str, keys: set[str], exact_names: set[str]) -> str:
    number = 2
    while comparable(f"{name.strip()}-{number}") in keys or f"{name.strip()}-{number}" in exact_names:
        number += 1
    return f"{name.strip()}-{number}"
