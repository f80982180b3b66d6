"""A limited key acts on its own statements alone: who may void, define and read what; quotas; every cohort a learner was in."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005_own_statements"
down_revision = "0004_account_names"
branch_labels = None
depends_on = None

DEVICE_RATE = 120
CHAIN = """
INSERT INTO lrs_chains (seq, target)
WITH RECURSIVE below(seq, target, depth) AS (
    SELECT r.seq, s.seq, 1 FROM lrs_references r JOIN lrs_statements s ON s.id = r.target
    UNION ALL
    SELECT below.seq, s.seq, below.depth + 1 FROM below
    JOIN lrs_references r ON r.seq = below.target JOIN lrs_statements s ON s.id = r.target WHERE below.depth < 10
)
SELECT DISTINCT seq, target FROM below WHERE seq <> target
"""


def upgrade() -> None:
    op.drop_index("ix_lrs_chains_target", table_name="lrs_chains")
    op.drop_table("lrs_chains")
    op.add_column("lrs_references", sa.Column("authority", sa.BigInteger(), nullable=True))
    op.drop_index("ix_lrs_references_target", table_name="lrs_references")
    op.create_index("ix_lrs_references_target", "lrs_references", ["target", "voids", "authority"], unique=False)
    op.add_column("lrs_activities", sa.Column("authority", sa.BigInteger(), nullable=True))
    op.add_column("lrs_attachments", sa.Column("content_type", sa.Text(), nullable=True))
    op.create_index("ix_lrs_attachments_sha2", "lrs_attachments", ["sha2"], unique=False)
    op.create_table(
        "lrs_usage",
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "day"),
    )
    op.create_table(
        "cohort_membership",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_cohort_membership_cohort_id_cohort", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_cohort_membership_learner_id_learner", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner_id", "cohort_id", name="pk_cohort_membership"),
    )
    connection = op.get_bind()
    _bind_waiting(connection)
    _mark_sent(connection)
    connection.execute(
        sa.text(
            "INSERT INTO cohort_membership (learner_id, cohort_id) "
            "SELECT DISTINCT learner_id, cohort_id FROM registration WHERE cohort_id IS NOT NULL"
        )
    )
    connection.execute(sa.text("UPDATE lrs_access_keys SET rate = :rate WHERE rate = 0 AND actor IS NOT NULL"), {"rate": DEVICE_RATE})


def _bind_waiting(connection: sa.Connection) -> None:
    """Voiding statements that wait for their target, sent by a limited key, void what has the same authority alone."""
    limited = "SELECT id FROM lrs_access_keys WHERE ' ' || scopes || ' ' NOT LIKE '% all %' OR actor IS NOT NULL OR cohort IS NOT NULL"
    ids = set(connection.execute(sa.text(limited)).scalars())
    waiting = connection.execute(
        sa.text(
            "SELECT s.seq, s.authority, s.body FROM lrs_references r JOIN lrs_statements s ON s.seq = r.seq "
            "LEFT JOIN lrs_statements t ON t.id = r.target WHERE r.voids AND t.id IS NULL"
        )
    ).all()
    for seq, authority, body in waiting:
        if json.loads(body)["authority"].get("account", {}).get("name") in ids:
            bound = sa.text("UPDATE lrs_references SET authority = :authority WHERE seq = :seq")
            connection.execute(bound, {"authority": authority, "seq": seq})


def _mark_sent(connection: sa.Connection) -> None:
    """Bytes came with the statements that give no fileUrl for them; of the others, with the first that names them."""
    rows = connection.execute(
        sa.text(
            "SELECT a.seq, a.sha2, c.content_type, s.body FROM lrs_attachments a JOIN lrs_attachment_contents c ON c.sha2 = a.sha2 "
            "JOIN lrs_statements s ON s.seq = a.seq ORDER BY a.seq"
        )
    )
    sent: dict[str, list[tuple[int, str]]] = {}
    first: dict[str, tuple[int, str]] = {}
    for seq, sha2, kind, body in rows:
        statement = json.loads(body)
        said = [*statement.get("attachments", ()), *statement["object"].get("attachments", ())]
        first.setdefault(sha2, (seq, kind))
        if any(row.get("sha2", "").lower() == sha2 and "fileUrl" not in row for row in said):
            sent.setdefault(sha2, []).append((seq, kind))
    for sha2, one in first.items():
        for seq, kind in sent.get(sha2) or [one]:
            connection.execute(
                sa.text("UPDATE lrs_attachments SET content_type = :kind WHERE seq = :seq AND sha2 = :sha2"),
                {"kind": kind, "seq": seq, "sha2": sha2},
            )


def downgrade() -> None:
    op.drop_table("cohort_membership")
    op.drop_table("lrs_usage")
    op.drop_index("ix_lrs_attachments_sha2", table_name="lrs_attachments")
    op.drop_column("lrs_attachments", "content_type")
    op.drop_column("lrs_activities", "authority")
    op.drop_index("ix_lrs_references_target", table_name="lrs_references")
    op.drop_column("lrs_references", "authority")
    op.create_index("ix_lrs_references_target", "lrs_references", ["target"], unique=False)
    op.create_table(
        "lrs_chains",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "target"),
    )
    op.create_index("ix_lrs_chains_target", "lrs_chains", ["target"], unique=False)
    op.get_bind().execute(sa.text(CHAIN))
