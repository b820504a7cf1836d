"""Bring a database to the current shape, and tell whether it is there."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from awards import tables
from awards.kit.db import Database

MIGRATIONS = Path(__file__).with_name("migrations")


class BrokenReference(RuntimeError):
    """A row refers to one that is not there: a migration took it away, or somebody who wrote past the product."""

    def __init__(self, *, table: str, parent: str) -> None:
        super().__init__(f"a row of {table} refers to one of {parent}, which is not there any more")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def migrate(database: Database) -> None:
    """Run the missing migrations.

    On SQLite foreign keys are off meanwhile, because rebuilding a table would delete the rows that refer
    to it, and are checked as a whole before the commit.
    """
    config = _config()
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if database.is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise BrokenReference(table=broken[0], parent=broken[2])
        connection.commit()
        if database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def new_revision(database: Database, message: str) -> None:
    """Write a migration from what the tables say beyond the database."""
    config = _config()
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True)


def is_current(database: Database) -> bool:
    """Whether every migration of this code has run, and none of a newer one."""
    with database.reader.connect() as connection:
        context = MigrationContext.configure(connection)
        return set(context.get_current_heads()) == set(ScriptDirectory.from_config(_config()).get_heads())


def differences(database: Database) -> list[object]:
    """What the tables in code and in the database do not share; empty when the migrations are complete."""
    with database.reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, tables.metadata))
