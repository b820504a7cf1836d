"""The migrations make what the tables say."""

from sqlalchemy import inspect

from awards import schema, tables
from awards.kit.db import Database


def test_a_migrated_database_has_every_table_column_and_index(db: Database) -> None:
    assert schema.is_current(db)
    assert schema.differences(db) == []


def test_the_check_constraints_of_the_tables_are_in_the_database(db: Database) -> None:
    """Autogenerate does not compare them."""
    inspector = inspect(db.reader)
    for table in tables.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if c.__visit_name__ == "check_constraint" and c.name}
        there = {c["name"] for c in inspector.get_check_constraints(table.name)}
        assert wanted <= there, table.name
