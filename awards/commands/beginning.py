"""What commands begin with. Nothing here is imported before it is needed: not every command has settings or a database."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from awards.kit.db import Database
    from awards.settings import Settings


def settings() -> "Settings":
    """What the operator set. Raises ClickException in words."""
    from awards.settings import Settings, SettingsError

    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def current_database() -> "Database":
    """The database, brought to the current shape."""
    from awards import schema
    from awards.kit.db import Database

    database = Database(settings().database_url)
    schema.migrate(database)
    return database


def standing_database() -> "Database":
    """The same of an installation that is there: what only proves something makes none. Raises ClickException."""
    from sqlalchemy import make_url

    given = settings()
    url = make_url(given.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise click.ClickException(
            f"There is no installation in {given.data_dir}: set TAHKIM_DATA_DIR to the folder of its data."
        )
    return current_database()


@contextmanager
def refusals_told() -> "Iterator[None]":
    """What the product refuses, in its words and without a traceback."""
    from awards.kit.errors import Refusal
    from awards.kit.i18n import translate

    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(translate(refusal.message, "en")) from refusal
