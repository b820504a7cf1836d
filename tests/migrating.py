"""A database as an older version of the product left it, rows and all."""

from alembic import command

from awards import schema
from awards.kit.db import Database

went_back: set[str] = set()
"""The revisions to which the running test took its database: it may have left it there."""


def back_to(db: Database, revision: str) -> None:
    """Undo the migrations after `revision`. `schema.migrate` runs them again, over the rows that are there."""
    went_back.add(revision)
    config = schema._config()
    with db.engine.connect() as connection:
        config.attributes["connection"] = connection
        if db.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        command.downgrade(config, revision)
        connection.commit()
        if db.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
