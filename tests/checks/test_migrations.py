"""The migrations make what the tables say."""

import re

import sqlalchemy as sa
from sqlalchemy import inspect

from awards import schema, tables
from awards.kit.db import Database


def test_a_migrated_database_has_every_table_column_and_index(db: Database) -> None:
    assert schema.is_current(db)
    assert schema.differences(db) == []


def test_the_check_constraints_of_the_tables_are_in_the_database(db: Database) -> None:
    """Autogenerate does not compare them, so a new member of an enum would be refused at its first insert."""
    inspector = inspect(db.reader)
    for table in tables.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if c.__visit_name__ == "check_constraint" and c.name}
        there = {c["name"]: c["sqltext"] for c in inspector.get_check_constraints(table.name)}
        assert wanted <= there.keys(), table.name
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                (allowed,) = (text for text in there.values() if text.startswith(f"{column.name} IN"))
                assert set(re.findall("'([^']*)'", allowed)) == set(column.type.enums), column
