"""Fixtures: a published cycle, built once and copied for each test."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from awards.kit.db import Database
from awards.settings import Settings
from tests.factories import Factory
from tests.reports.published import Published, decided_cycle, published_cycle

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
Build = Callable[..., Published]


def _built(folder: Path, template: Path, build: Build) -> tuple[Path, Published]:
    settings = Settings.from_environment({"TAHKIM_DATA_DIR": str(folder), "TAHKIM_SECRET": "s" * 48})
    path = folder / "tahkim.sqlite3"
    shutil.copy(template, path)
    db = Database(settings.database_url)
    found = build(db, Factory(db, settings, lambda: NOW), lambda: NOW, entries=3)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.dispose()
    return path, found


@pytest.fixture(scope="session")
def published_template(
    template_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Published]:
    return _built(tmp_path_factory.mktemp("published"), template_database, published_cycle)


@pytest.fixture(scope="session")
def decided_template(
    template_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Published]:
    return _built(tmp_path_factory.mktemp("decided"), template_database, decided_cycle)


@pytest.fixture
def published(db: Database, settings: Settings, published_template: tuple[Path, Published]) -> Published:
    """Cycle 3, three entries in each category, its results public."""
    return _over(db, settings, published_template)


@pytest.fixture
def decided(db: Database, settings: Settings, decided_template: tuple[Path, Published]) -> Published:
    """The same cycle, decided and not yet published."""
    return _over(db, settings, decided_template)


def _over(db: Database, settings: Settings, template: tuple[Path, Published]) -> Published:
    path, found = template
    db.dispose()
    for ending in ("-wal", "-shm"):
        (settings.data_dir / f"tahkim.sqlite3{ending}").unlink(missing_ok=True)
    shutil.copy(path, settings.data_dir / "tahkim.sqlite3")
    return found
