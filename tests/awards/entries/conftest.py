"""Counting what is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event


@pytest.fixture
def statements(db):
    """`with statements() as seen:` collects every SQL statement that runs meanwhile, BEGIN and COMMIT left out."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
                seen.append(statement)

        for engine in (db.engine, db.reader):
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            for engine in (db.engine, db.reader):
                event.remove(engine, "before_cursor_execute", note)

    return collect
